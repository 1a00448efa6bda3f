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
  /** What tells the file from all others: equal keys mean equal bytes at equal positions. */
  readonly key: string
  /** A raw file: its records are stretches that may hold zeros, the least of them not looked at. */
  readonly isRaw: boolean
  /** Number of the input it comes from. */
  readonly input: number
  /** Of the snapshot where it begins, for the first link of a stretch. */
  readonly fromId?: number | undefined
  /** Of the snapshot at its end, where the source knows them; `toCreatedAt` is ISO 8601, UTC. */
  readonly toId?: number | undefined
  readonly toCreatedAt?: string | undefined
}

/** What a chain was opened from: a file, or a stretch of an image. */
export interface ChainInput {
  /** How a sentence calls it: a path, or the image and its stretch. */
  readonly called: string
  /** Bytes on the disk. */
  readonly fileBytes: number
  /** Bytes it takes unpacked while it is open. */
  readonly spillBytes: number
}

/**
 * Deltas that follow each other, wherever they lie: files in order, one file of format 2, stretches of library images.
 *
 * `fromNothing`: the first begins from nothing (a raw file, a format 2 file, a diff without `f`, an image from its beginning).
 * Every link but one without records has a size; where a diff has none of its own, it is that of the point before it.
 * Whoever opened it closes it.
 */
export interface OpenChain {
  readonly inputs: readonly ChainInput[]
  readonly links: readonly ChainLink[]
  readonly fromNothing: boolean
  readonly facts: ChainFacts
  readonly source: SourceFacts | null
  readonly warnings: readonly string[]
  close(): Promise<void>
}

/** What is known of an image that came as raw bytes or diffs: nothing. */
export const NO_FACTS: ChainFacts = {
  order: null,
  features: null,
  stripeUnit: null,
  stripeCount: null,
  meta: [],
  protectionBytes: null,
}
