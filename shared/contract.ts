import { z } from 'zod'
import { call } from './call.ts'
import { Cleanup } from './cleanup.ts'
import { clusterCalls } from './clusterCalls.ts'
import { Connection, ConnectionName } from './connections.ts'
import { Estimate } from './estimate.ts'
import { AdoptedFolder, FolderScan } from './folders.ts'
import { Bins, Extents, SearchHit, SnapshotInfo, UsageRow } from './imageAnswers.ts'
import { ImageRef, PointRef } from './imageSpec.ts'
import { FileRecords, Inspection } from './inspection.ts'
import { Job, JobLog } from './job.ts'
import { ImageOptions, JobReport, JobRequest, Progress, VerifyProblem } from './jobs.ts'
import { LostIndex } from './lostIndex.ts'
import { Name } from './names.ts'
import { RemovedImage } from './removedImage.ts'
import { Settings } from './settings.ts'

/**
 * THE contract: every call and event between the renderer, the host and the engine (STYLE §8).
 * Schemas are the single source, types are inferred; both sides parse. Values are JSON-safe.
 */
export { CONTRACT_VERSION } from './contractVersion.ts'

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
  /** An export can be handed to the page as a stream, through `download.ticket`. */
  downloads: z.boolean(),
  /** A file can be dragged out of the window onto the desktop, through `drag.folder` and `drag.start`. */
  dragOut: z.boolean(),
  /** Who shows a notification: the host through `app.notify`, or the page by itself. */
  notifications: z.enum(['host', 'page']),
})
export type Capabilities = z.infer<typeof Capabilities>

export const PoolSummary = z.strictObject({ connection: z.string(), name: Name, imageCount: Count })
export type PoolSummary = z.infer<typeof PoolSummary>

/**
 * `gap`: a link file is missing, cut or known to be damaged; `unproven`: its index is lost or cannot be read, and may be rebuilt of its link files; `damaged`:
 * there are none; `newer`: written by a later version, read-only.
 */
export const ImageState = z.enum(['ok', 'gap', 'unproven', 'damaged', 'newer'])
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
  /** What the last verification of it found wrong; absent: nothing, or none was made since it was mended. */
  damage: z.strictObject({ kind: VerifyProblem.shape.kind, message: z.string(), foundAt: Time }).optional(),
})
export type LinkInfo = z.infer<typeof LinkInfo>

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

const nothing = z.strictObject({})

