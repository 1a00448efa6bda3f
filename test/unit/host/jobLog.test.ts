import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { openJournal } from '../../../electron/host/jobs/journal.ts'
import { newJob } from '../../../electron/host/jobs/journalled.ts'
import { createJobLog } from '../../../electron/host/jobs/jobLog.ts'
import { type Job, JobLog } from '../../../shared/job.ts'
import type { JobPhase, JobReport } from '../../../shared/jobs.ts'
import { tempDir } from '../../support/tempDir.ts'
import { fakeClock } from './fakeClock.ts'
import { exportTo } from './requests.ts'

const report: JobReport = {
  readBytes: 2048,
  writtenBytes: 1024,
  dataBytes: 1024,
  zeroBytes: 4096,
  records: 3,
  sizeBytes: 8192,
  path: '/out/a',
  target: null,
  warnings: ['Something odd'],
  digest: 'sha256:00',
}

function start() {
  const clock = fakeClock()
  const log = createJobLog(clock)
  const job = newJob(exportTo('/out/a'), clock)
  const become = (change: Partial<Job>): void => log.changed({ ...job, ...change })
  const at = (phase: JobPhase, doneBytes: number, skippedBytes?: number): void =>
    log.progress({ phase, doneBytes, ...(skippedBytes === undefined ? {} : { skippedBytes }) })
  const texts = (): readonly string[] => log.content().lines.map(({ text }) => text)
  return { clock, log, become, at, texts }
}

describe("a job's log", () => {
  it('tells its phases with their times, its pauses, its warnings and what came of it', () => {
    const { clock, log, become, at, texts } = start()
    clock.advance(12_000)
    become({ state: 'running' })
    at('reading', 0)
    clock.advance(1_500)
    at('copying', 0)
    clock.advance(2_000)
    at('copying', 1024 * 1024)
    become({ state: 'paused' })
    clock.advance(60_000)
    become({ state: 'running' })
    clock.advance(2_000)
    at('copying', 4 * 1024 * 1024, 512)
    at('finishing', 4 * 1024 * 1024)
    clock.advance(200)
    become({ state: 'done', report })
    expect(texts()).toEqual([
      'Began after waiting 12 s',
      'Reading and checking',
      'Reading and checking took 1.5 s',
      'Copying',
      'Paused with 1 MiB done',
      'Went on after a pause of 1 min',
      'Copying took 4 s, 4 MiB at 1 MiB/s',
      'Finishing: flushing to disk and giving the output its name',
      'Finishing took 0.2 s',
      '512 B of zeros were found and not written',
      'Something odd',
      'Read 2 KiB, wrote 1 KiB',
      '1 KiB of data and 4 KiB of zeros in 3 records',
      'Wrote /out/a',
      'Its digest is sha256:00',
    ])
    expect(log.content().lines.find(({ level }) => level === 'warning')?.text).toBe('Something odd')
  })

  it('tells why a job failed and what to do, and that a cancelled one left nothing', () => {
    const failed = start()
    failed.become({ state: 'running' })
    failed.become({ state: 'failed', error: { code: 'E_FILE_NO_SPACE', message: 'no room', hint: 'Make some' } })
    expect(failed.log.content().lines.slice(1)).toMatchObject([
      { level: 'error', text: 'no room (E_FILE_NO_SPACE)' },
      { level: 'info', text: 'Make some' },
    ])
    const cancelled = start()
    cancelled.become({ state: 'running' })
    cancelled.become({ state: 'cancelling' })
    cancelled.become({ state: 'cancelled' })
    expect(cancelled.texts().slice(1)).toEqual(['Cancelling', 'Cancelled. Nothing was left behind'])
  })

  it('keeps at most 240 samples over any life, evenly spread, the first and the last among them', () => {
    const { clock, log, at } = start()
    const begin = clock.now()
    for (let second = 0; second <= 100_000; second++) {
      at('copying', second)
      clock.advance(1_000)
      if (second % 9_973 === 0) expect(JobLog.safeParse(log.content()).success).toBe(true)
    }
    const { samples } = log.content()
    expect(samples.length).toBeGreaterThan(100)
    expect(samples.length).toBeLessThanOrEqual(240)
    expect(samples[0]).toEqual({ at: begin, doneBytes: 0 })
    expect(samples.at(-1)?.doneBytes).toBe(100_000)
    const gaps = samples.slice(1, -1).map(({ at }, index) => at - (samples[index]?.at ?? 0))
    expect(Math.max(...gaps) - Math.min(...gaps)).toBeLessThanOrEqual(1_000)
  })

  it('keeps its first and newest lines, and says how many are not there', () => {
    const { log, texts } = start()
    for (let line = 0; line < 10_000; line++) log.add({ level: 'info', text: String(line) })
    expect(texts()).toHaveLength(400)
    expect(texts()[0]).toBe('0')
    expect(texts().at(-1)).toBe('9999')
    expect(texts()).toContain('9,601 lines are left out here')
  })
})

describe('the journal of logs', () => {
  const log: JobLog = { lines: [{ at: 1, level: 'info', text: 'Began' }], samples: [{ at: 1, doneBytes: 2 }] }

  it('gives a log to every reader, and none of a job that is forgotten', async () => {
    const folder = path.join(tempDir(), 'jobs')
    const journal = openJournal({ folder })
    const job: Job = { ...newJob(exportTo('/out/a'), fakeClock()), state: 'done' }
    journal.record(job)
    expect(await journal.readLog(job.id)).toBeNull()
    journal.recordLog(job.id, log)
    expect(await openJournal({ folder }).readLog(job.id)).toEqual(log)
    expect(await journal.read()).toEqual([job])
    expect(await journal.readLog('other')).toBeNull()
    journal.forget(job.id)
    expect(await journal.readLog(job.id)).toBeNull()
  })

  it('keeps the logs of the jobs that a long life keeps, and no others', async () => {
    const folder = path.join(tempDir(), 'jobs')
    const journal = openJournal({ folder, limit: 3 })
    const clock = fakeClock()
    const jobs = Array.from({ length: 100 }, (): Job => ({ ...newJob(exportTo('/out/a'), clock), state: 'done' }))
    for (const job of jobs) {
      journal.record(job)
      journal.recordLog(job.id, log)
    }
    const reader = openJournal({ folder })
    expect(await reader.readLog(jobs.at(-1)?.id ?? '')).toEqual(log)
    expect(await reader.readLog(jobs[0]?.id ?? '')).toBeNull()
  })
})
