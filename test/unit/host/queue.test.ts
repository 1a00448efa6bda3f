import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createQueue, type JobQueue } from '../../../electron/host/jobs/queue.ts'
import { AppError } from '../../../shared/errors.ts'
import { isOver, type JobState, mayBecome } from '../../../shared/jobs.ts'
import { runs, seed } from '../../support/propertyRuns.ts'

const MAX = 3

interface Watched {
  readonly id: string
  readonly writes: string | null
  state: JobState | null
  signal: AbortSignal | null
  resolve(): void
  reject(error: unknown): void
}

/** The queue under test, its jobs in the order they were added, and what must hold at every moment. */
class World {
  readonly jobs: Watched[] = []
  readonly starts: string[] = []
  /** How often a job was let go on. */
  resumed = 0
  readonly queue: JobQueue

  constructor(maxRunning = MAX) {
    this.queue = createQueue({ maxRunning, onState: (id, state) => this.changed(id, state) })
  }

  private changed(id: string, state: JobState): void {
    const job = this.jobs.find((candidate) => candidate.id === id)
    if (job === undefined) throw new Error(`no job ${id}`)
    expect(job.state === null ? state === 'queued' : mayBecome(job.state, state)).toBe(true)
    if (state === 'running' && job.state === 'queued') {
      this.starts.push(id)
      const overtaken = this.jobs.slice(0, this.jobs.indexOf(job)).filter((earlier) => earlier.state === 'queued')
      // Whoever is overtaken waits for an image that is being written.
      for (const earlier of overtaken) expect(this.isWritten(earlier.writes)).toBe(true)
    }
    job.state = state
    this.check()
  }

  /** Those with a thread, paused or not. */
  get begun(): readonly Watched[] {
    return this.jobs.filter(({ state }) => state !== null && state !== 'queued' && !isOver(state))
  }

  get running(): readonly Watched[] {
    return this.begun.filter(({ state }) => state !== 'paused')
  }

  private isWritten(image: string | null): boolean {
    return image !== null && this.begun.some((job) => job.writes === image)
  }

  check(): void {
    // Who was paused goes on at once, beside those that took its place.
    expect(this.running.length).toBeLessThanOrEqual(MAX + this.resumed)
    const images = this.begun.flatMap((job) => (job.writes === null ? [] : [job.writes]))
    expect(new Set(images).size).toBe(images.length)
  }

  /** Once all has settled nobody waits who could run. */
  checkSettled(): void {
    for (const job of this.jobs) {
      if (job.state === 'queued') expect(this.running.length >= MAX || this.isWritten(job.writes)).toBe(true)
    }
    expect(this.queue.liveCount).toBe(this.jobs.filter((job) => job.state !== null && !isOver(job.state)).length)
  }

  add(writes: string | null): Watched {
    let resolve = (): void => {}
    let reject = (_error: unknown): void => {}
    const work = new Promise<void>((yes, no) => {
      resolve = yes
      reject = no
    })
    const job: Watched = { id: `job ${this.jobs.length}`, writes, state: null, signal: null, resolve, reject }
    this.jobs.push(job)
    this.queue.add({
      id: job.id,
      writes,
      run(signal) {
        job.signal = signal
        return work
      },
    })
    return job
  }
}

/** Lets every promise that can settle do so. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}

/** What the model knows of a job: its last predicted state when it is over. */
interface Model {
  readonly over: Map<number, JobState>
  count: number
}

type Command = fc.AsyncCommand<Model, World>

class Add implements Command {
  readonly writes: string | null
  constructor(writes: string | null) {
    this.writes = writes
  }
  check = () => true
  async run(model: Model, world: World): Promise<void> {
    model.count++
    world.add(this.writes)
    await settled()
    world.checkSettled()
  }
  toString = () => `add(${this.writes})`
}

/** Ends one of the running jobs: well, badly, or as one that heeds a cancel. */
class End implements Command {
  readonly pick: number
  readonly how: 'resolve' | 'fail' | 'cancelled'
  constructor(pick: number, how: 'resolve' | 'fail' | 'cancelled') {
    this.pick = pick
    this.how = how
  }
  check = () => true
  async run(model: Model, world: World): Promise<void> {
    const job = world.begun[this.pick % Math.max(1, world.begun.length)]
    if (job === undefined) return
    const wasCancelling = job.state === 'cancelling'
    if (this.how === 'resolve') job.resolve()
    else job.reject(this.how === 'fail' ? new TypeError('bug') : new AppError('E_CANCELLED', 'cancelled'))
    await settled()
    const expected =
      this.how === 'resolve' ? 'done' : this.how === 'cancelled' && wasCancelling ? 'cancelled' : 'failed'
    expect(job.state).toBe(expected)
    model.over.set(world.jobs.indexOf(job), expected)
    world.checkSettled()
  }
  toString = () => `end(${this.pick}, ${this.how})`
}

