import type { Layer } from '../algebra/piece.ts'
import type { DeltaHeader, RandomAccess } from '../delta.ts'
import type { SourceFacts } from '../manifest/facts.ts'

/** Facts of an image that its deltas know nothing of (DESIGN §10). Null: the source does not say. */
export interface ChainFacts {
  readonly order: number | null
  readonly features: number | null
  readonly stripeUnit: number | null
  readonly stripeCount: number | null
  readonly meta: readonly { readonly key: Uint8Array; readonly value: Uint8Array }[]
  /** Length of the `p` record the source was read with: 8 or 1; null when it was no file of format 2. */
  readonly protectionBytes: number | null
}

/** One delta of a chain, located. `header` bears the names of today: an index may call a point otherwise than the file does. */
export interface ChainLink {
  readonly header: DeltaHeader
  readonly layer: Layer
  readonly file: RandomAccess
  /** How a sentence calls it: a path, or the image and its stretch. */
  readonly called: string
  readonly fileBytes: number
}

/**
 * Deltas that follow each other, wherever they lie: files in order, one file of format 2, stretches of library images.
 *
 * The first begins from nothing when its `header.from` is null and `fromNothing` says so (a raw file, a format 2 file, a diff without `f`).
 * Whoever opened it closes it.
 */
export interface OpenChain {
  readonly links: readonly ChainLink[]
  readonly fromNothing: boolean
  readonly facts: ChainFacts
  readonly source: SourceFacts | null
  readonly warnings: readonly string[]
  close(): Promise<void>
}
