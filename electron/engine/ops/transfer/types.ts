import type { ImageRef } from '../../../../shared/imageSpec.ts'
import type { ChainFacts } from '../../chain/types.ts'
import type { DeltaReader } from '../../delta.ts'
import type { Check, OpContext } from '../context.ts'
import type { Counted } from '../counting.ts'
import type { Consent } from '../live/target.ts'
import type { Written } from '../written.ts'

/**
 * A transfer moves deltas from one image into another, wherever either lies. An end knows its own kind of place; what goes between them, and in which
 * order, is the same for all (`pipe`, `replicate`).
 */

/** A point of an image that has a name. */
export interface EndPoint {
  readonly name: Uint8Array
  readonly sizeBytes: number
  readonly isProtected: boolean
}

/** Something that was opened; whoever asked for it closes it. */
export interface Opened<T> {
  readonly it: T
  close(): Promise<void>
}

/** What both ends can tell of themselves. */
export interface TransferEnd {
  readonly ref: ImageRef
  /** Oldest first. */
  readonly points: readonly EndPoint[]
  /** All of the image at a point, as a delta from nothing. */
  content(at: EndPoint): Promise<Opened<DeltaReader>>
}

/** An image that is read. */
export interface TransferSource extends TransferEnd {
  readonly headBytes: number
  readonly facts: ChainFacts
  readonly warnings: readonly string[]
  /** What was looked at before anything is written. */
  readonly check: Check
  /**
   * The deltas from a point (null: from nothing) to each of the others, one after the other; null is the head.
   *
   * @throws AppError E_SNAPSHOT_NOT_FOUND, E_DIFF_SNAPSHOT_ORDER, E_LIBRARY_*, E_CLUSTER_*
   */
  deltas(from: Uint8Array | null, ends: readonly (Uint8Array | null)[]): Promise<Opened<readonly Written[]>>
}

/** What an image is made with beside its content. */
export type NewFacts = Omit<ChainFacts, 'protectionBytes'>

/** An image that is written, or that is to be made. */
export interface TransferTarget extends TransferEnd {
  readonly isNew: boolean
  /**
   * Whether deltas could be applied one after the other. Nothing is written.
   *
   * @throws AppError E_DIFF_*, E_IMAGE_SHRINKS, E_CLUSTER_*
   */
  check(deltas: readonly Written[], consent: Consent): Promise<readonly Check[]>
  /** What is worth a word before, though no reason to refuse. */
  warningsOf(deltas: readonly Written[]): readonly string[]
  /**
   * Applies one delta: the image has its end then, or is as it was. `create`: it makes the image, which nobody sees before it is whole.
   *
   * @throws AppError what the delta's source throws; E_CLUSTER_*, E_LIBRARY_*, E_FILE_*
   */
  apply(delta: Written, context: OpContext, create: NewFacts | null): Promise<Counted>
}
