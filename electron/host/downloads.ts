import path from 'node:path'
import type { Job } from '../../shared/job.ts'
import type { Estimate } from '../../shared/estimate.ts'
import { AppError, fromWire, type WireError } from '../../shared/errors.ts'
import type { JobRequest } from '../../shared/jobs.ts'
import type { Runner } from './jobs/runner.ts'
import type { ShellAbilities } from './shellAbilities.ts'

/** What stands for the stream in the request that the engine gets. */
const STREAM = '-'

export interface DownloadParts {
  readonly runner: Pick<Runner, 'start' | 'cancel'>
  readonly estimate: (request: JobRequest) => Promise<Estimate>
  readonly issue: NonNullable<ShellAbilities['issueDownload']>
}

/**
 * A request that writes one file, with the stream in the file's place.
 *
 * @throws AppError E_UNSUPPORTED — it writes none, or several.
 */
export function streamed(request: JobRequest, target: string): JobRequest {
  switch (request.kind) {
    case 'export':
    case 'export-diff':
    case 'merge':
      return { ...request, path: target }
    case 'convert':
      if (request.to === 'diffs') throw refused('one diff a step makes several files, and a download is one')
      return { ...request, path: target }
    default:
      throw refused(`a job of the kind '${request.kind}' cannot be downloaded`)
  }
}

function refused(sentence: string): AppError {
  return new AppError('E_UNSUPPORTED', sentence, { hint: 'Exports, merges and conversions into one file can be' })
}

/**
 * Makes the ticket of a download. The job begins when its bytes are fetched; it is in the list like any other, under the file's bare name.
 * Whoever fetches and goes away cancels it.
 *
 * @throws AppError E_UNSUPPORTED as {@link streamed}; what a check of the job found wrong.
 */
export async function issueDownload(
  { runner, estimate, issue }: DownloadParts,
  { request, name }: { readonly request: JobRequest; readonly name: string },
): Promise<{ url: string }> {
  const actual = streamed(request, STREAM)
  const listed = streamed(request, path.basename(name))
  const { checks, outputBytes } = await estimate(actual)
  const failed = checks.flatMap(({ state, error }) => (state === 'failed' && error !== null ? [error] : []))[0]
  if (failed !== undefined) throw fromWire(failed as WireError)
  const url = issue({ name, sizeBytes: outputBytes }, (write, signal) =>
    run(runner, { listed, actual, write, signal, sizeBytes: outputBytes }),
  )
  return { url }
}

interface RunWork {
  readonly listed: JobRequest
  readonly actual: JobRequest
  readonly write: (bytes: Uint8Array) => Promise<void>
  readonly signal: AbortSignal
  readonly sizeBytes: number | null
}

/** Resolves once the job is done and all its bytes are written. @throws AppError — the job's own; E_CANCELLED; E_INTERNAL for a wrong length */
async function run(runner: DownloadParts['runner'], work: RunWork): Promise<void> {
  const { listed, actual, signal, sizeBytes } = work
  signal.throwIfAborted()
  let sentBytes = 0
  const write = async (bytes: Uint8Array): Promise<void> => {
    sentBytes += bytes.length
    if (sizeBytes !== null && sentBytes > sizeBytes) throw wrongLength(sizeBytes)
    await work.write(bytes)
  }
  const job = await new Promise<Job>((resolve) => {
    const { id } = runner.start(listed, { request: actual, write, onOver: resolve })
    const giveUp = (): void => void runner.cancel(id).catch(() => {})
    if (signal.aborted) giveUp()
    signal.addEventListener('abort', giveUp, { once: true })
  })
  if (job.state === 'done' && (sizeBytes === null || sentBytes === sizeBytes)) return
  if (job.state === 'done') throw wrongLength(sizeBytes ?? 0)
  throw job.error === null ? new AppError('E_CANCELLED', 'cancelled') : fromWire(job.error as WireError)
}

function wrongLength(sizeBytes: number): AppError {
  return new AppError('E_INTERNAL', 'the download is not as long as was announced', { detail: { sizeBytes } })
}
