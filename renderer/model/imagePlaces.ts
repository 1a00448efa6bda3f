import type { PoolSummary } from '../../shared/contract.ts'
import { errorCatalogue } from '../../shared/errorCatalogue.ts'
import type { WireError } from '../../shared/errors.ts'
import type { ImageRef } from '../../shared/imageSpec.ts'
import { isTemporaryName } from '../../shared/leftover.ts'
import { clusterText } from '../clusterText.ts'
import type { Asked, ClustersStore, Place } from '../stores/clusters.ts'
import { placeKey } from '../stores/clusters.ts'
import { placesOf } from './clusterRows.ts'
import { isLiveRef } from './liveDetails.ts'

/** A place that an image can be made in. */
export interface ImagePlace {
  readonly key: string
  readonly place: Place
  readonly label: string
  /** Whose pool it is; null where all are the library's. */
  readonly group: string | null
}

/** The pools of the library, and the pools and namespaces of the clusters that were read. Pure. */
export function imagePlaces(
  libraryPools: readonly PoolSummary[],
  clusterPools: ClustersStore['pools'],
): readonly ImagePlace[] {
  const live = Object.entries(clusterPools).flatMap(([connection, { value }]) =>
    placesOf(connection, value ?? []).map((place) => placed(place, connection)),
  )
  const group = live.length === 0 ? null : clusterText.newImage.library
  return [
    ...libraryPools.map(({ connection, name }) => placed({ connection, pool: name, namespace: '' }, group)),
    ...live,
  ]
}

function placed(place: Place, group: string | null): ImagePlace {
  const { pool, namespace } = place
  return { key: placeKey(place), place, label: namespace === '' ? pool.text : `${pool.text}/${namespace}`, group }
}

/** The images of clusters whose names were read, without those that are being made. Pure. */
export function knownLiveImages({ pools, names }: Pick<ClustersStore, 'pools' | 'names'>): readonly ImageRef[] {
  return Object.entries(pools).flatMap(([connection, { value }]) =>
    placesOf(connection, value ?? []).flatMap((place) =>
      (names[placeKey(place)]?.value ?? [])
        .filter((image) => !isTemporaryName(image))
        .map((image) => ({ ...place, image })),
    ),
  )
}

/** Something of a cluster that a choice of places waits for, or has to do without. */
export type PlaceNote = {
  /** The connection, or the place on it, as it is said. */
  readonly called: string
  /** The title of what went wrong; null: it is still being read. */
  readonly failed: string | null
} & (
  | { readonly what: 'pools'; readonly connection: string }
  /** The names that are taken in the chosen place. */
  | { readonly what: 'names'; readonly place: Place }
)

/** What is not known yet of the pools of all clusters, and of the names in the place that is chosen. Pure. */
export function placeNotes(
  connections: readonly string[],
  chosen: Place | null,
  { pools, names }: Pick<ClustersStore, 'pools' | 'names'>,
): readonly PlaceNote[] {
  const notes = connections.flatMap((connection): PlaceNote[] =>
    lackOf(pools[connection]).map((failed) => ({ what: 'pools', connection, called: connection, failed })),
  )
  if (chosen === null || !isLiveRef(chosen)) return notes
  const { label } = placed(chosen, null)
  const called = `${chosen.connection}://${label}`
  return [
    ...notes,
    ...lackOf(names[placeKey(chosen)]).map((failed): PlaceNote => ({ what: 'names', place: chosen, called, failed })),
  ]
}

/** What was asked and never answered: the title of why, or null while it is under way. */
function lackOf(asked: Asked<unknown> | undefined): readonly (string | null)[] {
  if (asked === undefined || asked.value !== null) return []
  if (asked.isReading) return [null]
  return asked.error === null ? [] : [titleOf(asked.error)]
}

function titleOf({ code, message }: WireError): string {
  return Object.hasOwn(errorCatalogue, code) ? errorCatalogue[code].title : message
}
