import type { Job, JobLog } from '../../../shared/job.ts'
import { AppError, toWire } from '../../../shared/errors.ts'
import type { ImageRef } from '../../../shared/imageSpec.ts'
import { isOver, type JobReport, type JobRequest, type JobState, type Progress } from '../../../shared/jobs.ts'
import type { Clock } from '../clock.ts'
import type { EngineClient, JobControl } from '../engineClient.ts'
import type { Logger } from '../logger.ts'
import { createJobLog, type JobLogKeeper } from './jobLog.ts'
import { logText } from './jobLogText.ts'
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

/** A job whose output is a stream: in the list as it was asked for, run as `request`, which writes to `-`. */
export interface StreamedJob {
  readonly request: JobRequest
  /** As in `RunJobOptions`. */
  readonly write: (bytes: Uint8Array) => Promise<void>
  /** Told how it ended. */
  readonly onOver: (job: Job) => void
}

/** The jobs of this process, and the memory of all others'. */
export interface Runner {
  /** Queues a job and returns it at once. */
  start(request: JobRequest, stream?: StreamedJob): Job
  /**
   * Asks a job to end.
   *
   * @throws AppError E_JOB_NOT_FOUND; E_JOB_STATE — it is over; E_UNSUPPORTED — it is another process's.
   */
  cancel(id: string): Promise<void>
  /**
   * Holds a running job where it stands; resolves once it does.
   *
   * @throws AppError E_JOB_NOT_FOUND; E_JOB_STATE — it does not run, or has nothing left to do but to give its output the name;
   *   E_UNSUPPORTED — it is another process's.
   */
  pause(id: string): Promise<void>
  /** Lets a paused job go on. @throws AppError as {@link pause} */
  resume(id: string): Promise<void>
  /** What a job did so far; empty for one that another process runs. @throws AppError E_JOB_NOT_FOUND */
  log(id: string): Promise<JobLog>
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

function elsewhere(id: string, hint: string): AppError {
  return new AppError('E_UNSUPPORTED', 'the job runs in another process of RBD Studio', { hint, detail: { id } })
}

/** Runs jobs through the queue, each on a worker of its own, and keeps the journal and the listeners told. */
export function createRunner(options: RunnerOptions): Runner {
  const { engine, journal, clock, logger } = options
  const jobs = new Map<string, Job>()
  const feeds = new Map<string, ProgressFeed>()
  const controls = new Map<string, JobControl>()
  const logs = new Map<string, JobLogKeeper>()
  const streams = new Map<string, StreamedJob>()

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
      if (!isOver(job.state)) continue
      jobs.delete(job.id)
      logs.delete(job.id)
    }
  }

  function onState(id: string, state: JobState, { result, error }: { result?: unknown; error?: unknown }): void {
    if (isOver(state)) {
      // The last progress goes out before the last word.
      feeds.get(id)?.finish(state === 'done')
      feeds.delete(id)
      controls.delete(id)
    } else if (state === 'paused') {
      feeds.get(id)?.pause()
    } else {
      feeds.get(id)?.resume()
    }
    const job = jobs.get(id)
    if (job === undefined) return
    if (state === 'failed') logger.warn('a job failed', { jobId: id, kind: job.request.kind, error })
    const changed: Job = {
      ...job,
      state,
      startedAt: state === 'running' && job.startedAt === null ? clock.now() : job.startedAt,
      endedAt: isOver(state) ? clock.now() : null,
      report: state === 'done' ? (result as JobReport) : null,
      error: state === 'failed' ? toWire(error) : null,
    }
    const log = logs.get(id)
    log?.changed(changed)
    // Before the word that the job is over: whoever hears that finds the log whole.
    if (isOver(state) && log !== undefined) saveLog(id, log)
    save(changed)
    if (!isOver(state)) return
    streams.get(id)?.onOver(changed)
    streams.delete(id)
    dropOldest()
  }

  function saveLog(id: string, log: JobLogKeeper): void {
    try {
      journal.recordLog(id, log.content())
    } catch (error) {
      logger.error('the log of a job was not written down', { jobId: id, error })
    }
  }

  /** Why a job that was just added does not run yet. */
  function noteWait(id: string, target: ImageRef | null): void {
    if (queue.stateOf(id) !== 'queued') return
    const others = [...jobs.values()].filter((job) => job.id !== id && !isOver(job.state))
    const key = target === null ? null : imageKey(target)
    const isTaken = others.some(({ request }) => {
      const theirs = targetOf(request)
      return theirs !== null && imageKey(theirs) === key
    })
    const running = others.filter(({ state }) => state === 'running' || state === 'cancelling').length
    logs.get(id)?.add(isTaken && target !== null ? logText.waitsForImage(target) : logText.waitsForTurn(running))
  }

  const queue = createQueue({ maxRunning: options.maxRunning, onState })

  function run(id: string, request: JobRequest, signal: AbortSignal): Promise<JobReport> {
    const feed = createProgressFeed(id, clock, (progress) => {
      const job = jobs.get(id)
      if (job !== undefined) jobs.set(id, { ...job, progress })
      logs.get(id)?.progress(progress)
      options.onProgress(progress)
    })
    feeds.set(id, feed)
    const stream = streams.get(id)
    return engine.runJob(id, stream?.request ?? request, {
      signal,
      write: stream?.write,
      onProgress: (progress) => feed.update(progress),
      onControl: (control) => controls.set(id, control),
    })
  }

  /** The control of a job in a state, else a failure that says why there is none. */
  async function controlOf(id: string, wanted: 'running' | 'paused'): Promise<JobControl> {
    const state = queue.stateOf(id)
    const control = controls.get(id)
    if (state === wanted && control !== undefined) return control
    const job = await find(id)
    if (state === null && !isOver(job.state)) throw elsewhere(id, 'Pause it where it was started')
    const why =
      state === 'running' && wanted === 'running' ? 'the job is only just beginning' : `the job is ${job.state}`
    throw new AppError('E_JOB_STATE', why, { detail: { id, state: job.state } })
  }

  async function find(id: string): Promise<Job> {
    const job = jobs.get(id) ?? (await journal.read()).find((other) => other.id === id)
    if (job === undefined) throw notFound(id)
    return job
  }

  return {
    start(request, stream) {
      const job = newJob(request, clock)
      jobs.set(job.id, job)
      const target = targetOf(request)
      const writes = target === null ? null : imageKey(target)
      logs.set(job.id, createJobLog(clock))
      if (stream !== undefined) streams.set(job.id, stream)
      queue.add({ id: job.id, writes, run: (signal) => run(job.id, request, signal) })
      noteWait(job.id, target)
      return job
    },
    async cancel(id) {
      if (queue.cancel(id)) return
      const job = await find(id)
      if (isOver(job.state)) throw new AppError('E_JOB_STATE', `the job is already ${job.state}`, { detail: { id } })
      throw elsewhere(id, 'Cancel it where it was started')
    },
    async pause(id) {
      const control = await controlOf(id, 'running')
      if (jobs.get(id)?.progress?.phase === 'finishing') {
        throw new AppError('E_JOB_STATE', 'the job is finishing: there is nothing left to hold', { detail: { id } })
      }
      await control.pause()
      if (queue.pause(id)) return
      // It ended, or was cancelled, before it stood still.
      throw new AppError('E_JOB_STATE', `the job is ${(await find(id)).state}`, { detail: { id } })
    },
    async resume(id) {
      const control = await controlOf(id, 'paused')
      queue.resume(id)
      await control.resume()
    },
    async log(id) {
      const own = logs.get(id)?.content()
      if (own !== undefined) return own
      const written = await journal.readLog(id)
      if (written === null) await find(id)
      return written ?? { lines: [], samples: [] }
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
      logs.delete(id)
      journal.forget(id)
    },
    live: () => [...jobs.values()].filter((job) => !isOver(job.state)),
    setMaxRunning: (count) => queue.setMaxRunning(count),
    idle: () => queue.idle(),
  }
}
