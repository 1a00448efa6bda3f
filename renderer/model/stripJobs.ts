import type { Job } from '../../shared/job.ts'
import { isOver } from '../../shared/jobs.ts'
import { endingOf } from './jobState.ts'

/** How many cards stand in the strip; the page of all jobs has the rest. */
export const MAX_CARDS = 3
/** An outcome of before the window was opened is news for so long, a failure for longer. */
const NEWS_MS = 10 * 60_000
const FAILURE_MS = 24 * 60 * 60_000

interface StripOptions {
  /** Jobs that were over when the window was opened. */
  readonly old: ReadonlySet<string>
  /** The job that was asked for from outside. */
  readonly asked: string | undefined
  readonly now: number
}

/**
 * What stands in the strip: what runs, oldest first; the next that waits; the newest outcome, where the job ran; a failure until somebody has
 * dealt with it: forgotten it, or started it again. `jobs` newest first.
 */
export function stripJobs(jobs: readonly Job[], { old, asked, now }: StripOptions): readonly Job[] {
  const active = jobs.filter((job) => !isOver(job.state)).toReversed()
  const moving = active.filter(({ state }) => state !== 'queued')
  const queued = active.filter(({ state }) => state === 'queued')
  const over = jobs.filter((job) => isOver(job.state))
  const isNews = (job: Job, ms: number) => !old.has(job.id) || now - (job.endedAt ?? job.createdAt) < ms
  const newest = over.filter((job) => isNews(job, NEWS_MS)).slice(0, 1)
  const failed = over
    .filter((job) => isFailure(job) && isNews(job, FAILURE_MS) && !isStartedAgain(job, jobs))
    .slice(0, 1)
  const shown = jobs.filter(({ id }) => id === asked)
  return [...new Set([...moving, ...shown, ...queued.slice(0, 1), ...newest, ...failed])].slice(0, MAX_CARDS)
}

function isFailure(job: Job): boolean {
  const ending = endingOf(job)
  return ending === 'failed' || ending === 'interrupted'
}

function isStartedAgain(job: Job, jobs: readonly Job[]): boolean {
  const request = JSON.stringify(job.request)
  return jobs.some((other) => other.createdAt > job.createdAt && JSON.stringify(other.request) === request)
}
