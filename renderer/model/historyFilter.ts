import type { Job } from '../../shared/job.ts'
import { isOver } from '../../shared/jobs.ts'
import { endingOf } from './jobState.ts'

/** Which jobs a list shows. `stopped`: failed, interrupted, or found something wrong. */
export type HistoryKind = 'all' | 'running' | 'stopped' | 'finished'

/** Whether a job is of a kind. */
export function isOfKind(job: Job, kind: HistoryKind): boolean {
  if (kind === 'all') return true
  if (kind === 'running') return !isOver(job.state)
  const ending = endingOf(job)
  const isStopped = ending === 'failed' || ending === 'interrupted' || ending === 'findings'
  return kind === 'stopped' ? isStopped : ending !== null && !isStopped
}

/** The jobs of a kind in whose words, as `wordsOf` says them, every word of the text occurs, whatever the case. Order is kept. */
export function filteredJobs(
  jobs: readonly Job[],
  { kind, text }: { readonly kind: HistoryKind; readonly text: string },
  wordsOf: (job: Job) => string,
): readonly Job[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return jobs.filter((job) => {
    if (!isOfKind(job, kind)) return false
    if (words.length === 0) return true
    const all = wordsOf(job).toLowerCase()
    return words.every((word) => all.includes(word))
  })
}
