import { z } from 'zod'
import { ImageRef, PointRef } from './imageSpec.ts'
import { Name } from './names.ts'

const Bytes = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER)
const Path = z.string().min(1).max(32768)

/** One input of a merge or a conversion: a file, or the stretch of a library image between two of its points. */
export const MergeInput = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('file'), path: Path }),
  z.strictObject({ kind: z.literal('range'), image: ImageRef, from: Name.nullable(), to: Name.nullable() }),
])
export type MergeInput = z.infer<typeof MergeInput>

/** How a file is written, beside its format. Left out: not packed, with a side manifest. */
export const OutputOptions = z.strictObject({
  /** `zstd`: the file is packed while it is written. */
  compress: z.enum(['none', 'zstd']).optional(),
  /** False: no `NAME.rbdm.json` beside it, and nothing is hashed. */
  manifest: z.boolean().optional(),
})
export type OutputOptions = z.infer<typeof OutputOptions>

/** What is asked of an output and of its inputs by every job that has them. `verifyFirst`: inputs with manifests are read twice. */
const writing = { output: OutputOptions.optional(), verifyFirst: z.boolean().optional() }

/** The length of the `p` record in files of format 2: rbd 16.2 writes 8, 18.2 writes 1 (FORMATS §4). */
export const V2Dialect = z.enum(['16.2', '18.2'])
export type V2Dialect = z.infer<typeof V2Dialect>

/** Facts of an image that is made; what is left out is taken from the file, else `rbd`'s default. */
export const ImageOptions = z.strictObject({
  order: z.number().int().min(12).max(25).optional(),
  /** The feature bits (FORMATS §5.2). */
  features: z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER).optional(),
  stripeUnit: Bytes.optional(),
  stripeCount: z.number().int().nonnegative().optional(),
  /** The pool its data lies in, where that is another; of images on clusters alone. */
  dataPool: Name.optional(),
})
export type ImageOptions = z.infer<typeof ImageOptions>

/** Some content: what files make up at one of their points, or a point of an image. `at` null: the last point there is. */
export const ContentRef = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('files'), paths: z.array(Path).min(1).max(10_000), at: Name.nullable() }),
  z.strictObject({ kind: z.literal('point'), point: PointRef }),
])
export type ContentRef = z.infer<typeof ContentRef>

/** Changes to the names and points of a chain that is converted; none of them touches content. */
export const ChainEdits = z.strictObject({
  /** Points that lose their name; their changes go to the next point. */
  dropSnapshots: z.array(Name).max(100_000).optional(),
  renameSnapshots: z
    .array(z.strictObject({ from: Name, to: Name }))
    .max(100_000)
    .optional(),
  /** A name for the head: the last delta then ends at that snapshot. */
  nameHead: Name.optional(),
  /** Another start name for what is written; null writes none. Only for one diff. */
  from: Name.nullable().optional(),
  /** Another end name for what is written; null writes none. Only for one diff. */
  to: Name.nullable().optional(),
  /** Only these bytes of the image; what lies outside is left out (a diff) or zero (raw). */
  range: z.strictObject({ offset: Bytes, length: Bytes }).optional(),
})
export type ChainEdits = z.infer<typeof ChainEdits>

/** What is verified. */
export const VerifyTarget = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('files'), paths: z.array(Path).min(1).max(10_000) }),
  z.strictObject({ kind: z.literal('folder'), path: Path }),
  z.strictObject({ kind: z.literal('image'), image: ImageRef }),
])
export type VerifyTarget = z.infer<typeof VerifyTarget>

/** How a lost index is rebuilt. `agreed`: the agreement of the proposal that was looked at; left out: whatever is found. `name`: instead of the one that was found. */
export const MendIndex = z.strictObject({ agreed: z.string().max(100).optional(), name: Name.optional() })
export type MendIndex = z.infer<typeof MendIndex>

