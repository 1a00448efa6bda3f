import type { Job } from '../../shared/job.ts'
import type { Progress } from '../../shared/jobs.ts'

/**
 * Gathers progress until `schedule` has it handed on, the newest of each job at once: however many jobs run, the window is drawn
 * once for all of them.
 */
export function coalesce(
  schedule: (flush: () => void) => void,
  apply: (news: ReadonlyMap<string, Progress>) => void,
): (progress: Progress) => void {
  let waiting = new Map<string, Progress>()
  return (progress) => {
    if (waiting.size === 0) {
      schedule(() => {
        const news = waiting
        waiting = new Map()
        apply(news)
      })
    }
    const known = waiting.get(progress.jobId)
    if (known === undefined || known.seq < progress.seq) waiting.set(progress.jobId, progress)
  }
}

/** What a change of a job is worth saying aloud: its start, each tenth of the way, its end; null for the ticks between. */
export type Milestone =
  | { readonly kind: 'started' }
  | { readonly kind: 'step'; readonly percent: number }
  | { readonly kind: 'ended' }

/** A job with how far it is, from 0 to 1. */
export interface Standing {
  readonly job: Job
  readonly place: number | null
}

/** Compares a job with what it was. `before` null: it was not known. */
export function milestoneOf(standing: Standing | null, { job: after, place }: Standing): Milestone | null {
  const before = standing?.job
  const isNew = before === undefined || before.state === 'queued'
  if (before?.state !== after.state && ['done', 'failed', 'cancelled', 'interrupted'].includes(after.state)) {
    return { kind: 'ended' }
  }
  if (isNew && after.state === 'running') return { kind: 'started' }
  if (after.state !== 'running') return null
  const tenth = Math.floor((place ?? 0) * 10)
  const tenthBefore = Math.floor((standing?.place ?? 0) * 10)
  return tenth > tenthBefore && tenth < 10 ? { kind: 'step', percent: tenth * 10 } : null
}
