import type { MergePreview } from '../../../shared/estimate.ts'
import type { JobPhase, JobReport } from '../../../shared/jobs.ts'
import type { Connections } from '../ceph/connections.ts'
import type { Awaitable, ByteStream } from '../delta.ts'
import type { IoMeter } from '../io/meter.ts'
import type { Library } from '../library/library.ts'

/** The command line's standard streams: what `-` stands for. A chunk given to `output` may be reused once it has settled. */
export interface Streams {
  readonly input?: ByteStream | undefined
  readonly output?: ((chunk: Uint8Array) => Awaitable<void>) | undefined
}

/** How far an operation is, in bytes of work; `totalBytes` null where it cannot be known. */
export interface WorkProgress {
  readonly phase: JobPhase
  readonly doneBytes: number
  readonly totalBytes: number | null
}

/** What every operation is given: where images are, who listens, who may stop it. */
export interface OpContext {
  readonly library: Library
  /** The ways to clusters. */
  readonly connections: Connections
  /** Counts what the file layer moves for this operation. */
  readonly meter: IoMeter
  readonly signal: AbortSignal
  readonly onProgress: (progress: WorkProgress) => void
  readonly streams: Streams
  /** Told of every part file that is begun outside the library, so that somebody can remove it should this thread be ended. */
  readonly onPart?: ((partPath: string) => void) | undefined
  /** Where it is remembered when files outside the library were verified; left out: nowhere, so they are always due. */
  readonly verifiedFolder?: string | undefined
}

/** A context with a part of it changed. The library is opened only when it is asked for, and a spread would ask for it. */
export function contextWith(context: OpContext, change: Partial<OpContext>): OpContext {
  const parts = { ...Object.getOwnPropertyDescriptors(context), ...Object.getOwnPropertyDescriptors(change) }
  return Object.defineProperties({}, parts) as OpContext
}

/** A check that was made before the first byte is written. */
export interface Check {
  readonly label: string
  readonly state: 'ok' | 'warning'
}

/** A file or image an operation touches; `bytes` null: not known before. */
export interface PlanItem {
  readonly called: string
  readonly bytes: number | null
}

/** What an operation is about to do, from headers only. `outputBytes` null: known only when it is done. */
export interface Plan {
  readonly outputBytes: number | null
  readonly readBytes: number
  readonly dataBytes: number
  readonly zeroBytes: number
  readonly records: number
  /** Size of the image at the end of what is moved. */
  readonly sizeBytes: number
  readonly checks: readonly Check[]
  readonly warnings: readonly string[]
  /** What is read and written, and the points that will be no more. */
  readonly reads?: readonly PlanItem[] | undefined
  readonly writes?: readonly PlanItem[] | undefined
  readonly drops?: readonly string[] | undefined
  /** Bytes of packed inputs that are held unpacked while the operation is open; absent: none are. */
  readonly spillBytes?: number | undefined
}

/** A plan of which nothing is known: of what comes over a pipe, before it has been read. */
export const UNKNOWN_PLAN: Plan = {
  outputBytes: null,
  readBytes: 0,
  dataBytes: 0,
  zeroBytes: 0,
  records: 0,
  sizeBytes: 0,
  checks: [],
  warnings: [],
}

/**
 * An operation that has read all headers, made all checks and written nothing: `plan` says what `run` will do.
 * `close` releases what it holds, whether or not it ran, and after a failure.
 */
export interface Prepared {
  readonly plan: Plan
  /** What is kept of each input, for a plan that somebody looks at: computed when asked, since a run does not need it. */
  preview?(): MergePreview | Promise<MergePreview>
  run(): Promise<JobReport>
  close(): Promise<void>
}

/** The path that stands for a standard stream on the command line. */
export const STANDARD_STREAM = '-'