/**
 * What a job is asked to do: the whole of it, so that the same value drives the engine, the command line that stands for it
 * and the journal. Paths are absolute. `-` is never in a request: standard streams belong to the command line alone.
 *
 * - `export`: a point as a raw file, or (format v2) the whole history up to it. `export-diff`: from a snapshot (`fromSnapshot` null:
 *   from nothing) to a point, as a v1 diff.
 * - `import`: a file as a new image: `raw`, `v2`, `auto` (told from its content), or a chain of `diffs`, the first of them from nothing.
 *   `anyBytes`: raw, whatever it looks like. `confMeta`: metadata keys `conf_…` are kept too.
 *   `sparseBytes` changes nothing in what is read back: the library writes no block of 4 KiB of zeros, whatever grain is asked for.
 * - `import-diff`: diffs, in order, appended to an image: all of them or none.
 * - `merge`: continuous diffs into one file. `sort`: records out of order are put in order instead of refused.
 * - `pipe`: a point, or the stretch from `fromSnapshot` to it, into another image; `create` makes that image.
 * - `replicate`: every snapshot of `source` that `target` lacks, from the newest both have on, one after the other; a target that is not there is made. It can be
 *   done again and again, and a target that has them all is left alone.
 * - `flatten`: a clone on a cluster gets all of its own content and hangs on its parent no more.
 * - `convert`: a chain (diffs in order, or a full export with diffs behind it, or one file of format 2, or stretches of images) into
 *   `to`: `raw` and `v2` end at `at` (left out or null: the last point); `diff` goes from `fromSnapshot` to it; `diffs` writes one file
 *   a step into the folder `path`.
 * - `compare`: whether two contents are the same, and where not; writes nothing. `diff`: what turns `a` into `b`, as a diff.
 * - `verify`: files, a folder or an image against their manifests and their structure; writes nothing but when that was.
 *   `percent` of the blocks at least; `olderThanMs`: only what was not verified for so long.
 * - `manifest`: side manifests beside files of somebody else's that have none; the files follow each other as given.
 * - `rollback`: the head gets the content of a snapshot; newer snapshots stay.
 * - `mend`: puts link files that are missing or damaged back from copies of them among `paths`, each known by its digest, else by its size and
 *   header; `giveUp`: instead, the links from the first bad one on go, and the points on them, so that the chain can be continued. `index`: instead,
 *   the lost index of the image is rebuilt from its link files and their manifests; `target` is the image as it is listed.
 * - `fold`: links between which no point has a name become one; `first` and `last` are numbers of links, counted from 1 (left out: all
 *   that can be folded).
 */
export const JobRequest = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('export'),
      source: PointRef,
      path: Path,
      format: z.enum(['raw', 'v2']).optional(),
      dialect: V2Dialect.optional(),
    })
    .extend(writing),
  z
    .strictObject({
      kind: z.literal('export-diff'),
      source: PointRef,
      fromSnapshot: Name.nullable(),
      path: Path,
      wholeObject: z.boolean().optional(),
    })
    .extend(writing),
  z.strictObject({
    kind: z.literal('import'),
    format: z.enum(['auto', 'raw', 'v2', 'diffs']),
    paths: z.array(Path).min(1).max(10_000),
    target: ImageRef,
    anyBytes: z.boolean().optional(),
    image: ImageOptions.optional(),
    confMeta: z.boolean().optional(),
    sparseBytes: Bytes.optional(),
    verifyFirst: z.boolean().optional(),
  }),
  z.strictObject({
    kind: z.literal('import-diff'),
    paths: z.array(Path).min(1).max(10_000),
    target: ImageRef,
    overlay: z.boolean(),
    /** A live image may become smaller; one in the library keeps its older points at their size anyway. */
    allowShrink: z.boolean().optional(),
    sparseBytes: Bytes.optional(),
    verifyFirst: z.boolean().optional(),
  }),
  z
    .strictObject({
      kind: z.literal('merge'),
      inputs: z.array(MergeInput).min(1).max(10_000),
      path: Path,
      sort: z.boolean().optional(),
    })
    .extend(writing),
  z.strictObject({
    kind: z.literal('pipe'),
    source: PointRef,
    fromSnapshot: Name.nullable(),
    target: ImageRef,
    create: z.boolean(),
    /** As of `import-diff`. */
    allowShrink: z.boolean().optional(),
  }),
  z
    .strictObject({
      kind: z.literal('convert'),
      inputs: z.array(MergeInput).min(1).max(10_000),
      to: z.enum(['raw', 'v2', 'diff', 'diffs']),
      path: Path,
      at: Name.nullable().optional(),
      fromSnapshot: Name.nullable().optional(),
      edits: ChainEdits.optional(),
      sort: z.boolean().optional(),
      dialect: V2Dialect.optional(),
      image: ImageOptions.optional(),
    })
    .extend(writing),
  z.strictObject({ kind: z.literal('compare'), a: ContentRef, b: ContentRef }),
  z
    .strictObject({
      kind: z.literal('diff'),
      a: ContentRef,
      b: ContentRef,
      path: Path,
      /** Names to write as start and end; left out: those of the two contents where they are snapshots. */
      from: Name.nullable().optional(),
      to: Name.nullable().optional(),
    })
    .extend(writing),
  z.strictObject({
    kind: z.literal('verify'),
    what: VerifyTarget,
    percent: z.number().min(0).max(100).optional(),
    olderThanMs: z.number().nonnegative().optional(),
  }),
  z.strictObject({ kind: z.literal('manifest'), paths: z.array(Path).min(1).max(10_000) }),
  z.strictObject({ kind: z.literal('rollback'), target: ImageRef, snapshot: Name }),
  z.strictObject({
    kind: z.literal('fold'),
    target: ImageRef,
    first: z.number().int().positive().optional(),
    last: z.number().int().positive().optional(),
  }),
  z.strictObject({
    kind: z.literal('replicate'),
    source: ImageRef,
    target: ImageRef,
    /** As of `import-diff`. */
    allowShrink: z.boolean().optional(),
  }),
  z.strictObject({ kind: z.literal('flatten'), target: ImageRef }),
  z.strictObject({
    kind: z.literal('mend'),
    target: ImageRef,
    paths: z.array(Path).max(10_000),
    giveUp: z.boolean().optional(),
    index: MendIndex.optional(),
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
 * What a job is doing: `reading` headers and checking, `unpacking` an input that must be read out of order, `verifying` digests,
 * `copying` payload, `finishing` (flushing to disk and giving the output its name), `undoing` (putting a live image back after a failure or a cancel).
 */
export const JobPhase = z.enum(['waiting', 'reading', 'unpacking', 'verifying', 'copying', 'finishing', 'undoing'])
export type JobPhase = z.infer<typeof JobPhase>

/**
 * How far a job is. `doneBytes` counts bytes of work: what the file layer has written to the output, or read of the input
 * where only that is known beforehand (a raw import); it never decreases but where a phase with another total begins a count of its own (inputs are
 * verified before they are copied). `totalBytes` null: not known (a pipe from standard input).
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
  /** Zeros that were found and are not written; absent: the job looks for none. */
  skippedBytes: Bytes.optional(),
  /** The shares of the last second or so, 0 to 1, in which a read and a write were under way; absent: not measured. */
  queues: z.strictObject({ read: z.number().min(0).max(1), write: z.number().min(0).max(1) }).optional(),
})
export type Progress = z.infer<typeof Progress>

