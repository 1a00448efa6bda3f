import { Worker } from 'node:worker_threads'
import {
  engineCalls,
  type EngineCalls,
  type Input,
  type Output,
  type WorkCalls,
  workCalls,
  type WorkEvents,
  workEvents,
} from '../../shared/contract.ts'
import type { Connection } from '../../shared/connections.ts'
import { AppError, isAppError } from '../../shared/errors.ts'
import type { JobReport, JobRequest } from '../../shared/jobs.ts'
import { type Client, connect } from '../../shared/rpc/client.ts'
import { portTransport } from '../../shared/rpc/portTransport.ts'
import { type Clock, systemClock } from './clock.ts'
import type { WorkProgress } from './jobs/progress.ts'
import { type Logger, silentLog } from './logger.ts'

const GRACE_MS = 10_000
/** The first thread for a job waits this long, so that it does not take its start from the questions a new window asks. */
const SPARE_MS = 3_000

export interface EngineClientOptions {
  /** The built or the source entry of a worker thread. */
  readonly workerUrl: URL
  readonly libraryPath: string
  /** Where the engine remembers when files were verified. */
  readonly statePath?: string | undefined
  /** What a library that does not exist yet is filled with; null: nothing. */
  readonly samplePath: string | null
  readonly clock?: Clock
  readonly logger?: Logger
}

export interface RunJobOptions {
  readonly signal: AbortSignal
  readonly onProgress: (progress: WorkProgress) => void
  /** Told, once the job is with its thread, how it is held and let go on. */
  readonly onControl?: (control: JobControl) => void
  /** Takes what the job writes to `-`, in order; the next bytes come once it has resolved. Its failure is the job's. */
  readonly write?: ((bytes: Uint8Array) => Promise<void>) | undefined
}

/** Holds one running job, and lets it go on. */
export interface JobControl {
  /** Resolves once the job neither reads nor writes. @throws AppError E_JOB_STATE — it is over. */
  pause(): Promise<void>
  /** @throws as {@link pause} */
  resume(): Promise<void>
}

/** The engine, in worker threads: one for questions, and a fresh one for every job, so that a thread's death harms one job only. */
export interface EngineClient {
  /**
   * Starts the thread for questions before there is one, and has it read the indexes of the library until the first question comes: the thread is then
   * all that question's. What goes wrong the question will meet again, and tell.
   */
  warmUp(): void
  /** Asks the engine. @throws AppError — the engine's own; E_INTERNAL when its thread died. */
  query<K extends keyof EngineCalls>(
    name: K,
    input: Input<EngineCalls, K>,
    options: { readonly signal: AbortSignal },
  ): Promise<Output<EngineCalls, K>>
  /**
   * Runs one job on a thread of its own. A cancel is passed on; a thread that ignores it for 10 s is ended, and what it left is cleaned up.
   *
   * @throws AppError — the engine's own; E_CANCELLED; E_INTERNAL when the thread died.
   */
  runJob(jobId: string, request: JobRequest, options: RunJobOptions): Promise<JobReport>
  /** Tells every thread, those that live and those to come, which connections there are. */
  setConnections(connections: readonly Connection[]): Promise<void>
  /** Ends all threads, whatever they are doing. */
  close(): Promise<void>
}

interface Thread {
  readonly id: number
  readonly client: Client<EngineCalls & WorkCalls, WorkEvents>
  /** Whether the thread has ended, by itself or not. */
  isGone(): boolean
  /** Why it ended by itself, as part of a sentence. */
  lastWords(): string
  terminate(): Promise<void>
}

function startThread(workerUrl: URL, logger: Logger): Thread {
  // Left to itself a thread that ends closes all descriptors it ever opened by number, also those a socket took over and has closed: by then
  // the number may be another job's.
  const worker = new Worker(workerUrl, { trackUnmanagedFds: false })
  const id = worker.threadId
  let gone = false
  let words = 'it ended without a word'
  // Without a listener an error in the thread would end the host.
  worker.on('error', (error: unknown) => {
    words = error instanceof Error ? error.message : String(error)
    logger.error('a worker thread failed', { threadId: id, error })
  })
  worker.on('exit', () => {
    gone = true
  })
  return {
    id,
    client: connect(portTransport(worker), { ...engineCalls, ...workCalls }, workEvents),
    isGone: () => gone,
    lastWords: () => words,
    async terminate() {
      await worker.terminate()
    },
  }
}