class PauseOrResume implements Command {
  readonly pick: number
  readonly how: 'pause' | 'resume'
  constructor(pick: number, how: 'pause' | 'resume') {
    this.pick = pick
    this.how = how
  }
  check = (model: Readonly<Model>) => model.count > 0
  async run(_model: Model, world: World): Promise<void> {
    const job = world.jobs[this.pick % world.jobs.length]
    if (job === undefined) return
    const before = job.state
    const [from, to] = this.how === 'pause' ? ['running', 'paused'] : ['paused', 'running']
    if (before === 'paused' && this.how === 'resume') world.resumed++
    expect(world.queue[this.how](job.id)).toBe(before === from)
    expect(job.state).toBe(before === from ? to : before)
    expect(world.queue.stateOf(job.id)).toBe(job.state !== null && isOver(job.state) ? null : job.state)
    await settled()
    world.checkSettled()
  }
  toString = () => `${this.how}(${this.pick})`
}

class Cancel implements Command {
  readonly pick: number
  constructor(pick: number) {
    this.pick = pick
  }
  check = (model: Readonly<Model>) => model.count > 0
  async run(model: Model, world: World): Promise<void> {
    const index = this.pick % world.jobs.length
    const job = world.jobs[index]
    if (job === undefined) return
    const before = job.state
    expect(world.queue.cancel(job.id)).toBe(!model.over.has(index))
    if (before === 'queued') {
      expect([job.state, job.signal]).toEqual(['cancelled', null])
      model.over.set(index, 'cancelled')
    } else if (!model.over.has(index)) {
      expect([job.state, job.signal?.aborted]).toEqual(['cancelling', true])
    }
    await settled()
    expect(model.over.get(index) ?? 'cancelling').toBe(job.state)
    world.checkSettled()
  }
  toString = () => `cancel(${this.pick})`
}

describe('the job queue', () => {
  it('holds its rules whatever is added, ended and cancelled in whatever order', async () => {
    const commands = fc.commands(
      [
        fc.constantFrom(null, 'a', 'b').map((writes) => new Add(writes)),
        fc.tuple(fc.nat(), fc.constantFrom('resolve', 'fail', 'cancelled')).map(([pick, how]) => new End(pick, how)),
        fc.nat().map((pick) => new Cancel(pick)),
        fc.tuple(fc.nat(), fc.constantFrom('pause', 'resume')).map(([pick, how]) => new PauseOrResume(pick, how)),
      ],
      { maxCommands: 60 },
    )
    await fc.assert(
      fc.asyncProperty(commands, async (commands) => {
        const world = new World()
        const model: Model = { over: new Map(), count: 0 }
        await fc.asyncModelRun(() => ({ model, real: world }), commands)
        // All jobs end once their work does.
        const idle = world.queue.idle()
        while (world.begun.length > 0) {
          for (const job of world.begun) job.resolve()
          await settled()
        }
        await idle
        expect(world.jobs.every((job) => job.state !== null && isOver(job.state))).toBe(true)
        for (const [index, state] of model.over) expect(world.jobs[index]?.state).toBe(state)
      }),
      { seed, numRuns: runs(1_000) },
    )
  })

  it('starts jobs in the order they came', async () => {
    const world = new World()
    const jobs = Array.from({ length: 6 }, () => world.add(null))
    expect(world.starts).toEqual(['job 0', 'job 1', 'job 2'])
    jobs[1]?.resolve()
    await settled()
    jobs[0]?.resolve()
    await settled()
    expect(world.starts).toEqual(['job 0', 'job 1', 'job 2', 'job 3', 'job 4'])
  })

  it('lets a job pass one that waits for its image', async () => {
    const world = new World()
    const first = world.add('a')
    world.add('a')
    world.add('b')
    expect(world.starts).toEqual(['job 0', 'job 2'])
    first.resolve()
    await settled()
    expect(world.starts).toEqual(['job 0', 'job 2', 'job 1'])
  })

  it('starts those that wait as soon as more may run, and stops none when fewer may', async () => {
    const states: string[] = []
    const queue = createQueue({ maxRunning: 1, onState: (id, state) => states.push(`${id} ${state}`) })
    const ends = new Map<string, () => void>()
    for (const id of ['a', 'b', 'c', 'd']) {
      queue.add({ id, writes: null, run: () => new Promise((resolve) => ends.set(id, () => resolve(null))) })
    }
    queue.setMaxRunning(3)
    expect([...ends.keys()]).toEqual(['a', 'b', 'c'])
    queue.setMaxRunning(1)
    ends.get('a')?.()
    await settled()
    ends.get('b')?.()
    await settled()
    expect([...ends.keys()]).toEqual(['a', 'b', 'c'])
    ends.get('c')?.()
    await settled()
    expect(states.at(-1)).toBe('d running')
    expect(states.filter((state) => state.endsWith('cancelled'))).toEqual([])
  })

  it('survives work that throws before its first step', async () => {
    const states: JobState[] = []
    const queue = createQueue({ maxRunning: 1, onState: (_id, state) => states.push(state) })
    queue.add({
      id: 'a',
      writes: null,
      run() {
        throw new TypeError('bug')
      },
    })
    await queue.idle()
    expect(states).toEqual(['queued', 'running', 'failed'])
  })
})
