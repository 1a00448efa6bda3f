/** What the thread is given. `shared`: state that outlives it, see `harness.ts`. */
export interface WorkerTask {
  /** A module that exports `TARGETS`. */
  readonly module: string
  readonly target: string
  readonly seed: number
  readonly seconds: number
  readonly shared: SharedArrayBuffer
  /** Runs this input alone. */
  readonly input?: Uint8Array | undefined
  /** A file that holds each input before it runs: what is left of one that ends the whole process. */
  readonly keep?: string | undefined
}

/** The thread's words: it is about to begin, something was found, it is done. */
export type WorkerMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'finding'; readonly message: string }
  | { readonly kind: 'done'; readonly blocks: number; readonly kept: number }

/** The counter of inputs and the length of the one at hand stand in front of its bytes. */
export const SHARED_HEAD_BYTES = 8
