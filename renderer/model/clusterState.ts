import type { WireError } from '../../shared/errors.ts'
import type { ClustersStore } from '../stores/clusters.ts'
import { placeKey } from '../stores/clusters.ts'
import { placesOf } from './clusterRows.ts'

/** How a connection stands, by what was asked of its cluster. */
export interface ClusterState {
  readonly isReading: boolean
  /** Why nothing can be asked of it now; null: it answers, or nothing was asked. */
  readonly error: WireError | null
  /** When the oldest of what is shown of it was read, in milliseconds since 1970; null: nothing was. */
  readonly readAt: number | null
}

/** Failures that are the connection's, whatever was asked over it. */
const OF_THE_WAY = new Set(['E_CLUSTER_UNREACHABLE', 'E_CLUSTER_PROGRAM', 'E_CONNECTION_UNKNOWN'])

/** How a connection stands. A failure of one pool alone is told there, not here. Pure. */
export function clusterState(name: string, { pools, names }: Pick<ClustersStore, 'pools' | 'names'>): ClusterState {
  const asked = pools[name]
  if (asked === undefined) return { isReading: false, error: null, readAt: null }
  const places = placesOf(name, asked.value ?? []).flatMap((place) => names[placeKey(place)] ?? [])
  const all = [asked, ...places]
  const times = all.flatMap(({ readAt }) => readAt ?? [])
  const lost = places.find(({ error }) => error !== null && OF_THE_WAY.has(error.code))
  return {
    isReading: all.some(({ isReading }) => isReading),
    error: asked.error ?? lost?.error ?? null,
    readAt: times.length === 0 ? null : Math.min(...times),
  }
}
