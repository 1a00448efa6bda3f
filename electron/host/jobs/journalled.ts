import { randomUUID } from 'node:crypto'
import type { Job } from '../../../shared/job.ts'
import { isAppError, toWire } from '../../../shared/errors.ts'
import { isOver, type JobReport, type JobRequest } from '../../../shared/jobs.ts'
import { type Clock, systemClock } from '../clock.ts'
import { createJobLog } from './jobLog.ts'
import type { Journal } from './journal.ts'

/** A job as it is before anything has happened to it. */
export function newJob(request: JobRequest, clock: Clock): Job {
  return {
    id: randomUUID(),
    request,
    state: 'queued',
    createdAt: risingTime(clock),
    startedAt: null,
    endedAt: null,
    progress: null,
    report: null,
    error: null,
  }
}

const lastTimes = new WeakMap<Clock, number>()

/** The time, a thousandth of a millisecond later than any given before: jobs of one millisecond keep their order. */
function risingTime(clock: Clock): number {
  const last = lastTimes.get(clock) ?? 0
  const now = clock.now()
  const time = now > last ? now : last + 0.001
  lastTimes.set(clock, time)
  return time
}

/**
 * Runs one job in this very process, as the command line does, and writes its states into the journal, so that it is found in the
 * window's list, and found as interrupted should the process be killed. A journal that cannot be written does not stop the job:
 * `onJournalError` is told.
 *
 * @throws whatever `run` throws.
 */
export async function journalled(
  journal: Journal,
  request: JobRequest,
  run: (jobId: string) => Promise<JobReport>,
  { clock = systemClock, onJournalError }: { clock?: Clock; onJournalError?: (error: unknown) => void } = {},
): Promise<JobReport> {
  const log = createJobLog(clock)
  function record(job: Job): void {
    try {
      log.changed(job)
      if (isOver(job.state)) journal.recordLog(job.id, log.content())
      journal.record(job)
    } catch (error) {
      onJournalError?.(error)
    }
  }

  const running: Job = { ...newJob(request, clock), state: 'running', startedAt: clock.now() }
  record(running)
  try {
    const report = await run(running.id)
    record({ ...running, state: 'done', endedAt: clock.now(), report })
    return report
  } catch (error) {
    const isCancelled = isAppError(error, 'E_CANCELLED')
    record({
      ...running,
      state: isCancelled ? 'cancelled' : 'failed',
      endedAt: clock.now(),
      error: isCancelled ? null : toWire(error),
    })
    throw error
  }
}
