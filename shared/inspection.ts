import { z } from 'zod'
import { Name } from './names.ts'
import { WireErrorSchema } from './wireError.ts'

const Bytes = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER)
const Count = z.number().int().nonnegative()
const Path = z.string().min(1).max(32768)

/** What a file's content says it is; never its name. */
export const FileKind = z.enum([
  'raw',
  'diff-v1',
  'diff-v2',
  'image-v2',
  'damaged-banner',
  'empty',
  'compressed',
  'other-image',
])
export type FileKind = z.infer<typeof FileKind>

/** A file read by its headers, before anything is done with it. Null: does not apply to this kind, or could not be read. */
export const FileInspection = z.strictObject({
  path: Path,
  name: z.string(),
  fileBytes: Bytes,
  kind: FileKind,
  /** For `compressed` and `other-image`: which, as `gzip` or `qcow2`. */
  what: z.string().nullable(),
  from: Name.nullable(),
  to: Name.nullable(),
  sizeBytes: Bytes.nullable(),
  records: Count.nullable(),
  dataBytes: Bytes.nullable(),
  zeroBytes: Bytes.nullable(),
  /** The end record is there. */
  complete: z.boolean().nullable(),
  /** Oddities that do not make it unusable, one sentence each. */
  findings: z.array(z.string()),
  /** Why it cannot be used. */
  problem: WireErrorSchema.nullable(),
  /** How it is packed; its other facts are those of its content. Absent: it is not. */
  packing: z.enum(['gzip', 'zstd']).optional(),
  /** Of format 2: the points it holds, the head last (without a name). */
  points: z
    .array(
      z.strictObject({
        name: Name.nullable(),
        sizeBytes: Bytes,
        protected: z.boolean(),
        records: Count,
        dataBytes: Bytes,
      }),
    )
    .optional(),
  /** Of format 2: facts of the image; null where the header does not say. */
  image: z
    .strictObject({
      order: Count.nullable(),
      features: Count.nullable(),
      stripeUnit: Bytes.nullable(),
      stripeCount: Count.nullable(),
      meta: z.array(z.strictObject({ key: Name, value: Name })),
    })
    .optional(),
  /** Its side manifest; absent: there is none. `file`: digest of the file, `parent`: of the one before it. */
  manifest: z
    .strictObject({
      state: z.enum(['ok', 'unreadable', 'contradicts']),
      file: z.string().nullable(),
      parent: z.string().nullable(),
      image: z.string().nullable(),
    })
    .optional(),
})
export type FileInspection = z.infer<typeof FileInspection>

/** Records of a file, in the order in which they stand there: what `inspect --records` lists. */
export const FileRecords = z.strictObject({
  records: z.array(
    z.strictObject({
      /** Number of the delta in the file, from 0: only a file of format 2 has several. */
      delta: Count,
      kind: z.enum(['data', 'zero']),
      offset: Bytes,
      length: Bytes,
      /** Where its payload begins in the file's content; null for zeros. */
      position: Bytes.nullable(),
    }),
  ),
  /** The number of the record to go on from; null: that was all. */
  next: Count.nullable(),
})
export type FileRecords = z.infer<typeof FileRecords>

export const Inspection = z.strictObject({
  files: z.array(FileInspection),
  /** Bytes and time the reading took: "Read 212 KiB of headers in 38 ms". */
  readBytes: Bytes,
  elapsedMs: z.number().nonnegative(),
})
export type Inspection = z.infer<typeof Inspection>
