import { createStore } from 'zustand/vanilla'
import type { ImageDetails, ImageSummary, PoolSummary } from '../../shared/contract.ts'
import type { WireError } from '../../shared/errors.ts'
import type { ImageRef } from '../../shared/imageSpec.ts'
import type { LostIndex } from '../../shared/lostIndex.ts'
import type { Name } from '../../shared/names.ts'
import { nameKey } from '../../shared/names.ts'

export interface ImagesStore {
  /** Null: not read yet. */
  readonly pools: readonly PoolSummary[] | null
  readonly poolsError: WireError | null
  /** By {@link poolKey}; a pool that is not in it was not read yet. */
  readonly imagesByPool: Readonly<Record<string, readonly ImageSummary[]>>
  /** By {@link imageKey}. */
  readonly details: Readonly<Record<string, ImageDetails>>
  readonly detailsError: Readonly<Record<string, WireError>>
  /** By {@link imageKey}: of images whose index is lost, what was found of it. */
  readonly lost: Readonly<Record<string, LostIndex>>
}

/** What is in the library, as far as it was read. */
export const imagesStore = createStore<ImagesStore>(() => ({
  pools: null,
  poolsError: null,
  imagesByPool: {},
  details: {},
  detailsError: {},
  lost: {},
}))

/** A string for one pool of one connection. */
export function poolKey(connection: string, pool: Name): string {
  return `${connection}\n${nameKey(pool)}`
}

/** A string for one image: equal for equal images and only for them. */
export function imageKey(image: ImageRef): string {
  return `${poolKey(image.connection, image.pool)}\n${image.namespace}\n${nameKey(image.image)}`
}

/** Puts an image's details in place of what was known of it. */
export function putDetails(details: ImageDetails): void {
  const key = imageKey(details.ref)
  imagesStore.setState((state) => {
    const { [key]: _gone, ...detailsError } = state.detailsError
    const { [key]: _found, ...lost } = state.lost
    return { details: { ...state.details, [key]: details }, detailsError, lost }
  })
}

/** Notes that an image could not be read; what was known of it is no longer shown. */
export function putDetailsError(image: ImageRef, error: WireError): void {
  const key = imageKey(image)
  imagesStore.setState((state) => {
    const { [key]: _gone, ...details } = state.details
    const { [key]: _found, ...lost } = state.lost
    return { details, detailsError: { ...state.detailsError, [key]: error }, lost }
  })
}

/** Notes what was found of an image whose index is lost; what was known of it is no longer shown. */
export function putLost(image: ImageRef, found: LostIndex): void {
  const key = imageKey(image)
  imagesStore.setState((state) => {
    const { [key]: _gone, ...details } = state.details
    const { [key]: _error, ...detailsError } = state.detailsError
    return { details, detailsError, lost: { ...state.lost, [key]: found } }
  })
}
