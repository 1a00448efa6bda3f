import type { Job } from '../../shared/job.ts'
import { isOver } from '../../shared/jobs.ts'

/** Whether a change of a job is the end of one that ran long enough to be told of. `afterSeconds` null: none is. A cancel was asked for, and is no news. */
export function isLongEnd(before: Job | undefined, after: Job, afterSeconds: number | null): boolean {
  if (afterSeconds === null || before === undefined || isOver(before.state) || !isOver(after.state)) return false
  if (after.state === 'cancelled' || after.startedAt === null) return false
  return (after.endedAt ?? after.startedAt) - after.startedAt >= afterSeconds * 1000
}

/** Whether a job has been running for so long that somebody may want to be told of its end. */
export function isLongRunning({ state, startedAt }: Job, now: number, afterSeconds: number | null): boolean {
  return afterSeconds !== null && state === 'running' && startedAt !== null && now - startedAt >= afterSeconds * 1000
}
