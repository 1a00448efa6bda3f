import { describe, expect, it, onTestFinished } from 'vitest'
import { createEngineClient, type EngineClient } from '../../../electron/host/engineClient.ts'
import { fakeClock } from './fakeClock.ts'
import { exportTo, image } from './requests.ts'

const workerUrl = new URL('fakeEngineWorker.ts', import.meta.url)
const never = new AbortController().signal

function start(libraryPath = '/library') {
  const clock = fakeClock()
  const engine = createEngineClient({ workerUrl, libraryPath, samplePath: '/sample', clock })
  onTestFinished(() => engine.close())
  return { clock, engine }
}

/** What the query thread was asked, and which thread it is. */
async function asked(engine: EngineClient) {
  const pools = await engine.query('pool.list', {}, { signal: never })
  return { lines: pools.map((pool) => pool.name.text), threadId: pools[0]?.imageCount ?? 0 }
}

/** Starts a job and waits until the engine has said the first thing of it. */
async function startJob(engine: EngineClient, behaviour: string) {
  const controller = new AbortController()
  let begun = (): void => {}
  const running = new Promise<void>((resolve) => {
    begun = resolve
  })
  const job = engine.runJob('a', exportTo(`/do/${behaviour}`), { signal: controller.signal, onProgress: () => begun() })
  job.catch(() => {})
  await running
  return { job, cancel: () => controller.abort() }
}

