import type { Job } from '../../shared/contract.ts'
import type { Progress } from '../../shared/jobs.ts'

/**
 * Gathers progress until the next frame and hands it on at once, the newest of each job: however many jobs run, the window
 * is drawn once a frame.
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

/** What part of the work is done, from 0 to 1; null where the whole is not known. */
export function shareDone(progress: Progress | null): number | null {
  if (progress === null || progress.totalBytes === null) return null
  if (progress.totalBytes === 0) return progress.phase === 'finishing' ? 1 : 0
  return Math.min(1, progress.doneBytes / progress.totalBytes)
}

/** What a change of a job is worth saying aloud: its start, each tenth of the way, its end; null for the ticks between. */
export type Milestone =
  | { readonly kind: 'started' }
  | { readonly kind: 'step'; readonly percent: number }
  | { readonly kind: 'ended' }

/** Compares a job with what it was. `before` undefined: it was not known. */
export function milestoneOf(before: Job | undefined, after: Job): Milestone | null {
  const isNew = before === undefined || before.state === 'queued'
  if (before?.state !== after.state && ['done', 'failed', 'cancelled', 'interrupted'].includes(after.state)) {
    return { kind: 'ended' }
  }
  if (isNew && after.state === 'running') return { kind: 'started' }
  if (after.state !== 'running') return null
  const tenth = Math.floor((shareDone(after.progress) ?? 0) * 10)
  const tenthBefore = Math.floor((shareDone(before?.progress ?? null) ?? 0) * 10)
  return tenth > tenthBefore && tenth < 10 ? { kind: 'step', percent: tenth * 10 } : null
}
