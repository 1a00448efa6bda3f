import { z } from 'zod'
import { WireErrorSchema } from './wireError.ts'

const Bytes = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER)
const Count = z.number().int().nonnegative()

/** A file or image an operation touches. */
const Item = z.strictObject({ called: z.string(), bytes: Bytes.nullable() })

/** A merge before and after, from headers only (UX U3). */
export const MergePreview = z.strictObject({
  /** One entry an input, oldest first. `keptBytes`: its data that is in the result; the rest is overwritten, zeroed or cut off by a later one. */
  inputs: z.array(
    z.strictObject({
      called: z.string(),
      fileBytes: Bytes,
      records: Count,
      dataBytes: Bytes,
      zeroBytes: Bytes,
      keptBytes: Bytes,
      /** Where in the image its data lies and where it survives: 64 equal parts of the result's size, in order. Absent where there are more than 256 inputs. */
      lane: z
        .array(z.strictObject({ dataBytes: Bytes, keptBytes: Bytes }))
        .max(64)
        .optional(),
    }),
  ),
  before: z.strictObject({ files: Count, bytes: Bytes, records: Count }),
  after: z.strictObject({ files: Count, bytes: Bytes, records: Count }),
  /** Data of earlier inputs that a later one covers with data, and with zeros or a smaller size. */
  overwrittenBytes: Bytes,
  zeroedBytes: Bytes,
})
export type MergePreview = z.infer<typeof MergePreview>

/** What a job would do, from headers only: nothing is written. `outputBytes` null: not known before it is done. */
export const Estimate = z.strictObject({
  outputBytes: Bytes.nullable(),
  readBytes: Bytes,
  dataBytes: Bytes,
  zeroBytes: Bytes,
  records: Count,
  sizeBytes: Bytes,
  /** Checks that were made, each with its outcome; one that failed has the error the job would end with. */
  checks: z.array(
    z.strictObject({
      label: z.string(),
      state: z.enum(['ok', 'warning', 'failed']),
      error: WireErrorSchema.nullable(),
    }),
  ),
  warnings: z.array(z.string()),
  /** Files and images read and written, and points that will be no more: what `--dry-run` prints. `bytes` null: not known before. */
  reads: z.array(Item).optional(),
  writes: z.array(Item).optional(),
  drops: z.array(z.string()).optional(),
  /** Bytes of packed inputs that are unpacked beside the output while the job runs. */
  spillBytes: Bytes.optional(),
  /** Of a merge or fold: what each input brings and what of it survives, and the sums before and after. */
  merge: MergePreview.optional(),
})
export type Estimate = z.infer<typeof Estimate>