describe('the engine client', () => {
  it('opens the library before the first question, with the sample', async () => {
    const { engine } = start()
    expect((await asked(engine)).lines).toEqual(['open /library /sample'])
  })

  it('answers all questions from one thread', async () => {
    const { engine } = start()
    const answers = await Promise.all([asked(engine), asked(engine), asked(engine)])
    expect(new Set(answers.map((answer) => answer.threadId)).size).toBe(1)
    expect(answers[0]?.lines).toHaveLength(1)
  })

  it('knows the library before the first question, and leaves its thread to that', async () => {
    const { engine } = start()
    engine.warmUp()
    // A job is no question: once it is over, the thread for questions has long been asked.
    const { records } = await engine.runJob('a', exportTo('/do/ok'), { signal: never, onProgress: () => {} })
    const { lines, threadId } = await asked(engine)
    expect(lines).toEqual(['open /library /sample', 'warmUp', 'warmUp called off'])
    expect(threadId).not.toBe(records)
  })

  it('has a thread ready for the next job, though not while the window comes up', async () => {
    const { engine, clock } = start()
    expect(clock.waiting).toBe(0)
    await asked(engine)
    expect(clock.waiting).toBe(1)
    clock.advance(3_000)
    const { threadId } = await asked(engine)
    // The ready one has begun by now: it has the number after that of the thread for questions, and the next thread one more.
    const other = createEngineClient({ workerUrl, libraryPath: '/other', samplePath: null, clock })
    onTestFinished(() => other.close())
    expect((await asked(other)).threadId).toBe(threadId + 2)
  })

  it('passes on why a library cannot be opened, and tries again at the next question', async () => {
    const { engine } = start('/newer')
    for (let time = 0; time < 2; time++) {
      await expect(asked(engine)).rejects.toMatchObject({ code: 'E_LIBRARY_NEWER' })
    }
    const job = engine.runJob('a', exportTo('/do/ok'), { signal: never, onProgress: () => {} })
    await expect(job).rejects.toMatchObject({ code: 'E_LIBRARY_NEWER' })
  })

  it('cancels a question', async () => {
    const { engine } = start()
    const controller = new AbortController()
    const question = engine.query('image.list', { pool: { text: 'rbd' } }, { signal: controller.signal })
    await asked(engine)
    controller.abort()
    await expect(question).rejects.toMatchObject({ code: 'E_CANCELLED' })
  })

  it('outlives the death of its query thread: what was pending is told, the next question is answered', async () => {
    const { engine } = start()
    const before = await asked(engine)
    const pending = engine.query('image.list', { pool: { text: 'rbd' } }, { signal: never })
    const fatal = engine.query('image.get', image('a'), { signal: never })
    await expect(fatal).rejects.toMatchObject({
      code: 'E_INTERNAL',
      message: 'the engine stopped during image.get: it ended without a word',
    })
    await expect(pending).rejects.toMatchObject({ code: 'E_INTERNAL' })
    const after = await asked(engine)
    expect(after.threadId).not.toBe(before.threadId)
  })

  it('runs each job on a thread of its own, and tells its progress', async () => {
    const { engine } = start()
    const done: number[] = []
    const run = (id: string) =>
      engine.runJob(id, exportTo('/do/ok'), {
        signal: never,
        onProgress: (progress) => {
          expect(progress.jobId).toBe(id)
          done.push(progress.doneBytes)
        },
      })
    const reports = [...(await Promise.all([run('a'), run('b')])), await run('c')]
    const threads = new Set([...reports.map((report) => report.records), (await asked(engine)).threadId])
    expect(threads.size).toBe(4)
    expect(done.sort((a, b) => a - b)).toEqual([0, 0, 0, 100, 100, 100])
  })

  it("passes on a job's error as it is", async () => {
    const { engine } = start()
    const job = engine.runJob('a', exportTo('/do/fail'), { signal: never, onProgress: () => {} })
    await expect(job).rejects.toMatchObject({ code: 'E_FILE_NO_SPACE', message: 'no room' })
    expect((await asked(engine)).lines).toHaveLength(1)
  })

  it('passes a cancel on', async () => {
    const { engine, clock } = start()
    const { job, cancel } = await startJob(engine, 'heed')
    cancel()
    await expect(job).rejects.toMatchObject({ code: 'E_CANCELLED' })
    expect((await asked(engine)).lines).toHaveLength(1)
    expect(clock.waiting).toBe(0)
  })

  it('does not begin a job that is cancelled before', async () => {
    const { engine } = start()
    const job = engine.runJob('a', exportTo('/do/ok'), {
      signal: AbortSignal.abort(),
      onProgress: () => expect.unreachable(),
    })
    await expect(job).rejects.toMatchObject({ code: 'E_CANCELLED' })
    expect((await asked(engine)).lines).toHaveLength(1)
  })

  it.each([
    ['ignore', /^cleanUp \d+ export$/],
    ['hang', /^cleanUp \d+ export \/do\/\.hang\.01234567\.part$/],
  ])(
    'ends a thread that does not heed a cancel for 10 s (%s), and has it cleaned up after',
    async (behaviour, cleanUp) => {
      const { engine, clock } = start()
      const { job, cancel } = await startJob(engine, behaviour)
      cancel()
      clock.advance(9_999)
      expect(await Promise.race([job, asked(engine).then(() => 'still running')])).toBe('still running')
      clock.advance(1)
      await expect(job).rejects.toMatchObject({ code: 'E_CANCELLED' })
      expect((await asked(engine)).lines.at(-1)).toMatch(cleanUp)
    },
  )

  it.each([
    ['exit', 'the engine stopped during the export: it ended without a word'],
    ['throw', 'the engine stopped during the export: a bug on the way'],
  ])('fails the job whose thread dies (%s), has it cleaned up after, and lives on', async (behaviour, message) => {
    const { engine } = start()
    const { job } = await startJob(engine, behaviour)
    await expect(job).rejects.toMatchObject({ code: 'E_INTERNAL', message })
    expect((await asked(engine)).lines.at(-1)).toMatch(/^cleanUp \d+ export$/)
    const next = await engine.runJob('b', exportTo('/do/ok'), { signal: never, onProgress: () => {} })
    expect(next.writtenBytes).toBe(100)
  })

  it('ends everything on close', async () => {
    const { engine } = start()
    const { job } = await startJob(engine, 'ignore')
    await engine.close()
    await expect(job).rejects.toMatchObject({ code: 'E_CANCELLED' })
    await expect(asked(engine)).rejects.toMatchObject({ code: 'E_CANCELLED' })
  })
})