/** One stretch in which two contents differ. `kind`: what `b` has there. */
export const Difference = z.strictObject({ offset: Bytes, length: Bytes, kind: z.enum(['data', 'zero']) })
export type Difference = z.infer<typeof Difference>

/** The outcome of a comparison. `differences`: the first thousand, neighbours joined; `differenceCount` counts them all. */
export const Comparison = z.strictObject({
  equal: z.boolean(),
  aSizeBytes: Bytes,
  bSizeBytes: Bytes,
  differingBytes: Bytes,
  differenceCount: z.number().int().nonnegative(),
  differences: z.array(Difference).max(1000),
})
export type Comparison = z.infer<typeof Comparison>

/**
 * What is wrong with one verified file, told apart: `flipped` bytes (in the blocks listed), `cut` short, `longer` than it was, a `foreign` file under the
 * right name, a `wrong-parent` (it continues another chain than the file before it), a `missing-link` (no file leads to it), a `missing` file, a broken
 * `structure`, a `manifest` that cannot be read or contradicts itself.
 */
export const VerifyProblem = z.strictObject({
  path: z.string(),
  kind: z.enum([
    'flipped',
    'cut',
    'longer',
    'foreign',
    'wrong-parent',
    'missing-link',
    'missing',
    'structure',
    'manifest',
  ]),
  /** One sentence: what, where, and what it means. */
  message: z.string(),
  /** Where in the file; null where it is not a place in it. */
  offset: Bytes.nullable(),
  length: Bytes.nullable(),
})
export type VerifyProblem = z.infer<typeof VerifyProblem>

/** One verified file. `proof`: by its manifest's digests, by its structure alone, or not looked at this time. */
export const VerifiedFile = z.strictObject({
  path: z.string(),
  proof: z.enum(['digests', 'structure', 'skipped']),
  fileBytes: Bytes,
  /** Bytes whose digest was computed; holes count, since they are known. */
  checkedBytes: Bytes,
  ok: z.boolean(),
})
export type VerifiedFile = z.infer<typeof VerifiedFile>

/** The outcome of a verification. Lists are cut at a thousand entries; the counts are not. */
export const Verification = z.strictObject({
  ok: z.boolean(),
  fileCount: z.number().int().nonnegative(),
  problemCount: z.number().int().nonnegative(),
  files: z.array(VerifiedFile).max(1000),
  problems: z.array(VerifyProblem).max(1000),
})
export type Verification = z.infer<typeof Verification>

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
  /** Digest of the file written, `sha256:…` (docs/MANIFEST.md); absent where none was made. */
  digest: z.string().optional(),
  /** Snapshots the target has now that it lacked, oldest first: of `replicate`. */
  snapshots: z.array(Name).optional(),
  /** Files written, where there are several. */
  paths: z.array(z.string()).optional(),
  comparison: Comparison.optional(),
  verification: Verification.optional(),
})
export type JobReport = z.infer<typeof JobReport>