/** Makes the client. The first thread starts with the first question or job, or when it is warmed up; a while later one more stands ready for the next job. */
export function createEngineClient(options: EngineClientOptions): EngineClient {
  const { workerUrl, libraryPath, statePath, samplePath, clock = systemClock } = options
  const logger = options.logger ?? silentLog.createLogger('host.engine')
  const threads = new Set<Thread>()
  let queryThread: Promise<Thread> | null = null
  let spare: Promise<Thread> | null = null
  let callOffSpare = (): void => {}
  const warming = new AbortController()
  let connections: readonly Connection[] = []
  let closed = false

  /** Translates the death of a thread; all else is passed on as it is. */
  function explain(error: unknown, thread: Thread, doing: string): unknown {
    if (!thread.isGone() || !isAppError(error, 'E_CONNECTION_LOST')) return error
    if (closed) return new AppError('E_CANCELLED', `${doing} was cut short: RBD Studio is closing`)
    const message = `the engine stopped during ${doing}: ${thread.lastWords()}`
    return new AppError('E_INTERNAL', message, { detail: { threadId: thread.id }, cause: error })
  }

  async function openThread(sample: string | null): Promise<Thread> {
    if (closed) throw new AppError('E_CANCELLED', 'RBD Studio is closing')
    const thread = startThread(workerUrl, logger)
    threads.add(thread)
    void thread.client.closed.then(() => threads.delete(thread))
    try {
      await thread.client.call('work.open', {
        libraryPath,
        samplePath: sample,
        connections: [...connections],
        ...(statePath === undefined ? {} : { statePath }),
      })
      return thread
    } catch (error) {
      const explained = explain(error, thread, 'the opening of the library')
      await thread.terminate()
      throw explained
    }
  }

  function prestart(): void {
    callOffSpare()
    if (closed || spare !== null) return
    spare = openThread(null)
    spare.catch(() => {})
  }

  function getQueryThread(): Promise<Thread> {
    if (queryThread !== null) return queryThread
    const opening = openThread(samplePath)
    queryThread = opening
    const forget = (): void => {
      if (queryThread === opening) queryThread = null
    }
    opening.then((thread) => {
      callOffSpare()
      callOffSpare = clock.after(SPARE_MS, prestart)
      void thread.client.closed.then(forget)
    }, forget)
    return opening
  }

  async function takeThread(): Promise<Thread> {
    // The library is opened, and filled on first use, by one thread before any other looks at it.
    await getQueryThread()
    callOffSpare()
    const taken = spare
    spare = null
    const thread = await taken?.catch(() => null)
    return thread && !thread.isGone() ? thread : openThread(null)
  }

  async function cleanUp(thread: Thread, request: JobRequest, partPaths: readonly string[]): Promise<void> {
    if (closed) return
    try {
      const helper = await getQueryThread()
      await helper.client.call('work.cleanUp', { threadId: thread.id, request, partPaths: [...partPaths] })
    } catch (error) {
      logger.error('nothing was cleaned up after a worker thread', { threadId: thread.id, error })
    }
  }

  /** Passes on what a job writes, and asks for more as it is taken. `failed` aborts, with the reason, when it cannot be passed on. */
  function takeStream(thread: Thread, jobId: string, write: (bytes: Uint8Array) => Promise<void>) {
    const failing = new AbortController()
    let passing = Promise.resolve()
    const stop = thread.client.on('work.chunk', (chunk) => {
      if (chunk.jobId !== jobId) return
      const { bytes } = chunk
      passing = passing
        .then(() => (failing.signal.aborted ? undefined : write(bytes)))
        .then(() => thread.client.call('work.taken', { jobId, bytes: bytes.length }))
        .then(
          () => {},
          (error: unknown) => failing.abort(error),
        )
    })
    return { failed: failing.signal, stop }
  }

  return {
    warmUp() {
      getQueryThread()
        .then((thread) => thread.client.call('work.warmUp', {}, { signal: warming.signal }))
        .catch((error: unknown) => {
          if (!isAppError(error, 'E_CANCELLED')) logger.warn('the library was not read ahead', { error })
        })
    },
    async query(name, input, { signal }) {
      warming.abort()
      const thread = await getQueryThread()
      try {
        return await thread.client.call(name, input as never, { signal })
      } catch (error) {
        throw explain(error, thread, name)
      }
    },
    async runJob(jobId, request, { signal: asked, onProgress, onControl, write }) {
      const thread = await takeThread()
      let isEnded = false
      let callOff = (): void => {}
      const stopListening = thread.client.on('work.progress', (progress) => {
        if (progress.jobId !== jobId) return
        // Putting a live image back takes as long as it takes: a thread that is at it heeds the cancel.
        if (progress.phase === 'undoing') callOff()
        onProgress(progress)
      })
      const stream = write === undefined ? null : takeStream(thread, jobId, write)
      const signal = stream === null ? asked : AbortSignal.any([asked, stream.failed])
      const partPaths: string[] = []
      const stopCollecting = thread.client.on('work.part', (part) => {
        if (part.jobId === jobId) partPaths.push(part.partPath)
      })
      const onAbort = (): void => {
        callOff = clock.after(GRACE_MS, () => {
          isEnded = true
          logger.warn('a worker thread did not heed a cancel and was ended', { threadId: thread.id, jobId })
          void thread.terminate()
        })
      }
      signal.addEventListener('abort', onAbort, { once: true })
      const tell = async (call: 'work.pause' | 'work.resume'): Promise<void> => {
        await thread.client.call(call, { jobId }).catch((error: unknown) => {
          // A job that ends takes its thread with it.
          throw isAppError(error, 'E_CONNECTION_LOST') ? new AppError('E_JOB_STATE', 'the job is over') : error
        })
      }
      onControl?.({ pause: () => tell('work.pause'), resume: () => tell('work.resume') })
      try {
        const input = { jobId, request, ...(stream === null ? {} : { stream: true }) }
        return await thread.client.call('work.run', input, { signal })
      } catch (error) {
        if (stream?.failed.aborted === true && !asked.aborted) throw stream.failed.reason
        if (!thread.isGone()) throw error
        await cleanUp(thread, request, partPaths)
        throw isEnded ? new AppError('E_CANCELLED', 'cancelled') : explain(error, thread, `the ${request.kind}`)
      } finally {
        callOff()
        signal.removeEventListener('abort', onAbort)
        stopListening()
        stopCollecting()
        stream?.stop()
        void thread.terminate()
        prestart()
      }
    },
    async setConnections(next) {
      connections = next
      const told = [...threads].map((thread) => thread.client.call('work.connections', { connections: [...next] }))
      // A thread that ends meanwhile has no more use for them.
      await Promise.allSettled(told)
    },
    async close() {
      closed = true
      callOffSpare()
      await Promise.all([...threads].map((thread) => thread.terminate()))
    },
  }
}
