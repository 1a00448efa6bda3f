import { createStore } from 'zustand/vanilla'
import type { ClusterPool, Connection, LiveImage, TrashedImage } from '../../shared/connections.ts'
import type { WireError } from '../../shared/errors.ts'
import type { ImageRef } from '../../shared/imageSpec.ts'
import type { Name } from '../../shared/names.ts'
import { nameKey } from '../../shared/names.ts'

/** Something that is asked of a cluster: what was read last, whether it is being read again, and why that failed. */
export interface Asked<T> {
  /** Null: never read. What was read stays while it is read again, and after a failure. */
  readonly value: T | null
  readonly isReading: boolean
  readonly error: WireError | null
  /** When it was read, in milliseconds since 1970: what is shown has an age. */
  readonly readAt: number | null
}

export interface ClustersStore {
  /** The connections beside the library; null: not read yet. */
  readonly connections: readonly Connection[] | null
  /** By the name of the connection. */
  readonly pools: Readonly<Record<string, Asked<readonly ClusterPool[]>>>
  /** By {@link placeKey}: the names of the images there. */
  readonly names: Readonly<Record<string, Asked<readonly Name[]>>>
  /** By `imageKey` of `stores/images.ts`. */
  readonly images: Readonly<Record<string, Asked<LiveImage>>>
  /** By {@link placeKey}. */
  readonly trash: Readonly<Record<string, Asked<readonly TrashedImage[]>>>
}

/** What is known of clusters, as far as it was asked. */
export const clustersStore = createStore<ClustersStore>(() => ({
  connections: null,
  pools: {},
  names: {},
  images: {},
  trash: {},
}))

/** A pool of a cluster, or a namespace in it. */
export type Place = Pick<ImageRef, 'connection' | 'pool' | 'namespace'>

/** A string for one place: equal for equal places and only for them. */
export function placeKey({ connection, pool, namespace }: Place): string {
  return JSON.stringify([connection, nameKey(pool), namespace])
}

/** Nothing was asked yet. */
export const NEVER_ASKED: Asked<never> = { value: null, isReading: false, error: null, readAt: null }
