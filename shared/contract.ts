import { z } from 'zod'
import { Estimate } from './estimate.ts'
import { AdoptedFolder, FolderScan } from './folders.ts'
import { ImageRef, PointRef } from './imageSpec.ts'
import { FileRecords, Inspection } from './inspection.ts'
import { ImageOptions, JobReport, JobRequest, JobState, Progress } from './jobs.ts'
import { Name } from './names.ts'
import { WireErrorSchema } from './wireError.ts'

/**
 * THE contract: every call and event between the renderer, the host and the engine (STYLE §8).
 * Schemas are the single source, types are inferred; both sides parse. Values are JSON-safe.
 */
export const CONTRACT_VERSION = 1

const Bytes = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER)
const Count = z.number().int().nonnegative()
/** Milliseconds since 1970 in UTC. */
const Time = z.number().nonnegative()
const Path = z.string().min(1).max(32768)

/** What this shell can do beyond the calls every shell has; the window offers only what is true here. */
export const Capabilities = z.strictObject({
  shell: z.enum(['electron', 'browser']),
  /** Native dialogs to choose files and folders. */
  dialogs: z.boolean(),
  /** Show a file in the system's file manager. */
  reveal: z.boolean(),
  /** A dropped file has a path; without, its bytes are uploaded with a ticket. */
  paths: z.boolean(),
  platform: z.string(),
  version: z.string(),
  libraryPath: z.string(),
  /** Where an export goes unless the user says otherwise: an existing folder. */
  exportFolder: z.string(),
})
export type Capabilities = z.infer<typeof Capabilities>

export const PoolSummary = z.strictObject({ connection: z.string(), name: Name, imageCount: Count })
export type PoolSummary = z.infer<typeof PoolSummary>

/** `gap`: a link file is missing or cut; `damaged`: the index cannot be read; `newer`: written by a later version, read-only. */
export const ImageState = z.enum(['ok', 'gap', 'damaged', 'newer'])
export type ImageState = z.infer<typeof ImageState>

export const ImageSummary = z.strictObject({
  ref: ImageRef,
  state: ImageState,
  sizeBytes: Bytes,
  snapshotCount: Count,
  linkCount: Count,
  /** Bytes the image's link files take. */
  storedBytes: Bytes,
})
export type ImageSummary = z.infer<typeof ImageSummary>

/** One link of a chain: a delta in one of its files. `seal`: it only gives a point its name; `v2`: delta number `part` of a file of format 2. */
export const LinkInfo = z.strictObject({
  number: z.number().int().positive(),
  file: z.string(),
  path: z.string(),
  kind: z.enum(['raw', 'diff', 'seal', 'v2']),
  part: Count.optional(),
  sizeBytes: Bytes,
  fileBytes: Bytes,
  dataBytes: Bytes,
  zeroBytes: Bytes,
  records: Count,
  addedAt: Time,
  missing: z.boolean(),
  /** Digest of the file, `sha256:…`; absent where none was made. */
  digest: z.string().optional(),
  /** When its digests were last found right; absent: never. */
  verifiedAt: Time.optional(),
})
export type LinkInfo = z.infer<typeof LinkInfo>

export const SnapshotInfo = z.strictObject({
  id: Count,
  name: Name,
  /** The point stands after this many links. */
  afterLink: Count,
  sizeBytes: Bytes,
  protected: z.boolean(),
  createdAt: Time,
  /** Whether every link up to it is there. */
  restorable: z.boolean(),
})
export type SnapshotInfo = z.infer<typeof SnapshotInfo>

export const LockInfo = z.strictObject({ host: z.string(), pid: Count, what: z.string(), since: Time })

export const ImageDetails = z.strictObject({
  ...ImageSummary.shape,
  id: z.string(),
  folder: z.string(),
  order: Count,
  features: z.array(z.string()),
  createdAt: Time,
  headRestorable: z.boolean(),
  links: z.array(LinkInfo),
  snapshots: z.array(SnapshotInfo),
  lock: LockInfo.nullable(),
  stripeUnit: Bytes.optional(),
  stripeCount: Count.optional(),
  meta: z.array(z.strictObject({ key: Name, value: Name })).optional(),
  /** How many links a fold would replace, and by how many. */
  foldable: z.strictObject({ links: Count, into: Count }).optional(),
})
export type ImageDetails = z.infer<typeof ImageDetails>

