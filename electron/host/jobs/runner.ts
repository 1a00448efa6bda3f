import type { Job } from '../../../shared/contract.ts'
import { AppError, toWire } from '../../../shared/errors.ts'
import { isOver, type JobReport, type JobRequest, type JobState, type Progress } from '../../../shared/jobs.ts'
import type { Clock } from '../clock.ts'
import type { EngineClient } from '../engineClient.ts'
import type { Logger } from '../logger.ts'
import type { Journal } from './journal.ts'
import { newJob } from './journalled.ts'
import { createProgressFeed, type ProgressFeed } from './progress.ts'
import { createQueue } from './queue.ts'
import { imageKey, targetOf } from './targets.ts'

export interface RunnerOptions {
  readonly engine: Pick<EngineClient, 'runJob'>
  readonly journal: Journal
  readonly clock: Clock
  readonly maxRunning: number
  readonly logger: Logger
  readonly onChanged: (job: Job) => void
  readonly onProgress: (progress: Progress) => void
}

/** The jobs of this process, and the memory of all others'. */
export interface Runner {
  /** Queues a job and returns it at once. */
  start(request: JobRequest): Job
  /**
   * Asks a job to end.
   *
   * @throws AppError E_JOB_NOT_FOUND; E_JOB_STATE — it is over; E_UNSUPPORTED — it is another process's.
   */
  cancel(id: string): Promise<void>
  /** Newest first: this process's jobs as they are now, and what the journal says of others. */
  list(): Promise<readonly Job[]>
  /** @throws AppError E_JOB_NOT_FOUND; E_JOB_STATE — it is not over. */
  forget(id: string): Promise<void>
  /** This process's jobs that are not over. */
  live(): readonly Job[]
  /** As `JobQueue.setMaxRunning`. */
  setMaxRunning(count: number): void
  /** Resolves when none is queued or running. */
  idle(): Promise<void>
}

/** The jobs that a process keeps in memory after they are over; older ones are in the journal. */
const KEPT = 500

function notFound(id: string): AppError {
  return new AppError('E_JOB_NOT_FOUND', 'there is no such job', { detail: { id } })
}

/** Runs jobs through the queue, each on a worker of its own, and keeps the journal and the listeners told. */
export function createRunner(options: RunnerOptions): Runner {
  const { engine, journal, clock, logger } = options
  const jobs = new Map<string, Job>()
  const feeds = new Map<string, ProgressFeed>()

  function save(job: Job): void {
    jobs.set(job.id, job)
    try {
      journal.record(job)
    } catch (error) {
      logger.error('a job was not written down', { jobId: job.id, error })
    }
    options.onChanged(job)
  }

  function dropOldest(): void {
    for (const job of jobs.values()) {
      if (jobs.size <= KEPT) return
      if (isOver(job.state)) jobs.delete(job.id)
    }
  }

  function onState(id: string, state: JobState, { result, error }: { result?: unknown; error?: unknown }): void {
    if (isOver(state)) {
      // The last progress goes out before the last word.
      feeds.get(id)?.finish(state === 'done')
      feeds.delete(id)
    }
    const job = jobs.get(id)
    if (job === undefined) return
    if (state === 'failed') logger.warn('a job failed', { jobId: id, kind: job.request.kind, error })
    save({
      ...job,
      state,
      startedAt: state === 'running' && job.startedAt === null ? clock.now() : job.startedAt,
      endedAt: isOver(state) ? clock.now() : null,
      report: state === 'done' ? (result as JobReport) : null,
      error: state === 'failed' ? toWire(error) : null,
    })
    if (isOver(state)) dropOldest()
  }

  const queue = createQueue({ maxRunning: options.maxRunning, onState })

  function run(id: string, request: JobRequest, signal: AbortSignal): Promise<JobReport> {
    const feed = createProgressFeed(id, clock, (progress) => {
      const job = jobs.get(id)
      if (job !== undefined) jobs.set(id, { ...job, progress })
      options.onProgress(progress)
    })
    feeds.set(id, feed)
    return engine.runJob(id, request, { signal, onProgress: (progress) => feed.update(progress) })
  }

  async function find(id: string): Promise<Job> {
    const job = jobs.get(id) ?? (await journal.read()).find((other) => other.id === id)
    if (job === undefined) throw notFound(id)
    return job
  }

  return {
    start(request) {
      const job = newJob(request, clock)
      jobs.set(job.id, job)
      const target = targetOf(request)
      const writes = target === null ? null : imageKey(target)
      queue.add({ id: job.id, writes, run: (signal) => run(job.id, request, signal) })
      return job
    },
    async cancel(id) {
      if (queue.cancel(id)) return
      const job = await find(id)
      if (isOver(job.state)) throw new AppError('E_JOB_STATE', `the job is already ${job.state}`, { detail: { id } })
      throw new AppError('E_UNSUPPORTED', 'the job runs in another process of RBD Studio', {
        hint: 'Cancel it where it was started',
        detail: { id },
      })
    },
    async list() {
      const others = (await journal.read()).filter((job) => !jobs.has(job.id))
      return [...jobs.values(), ...others].sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1))
    },
    async forget(id) {
      const job = await find(id)
      if (!isOver(job.state))
        throw new AppError('E_JOB_STATE', `the job is still ${job.state}`, { hint: 'Cancel it first', detail: { id } })
      jobs.delete(id)
      journal.forget(id)
    },
    live: () => [...jobs.values()].filter((job) => !isOver(job.state)),
    setMaxRunning: (count) => queue.setMaxRunning(count),
    idle: () => queue.idle(),
  }
}
