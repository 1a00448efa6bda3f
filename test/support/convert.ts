import { writeFileSync } from 'node:fs'
import { createConnections } from '../../electron/engine/ceph/connections.ts'
import { join } from 'node:path'
import type { JobReport, JobRequest, MergeInput } from '../../shared/jobs.ts'
import { nameFromText } from '../../shared/names.ts'
import { createMeter } from '../../electron/engine/io/meter.ts'
import type { Library } from '../../electron/engine/library/library.ts'
import type { OpContext, Streams, WorkProgress } from '../../electron/engine/ops/context.ts'
import { prepare } from '../../electron/engine/ops/prepare.ts'
import { neverAborted } from './signal.ts'

/** What an operation of a test is given; a library only where it needs one. */
export function opContext(
  options: {
    readonly library?: Library
    readonly signal?: AbortSignal
    readonly streams?: Streams
    readonly onProgress?: (progress: WorkProgress) => void
  } = {},
): OpContext {
  return {
    get library() {
      if (options.library === undefined) throw new Error('this test has no library')
      return options.library
    },
    connections: createConnections(),
    meter: createMeter(),
    signal: options.signal ?? neverAborted,
    onProgress: options.onProgress ?? (() => undefined),
    streams: options.streams ?? {},
  }
}

/** Runs a job to its end, in this thread. */
export async function runRequest(request: JobRequest, context: OpContext = opContext()): Promise<JobReport> {
  const prepared = await prepare(request, context)
  try {
    return await prepared.run()
  } finally {
    await prepared.close()
  }
}

/** Paths as inputs of a merge or a conversion. */
export const fileInputs = (...paths: readonly string[]): MergeInput[] => paths.map((path) => ({ kind: 'file', path }))

/** A name from text, or null. */
export const nameOf = (text: string | null): { text: string } | null => (text === null ? null : nameFromText(text))

/** Writes files `0.bin`, `1.bin`, … into a folder; gives their paths. */
export function writeFiles(folder: string, files: readonly Uint8Array[], prefix = ''): string[] {
  return files.map((bytes, i) => {
    const path = join(folder, `${prefix}${i}.bin`)
    writeFileSync(path, bytes)
    return path
  })
}
