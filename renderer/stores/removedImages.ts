import { createStore } from 'zustand/vanilla'
import type { RemovedImage } from '../../shared/removedImage.ts'
import type { WireError } from '../../shared/errors.ts'

export interface RemovedStore {
  /** The last removed first; null: not read yet. */
  readonly images: readonly RemovedImage[] | null
  readonly error: WireError | null
}

/** The removed images that can be brought back, as they were read last. */
export const removedStore = createStore<RemovedStore>(() => ({ images: null, error: null }))
