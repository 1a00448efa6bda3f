import { z } from 'zod'
import { ImageRef, PointRef } from './imageSpec.ts'
import { Name } from './names.ts'

const Bytes = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER)
const Path = z.string().min(1).max(32768)

/** One input of a merge: a diff file, or the stretch of a library image between two of its points. */
export const MergeInput = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('file'), path: Path }),
  z.strictObject({ kind: z.literal('range'), image: ImageRef, from: Name.nullable(), to: Name.nullable() }),
])
export type MergeInput = z.infer<typeof MergeInput>

/**
 * What a job is asked to do: the whole of it, so that the same value drives the engine, the command line that stands for it
 * and the journal. Paths are absolute. `-` is never in a request: standard streams belong to the command line alone.
 *
 * - `export`: a point as a raw file. `export-diff`: from a snapshot (`fromSnapshot` null: from nothing) to a point, as a v1 diff.
 * - `import`: a raw file as a new image; or a chain of diffs, the first of them from nothing, as a new image (`format`).
 * - `import-diff`: diffs, in order, appended to an image: all of them or none.
 * - `merge`: continuous diffs, two or more, into one file.
 * - `pipe`: a point, or the stretch from `fromSnapshot` to it, into another image; `create` makes that image.
 */
export const JobRequest = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('export'), source: PointRef, path: Path }),
  z.strictObject({ kind: z.literal('export-diff'), source: PointRef, fromSnapshot: Name.nullable(), path: Path }),
  z.strictObject({
    kind: z.literal('import'),
    format: z.enum(['raw', 'diffs']),
    paths: z.array(Path).min(1).max(10_000),
    target: ImageRef,
  }),
  z.strictObject({
    kind: z.literal('import-diff'),
    paths: z.array(Path).min(1).max(10_000),
    target: ImageRef,
    overlay: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('merge'), inputs: z.array(MergeInput).min(1).max(10_000), path: Path }),
  z.strictObject({
    kind: z.literal('pipe'),
    source: PointRef,
    fromSnapshot: Name.nullable(),
    target: ImageRef,
    create: z.boolean(),
  }),
])
export type JobRequest = z.infer<typeof JobRequest>
export type JobKind = JobRequest['kind']

/** The states of a job (DESIGN §9). `interrupted`: its process ended without a last word. */
export const JobState = z.enum([
  'queued',
  'running',
  'paused',
  'cancelling',
  'done',
  'failed',
  'cancelled',
  'interrupted',
])
export type JobState = z.infer<typeof JobState>

const TRANSITIONS: Readonly<Record<JobState, readonly JobState[]>> = {
  queued: ['running', 'cancelled', 'interrupted'],
  running: ['paused', 'cancelling', 'done', 'failed', 'interrupted'],
  paused: ['running', 'cancelling', 'interrupted'],
  // A cancel can lose the race against the last byte: then the job is done, and says so.
  cancelling: ['cancelled', 'done', 'failed', 'interrupted'],
  done: [],
  failed: [],
  cancelled: [],
  interrupted: [],
}

/** Whether a job may go from one state to another. */
export function mayBecome(from: JobState, to: JobState): boolean {
  return TRANSITIONS[from].includes(to)
}

/** Whether a job in this state is over for good. */
export function isOver(state: JobState): boolean {
  return TRANSITIONS[state].length === 0
}

/**
 * What a job is doing: `reading` headers and checking, `copying` payload, `finishing` (flushing to disk and giving the
 * output its name).
 */
export const JobPhase = z.enum(['waiting', 'reading', 'copying', 'finishing'])
export type JobPhase = z.infer<typeof JobPhase>

/**
 * How far a job is. `doneBytes` counts bytes of work: what the file layer has written to the output, or read of the input
 * where only that is known beforehand (a raw import); it never decreases. `totalBytes` null: not known (a pipe from standard input).
 * `rateBytesPerSec` and `etaSeconds` null: not known yet. At most ten a second a job; the first and the last are always sent.
 */
export const Progress = z.strictObject({
  jobId: z.string(),
  seq: z.number().int().nonnegative(),
  phase: JobPhase,
  doneBytes: Bytes,
  totalBytes: Bytes.nullable(),
  rateBytesPerSec: z.number().nonnegative().nullable(),
  etaSeconds: z.number().nonnegative().nullable(),
})
export type Progress = z.infer<typeof Progress>

/** What a finished job did, as the file layer counted it. `path` is the file written, `target` the image changed. */
export const JobReport = z.strictObject({
  readBytes: Bytes,
  writtenBytes: Bytes,
  dataBytes: Bytes,
  zeroBytes: Bytes,
  records: z.number().int().nonnegative(),
  sizeBytes: Bytes,
  path: z.string().nullable(),
  target: ImageRef.nullable(),
  warnings: z.array(z.string()),
})
export type JobReport = z.infer<typeof JobReport>
