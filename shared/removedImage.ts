import { z } from 'zod'
import { ImageRef } from './imageSpec.ts'

const Count = z.number().int().nonnegative()
const Bytes = Count.max(Number.MAX_SAFE_INTEGER)
/** Milliseconds since 1970 in UTC. */
const Time = z.number().nonnegative()

/** A removed image that can be brought back. `id` is the image's own: it names it in the trash of its pool and namespace. */
export const RemovedImage = z.strictObject({
  id: z.string(),
  /** As it was called. */
  ref: ImageRef,
  removedAt: Time,
  /** It is kept until then for sure; the next change of the library behind that removes it for good. */
  keptUntil: Time,
  sizeBytes: Bytes,
  linkCount: Count,
  storedBytes: Bytes,
})
export type RemovedImage = z.infer<typeof RemovedImage>
