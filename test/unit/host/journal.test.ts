import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { openJournal } from '../../../electron/host/jobs/journal.ts'
import { journalled, newJob } from '../../../electron/host/jobs/journalled.ts'
import { systemClock } from '../../../electron/host/clock.ts'
import { Job } from '../../../shared/job.ts'
import { AppError } from '../../../shared/errors.ts'
import type { JobState } from '../../../shared/jobs.ts'
import { tempDir } from '../../support/tempDir.ts'
import { exportTo } from './requests.ts'

/** A process that has done one job and is in the middle of a second, to `/out/NAME`. */
async function startWriter(folder: string, name: string) {
  const script = fileURLToPath(new URL('journalWriter.ts', import.meta.url))
  const child = spawn(process.execPath, [script, folder, name], { stdio: ['pipe', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  return async () => {
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
}

let created = 0
function job(state: JobState, name = 'a'): Job {
  return { ...newJob(exportTo(`/out/${name}`), systemClock), createdAt: ++created, state }
}

function names(jobs: readonly Job[]): readonly string[] {
  return jobs.map(({ request, state }) => `${'path' in request ? path.basename(request.path) : ''} ${state}`)
}

describe('the journal', () => {
  it('is empty, and makes nothing, where nothing was recorded', async () => {
    const folder = path.join(tempDir(), 'jobs')
    const journal = openJournal({ folder })
    expect(await journal.read()).toEqual([])
    await journal.compact()
    expect(existsSync(folder)).toBe(false)
  })

  it("holds each job's last word, newest first, whoever reads it", async () => {
    const folder = path.join(tempDir(), 'jobs')
    const journal = openJournal({ folder })
    const first = job('queued', 'first')
    const second = job('queued', 'second')
    journal.record(first)
    journal.record(second)
    journal.record({ ...first, state: 'running', startedAt: 5 })
    const done: Job = { ...first, state: 'done', startedAt: 5, endedAt: 9 }
    journal.record(done)
    const jobs = await openJournal({ folder }).read()
    expect(jobs).toEqual([second, done])
    for (const entry of jobs) expect(Job.safeParse(entry).success).toBe(true)
  })

  it('finds the job of a killed process interrupted, and one that was done, done', async () => {
    const folder = tempDir()
    const kill = await startWriter(folder, 'copy')
    const journal = openJournal({ folder })
    expect(names(await journal.read())).toEqual(['copy running', 'done done'])
    await kill()
    const [copy] = await journal.read()
    expect(copy).toMatchObject({ state: 'interrupted', error: { code: 'E_JOB_INTERRUPTED' }, report: null })
    expect(names(await journal.read())).toEqual(['copy interrupted', 'done done'])
  })

  it('joins the files of dead processes into one, and leaves those of living ones', async () => {
    const folder = tempDir()
    const killOne = await startWriter(folder, 'one')
    const killTwo = await startWriter(folder, 'two')
    const journal = openJournal({ folder })
    journal.record(job('running', 'own'))
    await killOne()
    const before = names(await journal.read())
    await journal.compact()
    expect(readdirSync(folder).length).toBe(3)
    expect(names(await journal.read())).toEqual(before)
    await killTwo()
    await journal.compact()
    const done = (await journal.read()).find(({ state }) => state === 'done')
    expect((await journal.readLog(done?.id ?? ''))?.lines.map(({ text }) => text)).toContain('Wrote /out/done')
    expect(readdirSync(folder).sort().at(-1)).toBe('history.jsonl')
    expect(readdirSync(folder).length).toBe(2)
    expect([...names(await journal.read())].sort()).toEqual([
      'done done',
      'done done',
      'one interrupted',
      'own running',
      'two interrupted',
    ])
  })

  it('forgets what it is told to, own or not, for all readers and through every compaction', async () => {
    const folder = tempDir()
    const kill = await startWriter(folder, 'copy')
    const journal = openJournal({ folder })
    const other = openJournal({ folder })
    const own = job('done', 'own')
    journal.record(own)
    const done = (await journal.read()).find((entry) => names([entry])[0] === 'done done')
    journal.forget(own.id)
    journal.forget(done?.id ?? '')
    expect(names(await other.read())).toEqual(['copy running'])
    await kill()
    await other.compact()
    expect(names(await other.read())).toEqual(['copy interrupted'])
    other.forget((await other.read())[0]?.id ?? '')
    await journal.compact()
    expect(await journal.read()).toEqual([])
  })

  it('keeps the newest so many, and all that live', async () => {
    const folder = tempDir()
    const journal = openJournal({ folder, limit: 3 })
    journal.record(job('running', 'old'))
    for (let number = 0; number < 5; number++) journal.record(job('done', `${number}`))
    expect(names(await journal.read())).toEqual(['4 done', '3 done', '2 done', 'old running'])
  })

  it("does not let a long life's file grow without end, nor lose a job by that", async () => {
    const folder = tempDir()
    const journal = openJournal({ folder, limit: 3 })
    const living = job('queued', 'living')
    journal.record(living)
    for (let number = 0; number < 500; number++) {
      const queued = job('queued', `${number}`)
      for (const state of ['queued', 'running', 'done'] as const) journal.record({ ...queued, state })
      if (number % 10 === 0) journal.forget(queued.id)
    }
    journal.record({ ...living, state: 'running' })
    const [file = ''] = readdirSync(folder)
    expect(readFileSync(path.join(folder, file), 'utf8').split('\n').length).toBeLessThan(130)
    expect(names(await openJournal({ folder, limit: 3 }).read())).toEqual([
      '499 done',
      '498 done',
      '497 done',
      'living running',
    ])
  })

  it('passes over what it does not understand: torn lines, other versions, other files', async () => {
    const folder = tempDir()
    const journal = openJournal({ folder })
    const done = job('done', 'a')
    journal.record(done)
    const [file = ''] = readdirSync(folder)
    appendFileSync(
      path.join(folder, file),
      '{"t":"job","job":{"id":"torn"\n{"t":"later"}\n7\n\u0000\n{"t":"change","id":"x"',
    )
    writeFileSync(path.join(folder, 'strange.jsonl'), '{"t":"process","version":2,"identity":{"pid":1}}\n')
    writeFileSync(path.join(folder, 'empty.jsonl'), '')
    expect(await openJournal({ folder }).read()).toEqual([done])
    await journal.compact()
    expect(readdirSync(folder)).toContain('strange.jsonl')
    expect(readdirSync(folder)).toContain('empty.jsonl')
  })

  it('says when it cannot be written', () => {
    const file = path.join(tempDir(), 'jobs')
    writeFileSync(file, '')
    expect(() => openJournal({ folder: file }).record(job('queued'))).toThrow(AppError)
  })
})

describe('a job of the command line', () => {
  it.each([
    ['done', null, null],
    ['failed', new AppError('E_FILE_NO_SPACE', 'no room'), { code: 'E_FILE_NO_SPACE', message: 'no room' }],
    ['cancelled', new AppError('E_CANCELLED', 'cancelled'), null],
    ['failed', new TypeError('bug'), { code: 'E_INTERNAL', message: 'bug' }],
  ] as const)('is written down as %s', async (state, failure, error) => {
    const journal = openJournal({ folder: tempDir() })
    const report = { ...emptyReport, sizeBytes: 4 }
    const run = journalled(journal, exportTo('/out/a'), async () => {
      expect(names(await journal.read())).toEqual(['a running'])
      if (failure !== null) throw failure
      return report
    })
    if (failure === null) expect(await run).toBe(report)
    else await expect(run).rejects.toBe(failure)
    expect(await journal.read()).toMatchObject([{ state, error, report: failure === null ? report : null }])
  })

  it('runs even where no journal can be written', async () => {
    const file = path.join(tempDir(), 'jobs')
    writeFileSync(file, '')
    const told: unknown[] = []
    const options = { onJournalError: (error: unknown) => told.push(error) }
    const report = await journalled(openJournal({ folder: file }), exportTo('/out/a'), async () => emptyReport, options)
    expect(report).toBe(emptyReport)
    expect(told).toHaveLength(2)
  })
})

const emptyReport = {
  readBytes: 0,
  writtenBytes: 0,
  dataBytes: 0,
  zeroBytes: 0,
  records: 0,
  sizeBytes: 0,
  path: null,
  target: null,
  warnings: [],
}
