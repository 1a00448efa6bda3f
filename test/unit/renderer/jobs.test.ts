import { describe, expect, it } from 'vitest'
import { askedOf } from '../../../renderer/jobFacts.ts'
import { jobText } from '../../../renderer/jobText.ts'
import { endingOf } from '../../../renderer/model/jobState.ts'
import { coalesce, milestoneOf } from '../../../renderer/model/progress.ts'
import { jobsStore, putJobs, withJob, withProgress, withSnapshot } from '../../../renderer/stores/jobs.ts'
import type { Job } from '../../../shared/job.ts'
import type { Progress } from '../../../shared/jobs.ts'
import { details } from './details.ts'

const { ref } = details([], [])

function progress(seq: number, doneBytes: number, more: Partial<Progress> = {}): Progress {
  return {
    jobId: 'a',
    seq,
    phase: 'copying',
    doneBytes,
    totalBytes: 1000,
    rateBytesPerSec: null,
    etaSeconds: null,
    ...more,
  }
}

function job(id: string, more: Partial<Job> = {}): Job {
  return {
    id,
    request: { kind: 'export', source: { ...ref, snapshot: { text: 's1' } }, path: '/tmp/x.raw' },
    state: 'running',
    createdAt: 1,
    startedAt: 1,
    endedAt: null,
    progress: null,
    report: null,
    error: null,
    ...more,
  }
}

describe('the list of jobs', () => {
  it('stands newest first', () => {
    expect(withSnapshot([job('old'), job('new', { createdAt: 2 })]).map(({ id }) => id)).toEqual(['new', 'old'])
    expect(withJob([job('old')], job('new', { createdAt: 2 })).map(({ id }) => id)).toEqual(['new', 'old'])
  })

  it('keeps newer progress when an older state of the job arrives', () => {
    const [kept] = withJob(
      [job('a', { progress: progress(5, 500) })],
      job('a', { state: 'cancelling', progress: progress(3, 300) }),
    )
    expect([kept?.state, kept?.progress?.seq]).toEqual(['cancelling', 5])
  })

  it('drops progress that is not newer, and of jobs it does not know', () => {
    const jobs = [job('a', { progress: progress(5, 500) })]
    expect(withProgress(jobs, new Map([['a', progress(5, 600)]]))).toBe(jobs)
    expect(withProgress(jobs, new Map([['b', progress(9, 600)]]))).toBe(jobs)
    expect(withProgress(jobs, new Map([['a', progress(6, 600)]]))[0]?.progress?.doneBytes).toBe(600)
  })
})

describe('what is not about progress', () => {
  const running = [job('b'), job('a', { progress: progress(1, 100) })]
  const moved = (jobs: readonly Job[]) => withProgress(jobs, new Map([['a', progress(2, 200)]]))
  const state = () => jobsStore.getState()

  it('stays the very same while jobs only go on', () => {
    putJobs(running)
    const { jobs } = state()
    putJobs(moved(running))
    expect(state().jobs).toBe(jobs)
    expect(state().moving.find(({ id }) => id === 'a')?.progress?.doneBytes).toBe(200)
  })

  it.each<[string, (jobs: readonly Job[]) => readonly Job[]]>([
    ['a job changes its state', (jobs) => withJob(jobs, job('a', { state: 'done', endedAt: 9 }))],
    [
      'a job says more than it did',
      (jobs) => withJob(jobs, { ...job('a'), error: { code: 'E_FILE_READ', message: '' } }),
    ],
    ['a job comes', (jobs) => withJob(jobs, job('c'))],
    ['a job goes', (jobs) => jobs.slice(1)],
  ])('is told when %s, with the progress there is', (_, change) => {
    putJobs(running)
    const changed = change(moved(running))
    putJobs(changed)
    expect(state().jobs).toBe(changed)
    expect(state().moving).toBe(changed)
  })
})

it('coalesce hands on the newest of each job, once for all', () => {
  const frames: (() => void)[] = []
  const applied: string[] = []
  const push = coalesce(
    (flush) => void frames.push(flush),
    (news) => void applied.push([...news.values()].map(({ jobId, seq }) => `${jobId}${seq}`).join(' ')),
  )
  push(progress(1, 1))
  push(progress(3, 3))
  push(progress(2, 2))
  push(progress(1, 1, { jobId: 'b' }))
  expect(frames).toHaveLength(1)
  frames.shift()?.()
  push(progress(4, 4))
  expect(frames).toHaveLength(1)
  frames.shift()?.()
  expect(applied).toEqual(['a3 b1', 'a4'])
})

describe('what is said aloud', () => {
  it('is the start, each tenth and the end, never a tick', () => {
    const at = (place: number | null, more: Partial<Job> = {}) => ({ job: job('a', more), place })
    expect(milestoneOf(null, at(null))).toEqual({ kind: 'started' })
    expect(milestoneOf(at(null, { state: 'queued' }), at(null))).toEqual({ kind: 'started' })
    expect(milestoneOf(at(0.21), at(0.29))).toBeNull()
    expect(milestoneOf(at(0.29), at(0.31))).toEqual({ kind: 'step', percent: 30 })
    expect(milestoneOf(at(0.95), at(1))).toBeNull()
    expect(milestoneOf(at(1), at(1, { state: 'done' }))).toEqual({ kind: 'ended' })
    expect(milestoneOf(at(1, { state: 'done' }), at(1, { state: 'done' }))).toBeNull()
  })
})

