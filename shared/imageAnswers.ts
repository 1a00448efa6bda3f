import { z } from 'zod'
import { ImageRef } from './imageSpec.ts'
import { Name } from './names.ts'

/** What the calls about one image answer beside its details. */

const Bytes = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER)
const Count = z.number().int().nonnegative()
/** Milliseconds since 1970 in UTC. */
const Time = z.number().nonnegative()

export const SnapshotInfo = z.strictObject({
  id: Count,
  name: Name,
  /** The point stands after this many links. */
  afterLink: Count,
  sizeBytes: Bytes,
  protected: z.boolean(),
  createdAt: Time,
  /** Whether every link up to it is there, and none of them is known to be damaged. */
  restorable: z.boolean(),
})
export type SnapshotInfo = z.infer<typeof SnapshotInfo>

/**
 * What lies in, or was changed in, each bin of a part of an image: bin i covers `start + [i, i+1) × length / bins`. A bin is never
 * smaller than an object while the part holds at least as many objects as bins were asked for.
 */
export const Bins = z.strictObject({
  /** Of the image at the point that is mapped. */
  sizeBytes: Bytes,
  /** The part that is mapped, as it was asked for, so it may reach beyond the image, where nothing lies; absent: all of it. */
  start: Bytes.optional(),
  length: Bytes.optional(),
  dataBytes: z.array(Bytes),
  zeroBytes: z.array(Bytes),
  /** Of how many links in the stretch each bin was changed by; where `history` was asked for. */
  changedIn: z.array(Count).optional(),
  /** The number of the link that changed it last, 0: none did; where `history` was asked for. */
  lastLink: z.array(Count).optional(),
})
export type Bins = z.infer<typeof Bins>

/** Extents of a stretch of an image, as `rbd diff` lists them. */
export const Extents = z.strictObject({
  extents: z.array(z.strictObject({ offset: Bytes, length: Bytes, exists: z.boolean() })),
  /** Where to go on asking from; null: that was all. */
  next: Bytes.nullable(),
})
export type Extents = z.infer<typeof Extents>

/** A row of `rbd du`: what was written between the point before and this one. */
export const UsageRow = z.strictObject({
  snapshot: SnapshotInfo.nullable(),
  provisionedBytes: Bytes,
  usedBytes: Bytes,
})
export type UsageRow = z.infer<typeof UsageRow>

/** Something of the library that answers a search. */
export const SearchHit = z.strictObject({ image: ImageRef, snapshot: Name.nullable() })
export type SearchHit = z.infer<typeof SearchHit>
