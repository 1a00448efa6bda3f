import { Worker } from 'node:worker_threads'
import { SHARED_HEAD_BYTES, type WorkerMessage, type WorkerTask } from './workerTask.ts'

/** What is fuzzed, and for how long. */
export interface FuzzOptions {
  /** URL of a module that exports `TARGETS`. */
  readonly module: string
  readonly target: string
  readonly seed: number
  readonly seconds: number
  /** Runs this input alone. */
  readonly input?: Uint8Array | undefined
  /** A file that holds each input before it runs. */
  readonly keep?: string | undefined
  /** An input that takes longer hangs. Default 20 s: a machine may be busy. */
  readonly hangSeconds?: number
  /** Resident memory may grow by this much over what it is when the target is loaded. Default 300 MiB, the bar for every operation. */
  readonly growthMaxBytes?: number
}

/** What came of it. `input`: what a finding is reproduced with. */
export interface FuzzReport {
  readonly target: string
  readonly runs: number
  readonly blocks: number
  readonly kept: number
  readonly growthBytes: number
  readonly finding: { readonly message: string; readonly input: Uint8Array } | null
}

/** The thread's own heap; what is outside of it shows in the resident memory. */
const HEAP_MIB = 128
const LOOK_MS = 50

/**
 * Fuzzes one target in a thread of its own, and watches it: what it throws besides AppErrors, that it goes on, and what
 * memory it takes. The input at hand is in shared memory, so it is known even when the thread does not come back.
 */
export async function fuzz(options: FuzzOptions): Promise<FuzzReport> {
  const { hangSeconds = 20, growthMaxBytes = 300 * 1024 * 1024, ...given } = options
  const shared = new SharedArrayBuffer(SHARED_HEAD_BYTES + 1024 * 1024)
  const counter = new Int32Array(shared, 0, 2)
  const workerData: WorkerTask = { ...given, shared }
  const worker = new Worker(new URL('worker.ts', import.meta.url), {
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB },
  })
  let finding: string | null = null
  let done = { blocks: 0, kept: 0 }
  let idleBytes = Number.POSITIVE_INFINITY
  let mostBytes = 0
  let [lastRun, lastMs] = [-1, performance.now()]
  const stop = (message: string): void => {
    if (finding !== null) return
    finding = message
    void worker.terminate()
  }
  worker.on('message', (message: WorkerMessage) => {
    if (message.kind === 'ready') idleBytes = process.memoryUsage.rss()
    else if (message.kind === 'finding') finding ??= message.message
    else done = message
  })
  worker.on('error', (error: Error) => (finding ??= error.stack ?? error.message))
  const watch = setInterval(() => {
    mostBytes = Math.max(mostBytes, process.memoryUsage.rss())
    if (mostBytes - idleBytes > growthMaxBytes) stop(`memory grew by ${mostBytes - idleBytes} bytes`)
    const at = Atomics.load(counter, 0)
    if (at !== lastRun) [lastRun, lastMs] = [at, performance.now()]
    else if (performance.now() - lastMs > hangSeconds * 1000) stop(`no answer for ${hangSeconds} seconds`)
  }, LOOK_MS)
  try {
    await new Promise((resolve) => worker.on('exit', resolve))
  } finally {
    clearInterval(watch)
  }
  const input = new Uint8Array(
    shared,
    SHARED_HEAD_BYTES,
    Math.min(counter[1] ?? 0, shared.byteLength - SHARED_HEAD_BYTES),
  )
  return {
    target: options.target,
    runs: Atomics.load(counter, 0),
    blocks: done.blocks,
    kept: done.kept,
    growthBytes: Math.max(0, mostBytes - idleBytes),
    finding: finding === null ? null : { message: finding, input: input.slice() },
  }
}