/** Calls the engine answers: the host only hands them on. */
export const engineCalls = {
  'pool.list': call(nothing, z.array(PoolSummary)),
  'pool.create': call(z.strictObject({ name: Name }), z.null()),
  'image.list': call(z.strictObject({ pool: Name }), z.array(ImageSummary)),
  'image.get': call(ImageRef, ImageDetails),
  /** What the lost index of an image could be again; null: it is not lost. */
  'image.lost': call(ImageRef, LostIndex.nullable()),
  'image.create': call(
    z.strictObject({ image: ImageRef, sizeBytes: Bytes, options: ImageOptions.optional() }),
    z.null(),
  ),
  'image.resize': call(z.strictObject({ image: ImageRef, sizeBytes: Bytes, allowShrink: z.boolean() }), z.null()),
  'image.rename': call(z.strictObject({ image: ImageRef, newName: Name }), z.null()),
  'image.remove': call(z.strictObject({ image: ImageRef, confirm: z.string() }), RemovedImage),
  /** The removed images that can be brought back, of one pool or of all, the last removed first. */
  'trash.list': call(z.strictObject({ pool: Name.nullable() }), z.array(RemovedImage)),
  /** Undoes a removal, under another name where one is given. Gives what the image is called now. */
  'trash.restore': call(
    z.strictObject({ pool: Name, namespace: z.string().max(4096), id: z.string().max(64), newName: Name.nullable() }),
    ImageRef,
  ),
  'image.bins': call(
    z.strictObject({
      image: ImageRef,
      from: Name.nullable(),
      to: Name.nullable(),
      bins: z.number().int().min(1).max(65_536),
      /** The part to map; left out: all of the image. It may reach beyond the image's end: nothing lies there. */
      start: Bytes.optional(),
      length: Bytes.optional(),
      /** Also say how often and by which link each bin was changed, from `from` (null: the beginning) to `to`. */
      history: z.boolean().optional(),
    }),
    Bins,
  ),
  /** The numbers of the links that have records in a part of the image. */
  'image.touched': call(
    z.strictObject({ image: ImageRef, start: Bytes, length: Bytes }),
    z.strictObject({ links: z.array(z.number().int().positive()) }),
  ),
  /** What may go, and what becomes of the image when the points in `remove` go. */
  'image.cleanup': call(z.strictObject({ image: ImageRef, remove: z.array(Name).max(100_000) }), Cleanup),
  /** Images and snapshots whose names hold `text`, whatever the case; at most `limit`, images first. */
  'library.search': call(
    z.strictObject({ text: z.string().min(1).max(1024), limit: z.number().int().min(1).max(1000) }),
    z.strictObject({ hits: z.array(SearchHit), isMore: z.boolean() }),
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
  ...clusterCalls,
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
  /** Holds a running job where it stands, and lets it go on. `E_JOB_STATE` where it is not running, or not paused. */
  'job.pause': call(z.strictObject({ id: z.string() }), z.null()),
  'job.resume': call(z.strictObject({ id: z.string() }), z.null()),
  'job.log': call(z.strictObject({ id: z.string() }), JobLog),
  'job.list': call(nothing, z.array(Job)),
  'job.forget': call(z.strictObject({ id: z.string() }), z.null()),
  /** The connections there are beside the library: those that were made, and this machine's own cluster where one is configured. */
  'connection.list': call(nothing, z.array(Connection)),
  /** Makes a connection, or changes the one of that name. `E_CONNECTION_EXISTS` where `isNew` and there is one. */
  'connection.save': call(z.strictObject({ connection: Connection, isNew: z.boolean() }), z.null()),
  'connection.remove': call(z.strictObject({ name: ConnectionName }), z.null()),
  'settings.get': call(nothing, Settings),
  'settings.set': call(Settings.partial(), Settings),
  /** A ticket for one upload: `POST` the bytes to `url`, then use `path` as a file's path. Browser mode only. */
  'upload.ticket': call(
    z.strictObject({ name: z.string().min(1).max(1024), sizeBytes: Bytes }),
    z.strictObject({ url: z.string(), path: Path }),
  ),
  /**
   * A ticket for one download: a `GET` of `url` starts the job and answers with the bytes it writes, under `name`; a job that fails breaks
   * the answer off, so that no browser takes a part for the whole. The request's own path is not used. Where `capabilities.downloads`.
   */
  'download.ticket': call(
    z.strictObject({ request: JobRequest, name: z.string().min(1).max(1024) }),
    z.strictObject({ url: z.string() }),
  ),
  /** A private folder to export into before a file is dragged out of the window; it goes with the program. Where `capabilities.dragOut`. */
  'drag.folder': call(nothing, Path),
  /** Hands a file of that folder to the system's drag and drop: called while the mouse is down. */
  'drag.start': call(z.strictObject({ path: Path }), z.null()),
  /** Shows a notification of the system; a click on it brings the window to the front and, with `jobId`, sends `app.showJob`. */
  'app.notify': call(z.strictObject({ title: z.string(), body: z.string(), jobId: z.string().nullable() }), z.null()),
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
  /** An image of a cluster was made, changed or removed by a call or a job: read it (null: it is not known which) and the names of its pool anew. */
  'cluster.changed': ImageRef.extend({ image: Name.nullable() }),
  'settings.changed': Settings,
  /** A connection was made, changed or removed: read the list anew. */
  'connections.changed': nothing,
  /** The list of adopted folders changed: read it anew. */
  'folders.changed': nothing,
  /** An entry of the system's menu was chosen: the id of a command of the window. */
  'app.command': z.strictObject({ id: z.string() }),
  /** A notification of this job was clicked. */
  'app.showJob': z.strictObject({ id: z.string() }),
} as const

/** What the host asks of a worker beside {@link engineCalls}: to open the library and know it, to run one job, and to clean up after a thread that had to be ended. */
export const workCalls = {
  'work.open': call(
    z.strictObject({
      libraryPath: Path,
      samplePath: Path.nullable(),
      statePath: Path.optional(),
      connections: z.array(Connection).optional(),
    }),
    z.null(),
  ),
  /** Reads the indexes of all images until it is cancelled, so that what is asked next need not. */
  'work.warmUp': call(z.strictObject({}), z.null()),
  /** The connections there are from now on. */
  'work.connections': call(z.strictObject({ connections: z.array(Connection) }), z.null()),
  /** With `stream`, what the request writes to `-` comes as `work.chunk`s; the answer comes once all of them were taken. */
  'work.run': call(
    z.strictObject({ jobId: z.string(), request: JobRequest, stream: z.boolean().optional() }),
    JobReport,
  ),
  /** So many bytes of a stream have been passed on, and as many more may come. */
  'work.taken': call(z.strictObject({ jobId: z.string(), bytes: Bytes }), z.null()),
  /** Holds the reads and writes of a running job; answered once none is under way. */
  'work.pause': call(z.strictObject({ jobId: z.string() }), z.null()),
  'work.resume': call(z.strictObject({ jobId: z.string() }), z.null()),
  'work.cleanUp': call(z.strictObject({ threadId: Count, request: JobRequest, partPaths: z.array(Path) }), z.null()),
} as const
/** Raw progress as the engine measures it; rate and time left are the host's to say. */
export const workEvents = {
  'work.progress': Progress.pick({
    jobId: true,
    phase: true,
    doneBytes: true,
    totalBytes: true,
    skippedBytes: true,
    queues: true,
  }),
  /** The next bytes of a stream. */
  'work.chunk': z.strictObject({
    jobId: z.string(),
    bytes: z.custom<Uint8Array>((value) => ArrayBuffer.isView(value)),
  }),
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
export { Bins, Extents, PointRef, SearchHit, SnapshotInfo, UsageRow }
