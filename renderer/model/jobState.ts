import type { Job } from '../../shared/job.ts'
import type { ImageRef } from '../../shared/imageSpec.ts'
import type { JobRequest, Progress } from '../../shared/jobs.ts'
import { isOver } from '../../shared/jobs.ts'
import { imageKey } from '../stores/images.ts'
import { isLiveRef } from './liveDetails.ts'

/** What is known of the time a job still takes; null where nothing is to be said: it does not run, or does what no byte measures. */
export type TimeLeft = { readonly kind: 'estimating' } | { readonly kind: 'left'; readonly seconds: number } | null

const ESTIMATING_MS = 5_000
const STALE_MS = 10_000

/**
 * The time left as it may be told at a time. A job's first five seconds say nothing yet, and neither does what was heard more than ten
 * seconds ago. While work remains there is always a second left.
 */
export function timeLeftOf(job: Job, now: number, heardAt: number | null): TimeLeft {
  const { progress, state, startedAt } = job
  if (state !== 'running' || progress === null) return null
  if (progress.phase === 'finishing' || progress.phase === 'waiting') return null
  const isYoung = startedAt !== null && now - startedAt < ESTIMATING_MS
  const isStale = heardAt !== null && now - heardAt > STALE_MS
  if (isYoung || isStale || progress.etaSeconds === null) return { kind: 'estimating' }
  return { kind: 'left', seconds: Math.max(1, Math.round(progress.etaSeconds)) }
}

/** What a job that waits is waiting for: another job at the same image, or its turn among so many at once. */
export type Waiting =
  | { readonly kind: 'image'; readonly job: Job }
  | { readonly kind: 'limit'; readonly running: number }

/** Works out what a queued job waits for. `jobs`: all that are known, in any order. */
export function waitingFor(job: Job, jobs: readonly Job[]): Waiting {
  const target = targetOf(job)
  const ahead = jobs.filter(
    (other) =>
      other.id !== job.id && !isOver(other.state) && (other.state !== 'queued' || other.createdAt < job.createdAt),
  )
  const holder = target === null ? undefined : ahead.findLast((other) => isSame(targetOf(other), target))
  if (holder !== undefined) return { kind: 'image', job: holder }
  return { kind: 'limit', running: ahead.filter(({ state }) => state !== 'queued').length }
}

function targetOf({ request }: Job): ImageRef | null {
  return 'target' in request ? request.target : null
}

function isSame(a: ImageRef | null, b: ImageRef): boolean {
  return a !== null && imageKey(a) === imageKey(b)
}

/** Which end the job waits for; null: both keep pace, or it is not measured. */
export function bottleneckOf(queues: Progress['queues']): 'source' | 'target' | null {
  if (queues === undefined) return null
  const { read, write } = queues
  if (Math.max(read, write) < 0.5 || Math.abs(read - write) < 0.15) return null
  return read > write ? 'source' : 'target'
}

/** What may be asked of a job in its state. */
export function abilitiesOf({ state }: Job): {
  readonly pause: boolean
  readonly resume: boolean
  readonly cancel: boolean
  readonly startAgain: boolean
  readonly forget: boolean
} {
  return {
    pause: state === 'running',
    resume: state === 'paused',
    cancel: state === 'queued' || state === 'running' || state === 'paused',
    startAgain: state === 'failed' || state === 'cancelled' || state === 'interrupted' || state === 'done',
    forget: isOver(state),
  }
}

/** How a job ended, told apart for its mark; null while it has not. `warned`: well, with something to look at. `idle`: there was nothing to do. */
export type Ending = 'proven' | 'done' | 'idle' | 'warned' | 'findings' | 'failed' | 'cancelled' | 'interrupted' | null

/** How a job ended. Zero bytes moved is no plain success, and something found wrong is none at all. */
export function endingOf({ state, report, request }: Job): Ending {
  if (state === 'failed' || state === 'cancelled' || state === 'interrupted') return state
  if (state !== 'done') return null
  if (report === null) return 'done'
  if (report.verification?.ok === false || report.comparison?.equal === false) return 'findings'
  if (report.warnings.length > 0) return 'warned'
  const { verification } = report
  if (verification !== undefined) {
    const looked = verification.files.filter(({ proof }) => proof !== 'skipped')
    return looked.length === 0 ? 'idle' : looked.every(({ proof }) => proof === 'digests') ? 'proven' : 'done'
  }
  if (report.comparison !== undefined) return 'done'
  return isCounted(request) && movedBytes(report) === 0 && (report.paths?.length ?? 0) === 0 ? 'idle' : 'done'
}

/** Whether a job counts what it moves: what a cluster does within itself rbd tells no bytes of. */
export function isCounted(request: JobRequest): boolean {
  return request.kind !== 'flatten' && !(request.kind === 'rollback' && isLiveRef(request.target))
}

/** Bytes of content a job moved, or looked at. */
export function movedBytes(report: NonNullable<Job['report']>): number {
  const { verification, comparison, dataBytes, zeroBytes, readBytes } = report
  return verification !== undefined || comparison !== undefined ? readBytes : dataBytes + zeroBytes
}
