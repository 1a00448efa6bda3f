import { createStore } from 'zustand/vanilla'

/** A file that is being made to be dragged out of the window: where, and by which job. */
export interface Prepared {
  readonly jobId: string
  readonly path: string
}

export interface DragOutStore {
  /** By what is in the file: a key that is equal for equal content. */
  readonly prepared: Readonly<Record<string, Prepared>>
}

/** Files in the private folder from which they can be dragged out. */
export const dragOutStore = createStore<DragOutStore>(() => ({ prepared: {} }))
