import type { PoolSummary } from '../../shared/contract.ts'
import { clusterText } from '../clusterText.ts'
import type { ClustersStore, Place } from '../stores/clusters.ts'
import { placeKey } from '../stores/clusters.ts'
import { placesOf } from './clusterRows.ts'

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
