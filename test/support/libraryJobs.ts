import { createMeter } from '../../electron/engine/io/meter.ts'
import { createConnections } from '../../electron/engine/ceph/connections.ts'
import type { Library } from '../../electron/engine/library/library.ts'
import type { LibraryRef } from '../../electron/engine/library/types.ts'
import type { Plan, Streams } from '../../electron/engine/ops/context.ts'
import { prepare } from '../../electron/engine/ops/prepare.ts'
import type { ImageRef } from '../../shared/imageSpec.ts'
import type { JobReport, JobRequest } from '../../shared/jobs.ts'
import { nameFromBytes } from '../../shared/names.ts'
import { neverAborted } from './signal.ts'

/** How the contract names an image of a library. */
export function imageRef(image: LibraryRef): ImageRef {
  return {
    connection: 'library',
    pool: nameFromBytes(image.pool),
    namespace: image.namespace,
    image: nameFromBytes(image.image),
  }
}

/** A job done and what had been planned of it. */
export interface DoneJob {
  readonly plan: Plan
  readonly report: JobReport
}

/** Does a job as the engine does it: prepared, then run. */
export async function runJob(library: Library, request: JobRequest, streams: Streams = {}): Promise<DoneJob> {
  const context = {
    library,
    connections: createConnections(),
    meter: createMeter(),
    signal: neverAborted,
    onProgress: () => undefined,
    streams,
  }
  const prepared = await prepare(request, context)
  try {
    return { plan: prepared.plan, report: await prepared.run() }
  } finally {
    await prepared.close()
  }
}
