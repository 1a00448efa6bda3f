import { createMeter, type IoMeter } from '../../electron/engine/io/meter.ts'
import { createConnections } from '../../electron/engine/ceph/connections.ts'
import type { Library } from '../../electron/engine/library/library.ts'
import type { OpContext, Plan, Streams, WorkProgress } from '../../electron/engine/ops/context.ts'
import { prepare } from '../../electron/engine/ops/prepare.ts'
import type { Connection } from '../../shared/connections.ts'
import type { JobReport, JobRequest } from '../../shared/jobs.ts'
import { neverAborted } from './signal.ts'

/** How {@link runJob} runs one. `library`: left out for jobs that need none. */
export interface RunJobOptions {
  readonly library?: Library
  /** Beside the one of this machine. */
  readonly connections?: readonly Connection[]
  readonly streams?: Streams
  readonly signal?: AbortSignal
  readonly meter?: IoMeter
  readonly verifiedFolder?: string
  readonly onProgress?: (progress: WorkProgress) => void
}

/** Stands where a library would; whoever asks anything of it fails. */
const NO_LIBRARY = new Proxy({} as Library, {
  get() {
    throw new Error('this job was to need no library')
  },
})

/** A job as the engine runs it, from its request to its report, closed whatever happens. */
export async function runJob(
  request: JobRequest,
  options: RunJobOptions = {},
): Promise<{ readonly plan: Plan; readonly report: JobReport }> {
  const { library, streams = {}, signal = neverAborted, onProgress = () => undefined } = options
  const connections = createConnections()
  if (options.connections !== undefined) connections.set(options.connections)
  const context: OpContext = {
    library: library ?? NO_LIBRARY,
    connections,
    meter: options.meter ?? createMeter(),
    signal,
    onProgress,
    streams,
    verifiedFolder: options.verifiedFolder,
  }
  const prepared = await prepare(request, context)
  try {
    return { plan: prepared.plan, report: await prepared.run() }
  } finally {
    await prepared.close()
  }
}