/** Bytes per bin of a stretch of an image: bin i covers `[i, i+1) × sizeBytes / bins`. */
export const Bins = z.strictObject({
  sizeBytes: Bytes,
  dataBytes: z.array(Bytes),
  zeroBytes: z.array(Bytes),
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

export const Job = z.strictObject({
  id: z.string(),
  request: JobRequest,
  state: JobState,
  createdAt: Time,
  startedAt: Time.nullable(),
  endedAt: Time.nullable(),
  progress: Progress.nullable(),
  report: JobReport.nullable(),
  error: WireErrorSchema.nullable(),
})
export type Job = z.infer<typeof Job>

export const Settings = z.strictObject({
  theme: z.enum(['system', 'light', 'dark']),
  exportFolder: z.string().nullable(),
})
export type Settings = z.infer<typeof Settings>

const call = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({ input, output })
const nothing = z.strictObject({})

/** Calls the engine answers: the host only hands them on. */
export const engineCalls = {
  'pool.list': call(nothing, z.array(PoolSummary)),
  'pool.create': call(z.strictObject({ name: Name }), z.null()),
  'image.list': call(z.strictObject({ pool: Name }), z.array(ImageSummary)),
  'image.get': call(ImageRef, ImageDetails),
  'image.create': call(
    z.strictObject({ image: ImageRef, sizeBytes: Bytes, options: ImageOptions.optional() }),
    z.null(),
  ),
  'image.resize': call(z.strictObject({ image: ImageRef, sizeBytes: Bytes, allowShrink: z.boolean() }), z.null()),
  'image.rename': call(z.strictObject({ image: ImageRef, newName: Name }), z.null()),
  'image.remove': call(z.strictObject({ image: ImageRef, confirm: z.string() }), z.null()),
  'image.bins': call(
    z.strictObject({
      image: ImageRef,
      from: Name.nullable(),
      to: Name.nullable(),
      bins: z.number().int().min(1).max(65_536),
    }),
    Bins,
  ),
  /** What `rbd diff` lists: at most `limit` extents from the byte `start` on. */
  'image.extents': call(
    z.strictObject({
      image: ImageRef,
      from: Name.nullable(),
      to: Name.nullable(),
      wholeObject: z.boolean(),
      start: Bytes,
      limit: z.number().int().min(1).max(100_000),
    }),
    Extents,
  ),
  /** What `rbd du` lists. `exact`: bytes; else whole objects. */
  'image.usage': call(
    z.strictObject({
      image: ImageRef,
      snapshot: Name.nullable(),
      fromSnapshot: Name.nullable(),
      exact: z.boolean(),
    }),
    z.array(UsageRow),
  ),
  'snapshot.create': call(z.strictObject({ image: ImageRef, name: Name }), z.null()),
  'snapshot.rename': call(z.strictObject({ image: ImageRef, name: Name, newName: Name }), z.null()),
  'snapshot.remove': call(z.strictObject({ image: ImageRef, name: Name }), SnapshotInfo),
  /** Undoes a removal: the name comes back to the same point. */
  'snapshot.restore': call(z.strictObject({ image: ImageRef, snapshot: SnapshotInfo }), z.null()),
  'snapshot.protect': call(z.strictObject({ image: ImageRef, name: Name }), z.null()),
  'snapshot.unprotect': call(z.strictObject({ image: ImageRef, name: Name }), z.null()),
  'folder.adopt': call(z.strictObject({ path: Path }), AdoptedFolder),
  'folder.list': call(nothing, z.array(AdoptedFolder)),
  'folder.scan': call(z.strictObject({ path: Path }), FolderScan),
  'folder.forget': call(z.strictObject({ id: z.string() }), z.null()),
  /** At most `limit` records of a diff or of a file of format 2, from record number `start` on. */
  'file.records': call(
    z.strictObject({ path: Path, start: Count, limit: z.number().int().min(1).max(100_000) }),
    FileRecords,
  ),
  'file.inspect': call(z.strictObject({ paths: z.array(Path).min(1).max(10_000) }), Inspection),
  'job.estimate': call(JobRequest, Estimate),
} as const

/** Calls the host answers itself. */
export const hostCalls = {
  hello: call(
    z.strictObject({ contractVersion: z.number().int() }),
    z.strictObject({ contractVersion: z.number().int() }),
  ),
  'app.capabilities': call(nothing, Capabilities),
  'job.start': call(JobRequest, z.strictObject({ id: z.string() })),
  'job.cancel': call(z.strictObject({ id: z.string() }), z.null()),
  'job.list': call(nothing, z.array(Job)),
  'job.forget': call(z.strictObject({ id: z.string() }), z.null()),
  'settings.get': call(nothing, Settings),
  'settings.set': call(Settings.partial(), Settings),
  /** A ticket for one upload: `POST` the bytes to `url`, then use `path` as a file's path. Browser mode only. */
  'upload.ticket': call(
    z.strictObject({ name: z.string().min(1).max(1024), sizeBytes: Bytes }),
    z.strictObject({ url: z.string(), path: Path }),
  ),
  /** Native dialogs; null when the user thinks better of it. `E_UNSUPPORTED` where the shell has none. */
  'dialog.openFiles': call(nothing, z.array(Path).nullable()),
  'dialog.openFolder': call(nothing, Path.nullable()),
  'dialog.saveFile': call(z.strictObject({ suggestedPath: z.string() }), Path.nullable()),
  'file.reveal': call(z.strictObject({ path: Path }), z.null()),
} as const

/** Every call a window may make. */
export const calls = { ...engineCalls, ...hostCalls } as const

/** Every event a window may get. `library.changed`: read the named image (all of them when null) anew. */
export const events = {
  'job.progress': Progress,
  'job.changed': Job,
  'job.forgotten': z.strictObject({ id: z.string() }),
  'library.changed': z.strictObject({ image: ImageRef.nullable() }),
  'settings.changed': Settings,
  /** The list of adopted folders changed: read it anew. */
  'folders.changed': nothing,
} as const

/** What the host asks of a worker beside {@link engineCalls}: to open the library, to run one job, and to clean up after a thread that had to be ended. */
export const workCalls = {
  'work.open': call(
    z.strictObject({ libraryPath: Path, samplePath: Path.nullable(), statePath: Path.optional() }),
    z.null(),
  ),
  'work.run': call(z.strictObject({ jobId: z.string(), request: JobRequest }), JobReport),
  'work.cleanUp': call(z.strictObject({ threadId: Count, request: JobRequest, partPaths: z.array(Path) }), z.null()),
} as const
/** Raw progress as the engine measures it; rate and time left are the host's to say. */
export const workEvents = {
  'work.progress': Progress.pick({ jobId: true, phase: true, doneBytes: true, totalBytes: true }),
  /** An output was begun under this name: what `work.cleanUp` removes if the thread has to be ended. */
  'work.part': z.strictObject({ jobId: z.string(), partPath: Path }),
} as const

type CallTable = Readonly<Record<string, { readonly input: z.ZodType; readonly output: z.ZodType }>>
type EventTable = Readonly<Record<string, z.ZodType>>

export type Input<T extends CallTable, K extends keyof T> = z.infer<T[K]['input']>
export type Output<T extends CallTable, K extends keyof T> = z.infer<T[K]['output']>
export type Payload<T extends EventTable, K extends keyof T> = z.infer<T[K]>

/** What a side that answers calls must have: one function a call. A missing one does not compile. */
export type Handlers<T extends CallTable> = {
  readonly [K in keyof T]: (input: Input<T, K>, context: { readonly signal: AbortSignal }) => Promise<Output<T, K>>
}

export type Calls = typeof calls
export type EngineCalls = typeof engineCalls
export type HostCalls = typeof hostCalls
export type WorkCalls = typeof workCalls
export type Events = typeof events
export type WorkEvents = typeof workEvents
export type { CallTable, EventTable }
export { PointRef }
