import { isAppError } from '../../../shared/errors.ts'
import { isOver, type JobState, mayBecome } from '../../../shared/jobs.ts'

/** One job as the queue sees it. */
export interface QueueTask {
  readonly id: string
  /** A key of the image the job writes, equal for equal images; null when it writes none. */
  readonly writes: string | null
  /** Does the work. A rejection with `E_CANCELLED` after a cancel is a cancelled job, any other a failed one. */
  run(signal: AbortSignal): Promise<unknown>
}

export interface QueueOptions {
  /** Jobs that run at once, until {@link JobQueue.setMaxRunning} says otherwise. */
  readonly maxRunning: number
  /**
   * Told of each change of state, in order, before anything else happens. `result` comes with `done`, `error` with `failed`.
   * Called within the queue's own work: it must not throw.
   */
  readonly onState: (
    id: string,
    state: JobState,
    outcome: { readonly result?: unknown; readonly error?: unknown },
  ) => void
}

/** Decides which job runs when: first in, first out; at most so many at once; one writer an image (DESIGN §9). */
export interface JobQueue {
  add(task: QueueTask): void
  /** Asks a job to end; false when there is no such job, or it is over. A queued one is cancelled at once. */
  cancel(id: string): boolean
  /** The state of a job that is not over; null for any other. */
  stateOf(id: string): JobState | null
  /** Says that a running job now stands still; false when it does not run. It keeps its image, and lets another run in its place. */
  pause(id: string): boolean
  /** Says that a paused job goes on, at once, however many others run; false when it is not paused. */
  resume(id: string): boolean
  /** Changes how many run at once. More: those that wait begin now. Fewer: none is stopped, and none begins until there is room. */
  setMaxRunning(count: number): void
  /** The jobs that are not over. */
  readonly liveCount: number
  /** Resolves when no job is queued or running. */
  idle(): Promise<void>
}

interface Entry {
  readonly task: QueueTask
  readonly controller: AbortController
  state: JobState
}

/**
 * Makes a queue. A job that waits for its image lets those behind it pass, but never one that writes the same image.
 */
export function createQueue({ maxRunning: firstMax, onState }: QueueOptions): JobQueue {
  let maxRunning = firstMax
  // In the order they came in; what is over is no longer here.
  const entries = new Map<string, Entry>()
  let idleWaiters: (() => void)[] = []

  function become(entry: Entry, state: JobState, outcome: { result?: unknown; error?: unknown } = {}): void {
    if (!mayBecome(entry.state, state)) throw new Error(`a job cannot go from ${entry.state} to ${state}`)
    entry.state = state
    if (isOver(state)) entries.delete(entry.task.id)
    onState(entry.task.id, state, outcome)
  }

  function nextEntry(): Entry | null {
    const taken = new Set<string>()
    let running = 0
    for (const { state, task } of entries.values()) {
      if (state === 'queued') continue
      if (state !== 'paused') running++
      if (task.writes !== null) taken.add(task.writes)
    }
    if (running >= maxRunning) return null
    for (const entry of entries.values()) {
      if (entry.state !== 'queued') continue
      const { writes } = entry.task
      if (writes === null || !taken.has(writes)) return entry
    }
    return null
  }

  /** What was paused too late, with nothing left to hold, was running after all. */
  function goOn(entry: Entry): void {
    if (entry.state === 'paused') become(entry, 'running')
  }

  async function run(entry: Entry): Promise<void> {
    try {
      const result = await entry.task.run(entry.controller.signal)
      goOn(entry)
      become(entry, 'done', { result })
    } catch (error) {
      goOn(entry)
      const isCancelled = entry.state === 'cancelling' && isAppError(error, 'E_CANCELLED')
      become(entry, isCancelled ? 'cancelled' : 'failed', { error })
    }
  }

  function startNext(): void {
    for (let entry = nextEntry(); entry !== null; entry = nextEntry()) {
      become(entry, 'running')
      void run(entry).finally(startNext)
    }
    if (entries.size > 0) return
    const waiters = idleWaiters
    idleWaiters = []
    for (const waiter of waiters) waiter()
  }

  return {
    add(task) {
      if (entries.has(task.id)) throw new Error(`there is a job ${task.id} already`)
      entries.set(task.id, { task, controller: new AbortController(), state: 'queued' })
      onState(task.id, 'queued', {})
      startNext()
    },
    cancel(id) {
      const entry = entries.get(id)
      if (entry === undefined) return false
      if (entry.state === 'queued') {
        become(entry, 'cancelled')
        startNext()
      } else if (entry.state !== 'cancelling') {
        become(entry, 'cancelling')
        entry.controller.abort()
      }
      return true
    },
    stateOf: (id) => entries.get(id)?.state ?? null,
    pause(id) {
      const entry = entries.get(id)
      if (entry?.state !== 'running') return false
      become(entry, 'paused')
      startNext()
      return true
    },
    resume(id) {
      const entry = entries.get(id)
      if (entry?.state !== 'paused') return false
      become(entry, 'running')
      return true
    },
    setMaxRunning(count) {
      maxRunning = count
      startNext()
    },
    get liveCount() {
      return entries.size
    },
    idle() {
      if (entries.size === 0) return Promise.resolve()
      return new Promise((resolve) => {
        idleWaiters.push(resolve)
      })
    },
  }
}
