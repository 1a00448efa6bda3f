import { z } from 'zod'
import { Name } from './names.ts'

const Bytes = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER)
const Count = z.number().int().nonnegative()

/** A point of an image that could be removed, and what that would free once the links around it are folded. */
export const CleanupRow = z.strictObject({
  snapshot: Name,
  /** Of it alone, all others staying. */
  freesBytes: Bytes,
  /** Why it cannot go now; null: it can. `only-point`: nothing else could be restored. */
  blockedBy: z.enum(['protected', 'locked', 'only-point']).nullable(),
})
export type CleanupRow = z.infer<typeof CleanupRow>

/** What may go from an image, and what becomes of it when the named points go: from records alone, nothing is written. */
export const Cleanup = z.strictObject({
  rows: z.array(CleanupRow),
  /** With all the named points gone and every link folded that then can be. */
  together: z.strictObject({
    linksBefore: Count,
    linksAfter: Count,
    bytesBefore: Bytes,
    bytesAfter: Bytes,
  }),
})
export type Cleanup = z.infer<typeof Cleanup>
