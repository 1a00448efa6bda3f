import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { readNames, readPools } from '../../actions/clusters.ts'
import type { Option } from '../../components/Field.tsx'
import { imagePlaces, type PlaceNote, placeNotes } from '../../model/imagePlaces.ts'
import { isLiveRef } from '../../model/liveDetails.ts'
import { clustersStore, type Place, placeKey } from '../../stores/clusters.ts'
import { imagesStore, poolKey } from '../../stores/images.ts'
import { usePools } from './usePools.ts'

/** Where an image goes: a pool of the library, or a pool or namespace of a cluster. */
export interface ChosenPlace {
  /** Null: no pool is known yet. */
  readonly place: Place | null
  /** What of the clusters is being read, or could not be. */
  readonly notes: readonly PlaceNote[]
  readonly field: {
    readonly value: string
    readonly options: readonly Option[]
    readonly onChange: (key: string) => void
  }
}

/** The choice of a place, begun at the one that is meant, else at the first that `isBetter` takes. The pools of clusters are read when it is first shown. */
export function usePlaces(meant: Place | null, isBetter: (place: Place) => boolean = () => true): ChosenPlace {
  const libraryPools = usePools()
  const connections = useStore(clustersStore, (state) => state.connections)
  const clusterPools = useStore(clustersStore, (state) => state.pools)
  const names = useStore(clustersStore, (state) => state.names)
  const places = useMemo(() => imagePlaces(libraryPools, clusterPools), [libraryPools, clusterPools])
  const [chosen, setChosen] = useState(meant === null ? null : placeKey(meant))
  useEffect(() => {
    for (const { name } of connections ?? []) {
      if (clustersStore.getState().pools[name] === undefined) void readPools(name)
    }
  }, [connections])
  const found = places.find(({ key }) => key === chosen) ?? places.find(({ place }) => isBetter(place)) ?? places[0]
  // A place of a cluster that is still being read counts as it was meant.
  const isWaiting = found?.key !== chosen && meant !== null && chosen === placeKey(meant)
  const place = isWaiting ? meant : (found?.place ?? null)
  const called = (connections ?? []).map(({ name }) => name)
  return {
    place,
    notes: placeNotes(called, place, { pools: clusterPools, names }),
    field: {
      value: place === null ? '' : placeKey(place),
      options: [
        // Closed, a list shows no heading: a pool of a cluster says whose it is.
        ...places.map(({ key, place: one, label, group }) => ({
          value: key,
          label: isLiveRef(one) ? `${one.connection}://${label}` : label,
          ...(group === null ? {} : { group }),
        })),
        ...(isWaiting
          ? [{ value: placeKey(meant), label: `${meant.connection}://${meant.pool.text}`, group: meant.connection }]
          : []),
      ],
      onChange: setChosen,
    },
  }
}

const NOBODY: ReadonlySet<string> = new Set()

/** The names that are taken in a place, as far as they were read; those of a cluster are read when it is chosen. */
export function useTaken(place: Place | null): ReadonlySet<string> {
  const key = place === null ? '' : placeKey(place)
  const inLibrary = useStore(imagesStore, ({ imagesByPool }) =>
    place === null || isLiveRef(place) ? undefined : imagesByPool[poolKey(place.connection, place.pool)],
  )
  const inCluster = useStore(clustersStore, ({ names }) =>
    place === null || !isLiveRef(place) ? undefined : names[key]?.value,
  )
  useEffect(() => {
    if (place !== null && isLiveRef(place) && clustersStore.getState().names[key] === undefined) void readNames(place)
    // The key says all of the place.
  }, [key])
  return useMemo(() => {
    if (inLibrary !== undefined) return new Set(inLibrary.map(({ ref }) => ref.image.text))
    return inCluster === undefined || inCluster === null ? NOBODY : new Set(inCluster.map(({ text }) => text))
  }, [inLibrary, inCluster])
}
