import { writeFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { isAppError } from '../../shared/errors.ts'
import { type Block, Coverage } from './coverage.ts'
import { mutateBytes } from './mutate.ts'
import { Random } from './random.ts'
import type { FuzzTarget } from './target.ts'
import { SHARED_HEAD_BYTES, type WorkerMessage, type WorkerTask } from './workerTask.ts'

/** Coverage costs milliseconds to take, so many inputs share one look; where it shows something new, they are run again by halves. */
const BATCH = 400
const RUNS_PER_COLLECTION = 100
const CORPUS_MAX = 2000

const task = workerData as WorkerTask
const [counter, length] = [new Int32Array(task.shared, 0, 1), new Int32Array(task.shared, 4, 1)]
const sharedBytes = new Uint8Array(task.shared, SHARED_HEAD_BYTES)
const say = (message: WorkerMessage): void => parentPort?.postMessage(message)

/** Runs one input, which the other thread can see: what does not come back from here is found there. */
async function run(target: FuzzTarget, input: Uint8Array): Promise<void> {
  sharedBytes.set(input.subarray(0, sharedBytes.length))
  length[0] = input.length
  if (task.keep !== undefined) writeFileSync(task.keep, input)
  // Garbage is let go of here, so that the memory that is watched is what a decoder holds.
  if (Atomics.add(counter, 0, 1) % RUNS_PER_COLLECTION === 0) globalThis.gc?.()
  try {
    await target.run(input)
  } catch (error) {
    if (isAppError(error)) return
    throw error
  }
}

async function fuzz(target: FuzzTarget): Promise<void> {
  const random = new Random(task.seed)
  const coverage = new Coverage()
  const repaired = (input: Uint8Array): Uint8Array => target.repair?.(input) ?? input
  const corpus = target.seeds().slice()
  for (const seed of corpus) await run(target, seed)
  coverage.take()
  const deadline = performance.now() + task.seconds * 1000
  while (performance.now() < deadline) {
    const batch: Uint8Array[] = []
    for (let i = 0; i < BATCH; i++) {
      const [parent, other] = [random.of(corpus), random.of(corpus)]
      const own = target.mutate !== undefined && random.below(2) === 0 ? target.mutate(parent, random) : null
      const bytes = own ?? mutateBytes(parent, other, target.words ?? [], random)
      // A few keep their wrong sums: those must be refused as well.
      batch.push(random.below(8) === 0 ? bytes : repaired(bytes))
    }
    for (const input of batch) if (performance.now() < deadline) await run(target, input)
    const fresh = coverage.take()
    for (const input of await discoverers(batch, fresh)) if (corpus.length < CORPUS_MAX) corpus.push(input)
  }
  say({ kind: 'done', blocks: coverage.size, kept: corpus.length })

  /** The inputs that reach blocks which were new to the batch, found by halves; each block counts for one of them. */
  async function discoverers(inputs: readonly Uint8Array[], wanted: Set<Block>): Promise<readonly Uint8Array[]> {
    if (wanted.size === 0) return []
    for (const input of inputs) await run(target, input)
    const reached = coverage.reached(wanted)
    if (reached.length === 0) return []
    if (inputs.length === 1) {
      for (const block of reached) wanted.delete(block)
      return inputs
    }
    const half = inputs.length >> 1
    return [...(await discoverers(inputs.slice(0, half), wanted)), ...(await discoverers(inputs.slice(half), wanted))]
  }
}

const { TARGETS } = (await import(task.module)) as { TARGETS: readonly FuzzTarget[] }
const target = TARGETS.find(({ name }) => name === task.target)
if (target === undefined) throw new Error(`there is no target ${task.target}`)
say({ kind: 'ready' })
try {
  if (task.input === undefined) await fuzz(target)
  else {
    await run(target, task.input)
    say({ kind: 'done', blocks: 0, kept: 0 })
  }
} catch (error) {
  say({ kind: 'finding', message: error instanceof Error ? (error.stack ?? error.message) : String(error) })
}