describe('jobText', () => {
  it('says that a cancelled job left nothing behind', () => {
    expect(jobText.outcome(job('a', { state: 'cancelled' }))).toBe('Cancelled. Nothing was left behind.')
  })

  it('says what a cancelled job left that goes into an image point by point', () => {
    const live = { ...ref, connection: 'lab' }
    const outcome = (request: Job['request']) => jobText.outcome(job('a', { state: 'cancelled', request }))
    const files = (paths: string[], target: typeof ref): Job['request'] => ({
      kind: 'import-diff',
      paths,
      target,
      overlay: false,
    })
    expect(outcome({ kind: 'replicate', source: ref, target: live })).toContain('Snapshots that came over stay')
    expect(outcome(files(['/a', '/b'], live))).toContain('applied whole stay')
    expect(outcome(files(['/a'], live))).toBe('Cancelled. Nothing was left behind.')
    expect(outcome(files(['/a', '/b'], ref))).toBe('Cancelled. Nothing was left behind.')
  })

  it('says where images of clusters lie, and of two ends both where they differ', () => {
    const [live, dr] = [
      { ...ref, connection: 'lab' },
      { ...ref, connection: 'dr' },
    ]
    const s2 = { snapshot: { text: 's2' } }
    const pipe = (source: typeof ref, target: typeof ref) =>
      jobText.subtitle({
        kind: 'pipe',
        source: { ...source, ...s2 },
        fromSnapshot: { text: 's1' },
        target,
        create: false,
      })
    expect(pipe(ref, live)).toBe('changes since s1, from library to lab')
    expect(pipe(live, dr)).toBe('changes since s1, from lab to dr')
    expect(pipe(live, live)).toBe('changes since s1, on lab')
    expect(pipe(ref, ref)).toBe('changes since s1')
    expect(jobText.subtitle({ kind: 'export', source: { ...live, ...s2 }, path: '/out/x.raw' })).toBe(
      'to x.raw, on lab',
    )
    expect(jobText.subtitle({ kind: 'flatten', target: live })).toBe('on lab')
    expect(askedOf({ kind: 'replicate', source: live, target: dr }).map(({ value }) => value)).toEqual([
      'lab://rbd/img',
      'dr://rbd/img',
    ])
    expect(askedOf({ kind: 'rollback', target: ref, snapshot: { text: 's1' } })[0]?.value).toBe('rbd/img')
  })

  it('says what a cluster did within itself, of which no bytes are told, and does not call it nothing', () => {
    const live = { ...ref, connection: 'lab' }
    const report = {
      readBytes: 0,
      writtenBytes: 0,
      dataBytes: 0,
      zeroBytes: 0,
      records: 0,
      sizeBytes: 1,
      path: null,
      target: live,
      warnings: [],
    }
    const of = (request: Job['request']) => job('a', { state: 'done', request, report })
    const back = of({ kind: 'rollback', target: live, snapshot: { text: 's1' } })
    expect(jobText.outcome(back)).toBe('The head has the content of s1 again')
    expect(endingOf(back)).toBe('done')
    expect(endingOf(of({ kind: 'rollback', target: ref, snapshot: { text: 's1' } }))).toBe('idle')
    const flat = of({ kind: 'flatten', target: live })
    expect(jobText.outcome(flat)).toBe('It has all of its own content, and no parent any more')
    expect(endingOf(flat)).toBe('done')
  })

  it('does not call zero bytes moved a plain success', () => {
    const report = {
      readBytes: 0,
      writtenBytes: 22,
      dataBytes: 0,
      zeroBytes: 0,
      records: 0,
      sizeBytes: 1,
      path: '/x',
      target: null,
      warnings: [],
    }
    expect(jobText.outcome(job('a', { state: 'done', report }))).toMatch(/^Nothing had to be written/)
  })

  it('says of a download that it is one', () => {
    const request: Job['request'] = { kind: 'export', source: { ...ref, snapshot: { text: 's1' } }, path: 'img.raw' }
    const report = {
      readBytes: 1,
      writtenBytes: 1024,
      dataBytes: 1024,
      zeroBytes: 0,
      records: 1,
      sizeBytes: 1024,
      path: null,
      target: null,
      warnings: [],
    }
    expect(jobText.subtitle(request)).toBe('download as img.raw')
    expect(jobText.outcome(job('a', { request, state: 'done', report }))).toBe('1 KiB of data, downloaded as img.raw')
    expect(jobText.subtitle({ ...request, path: 'C:\\out\\img.raw' })).toBe('to img.raw')
  })

  it('names what each kind of job does', () => {
    expect(jobText.title(job('a').request)).toBe('Export rbd/img@s1')
    expect(
      jobText.title({
        kind: 'merge',
        inputs: [
          { kind: 'file', path: '/a' },
          { kind: 'file', path: '/b' },
        ],
        path: 'C:\\out\\c.diff',
      }),
    ).toBe('Merge 2 into c.diff')
  })
})
