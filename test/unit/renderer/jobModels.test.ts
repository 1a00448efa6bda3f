import { describe, expect, it } from 'vitest'
import { jobCardText } from '../../../renderer/jobCardText.ts'
import { SILENT, speak, SPEAK_MS, speaksAt, withSaying } from '../../../renderer/model/announcer.ts'
import type { Saying } from '../../../renderer/model/announcer.ts'
import { filteredJobs } from '../../../renderer/model/historyFilter.ts'
import { layoutOf, placeOf, segmentsOf } from '../../../renderer/model/jobPhases.ts'
import { abilitiesOf, bottleneckOf, endingOf, timeLeftOf, waitingFor } from '../../../renderer/model/jobState.ts'
import { currentRate, ratesOf, withHeard, withLogged } from '../../../renderer/model/jobTrack.ts'
import type { JobTrack } from '../../../renderer/model/jobTrack.ts'
import { isLongEnd } from '../../../renderer/model/longJobs.ts'
import { HEAD, keyOfSnapshot } from '../../../renderer/model/points.ts'
import { pointOfProblem } from '../../../renderer/model/problemPlace.ts'
import { stripJobs } from '../../../renderer/model/stripJobs.ts'
import type { Job } from '../../../shared/job.ts'
import { JobPhase, JobState } from '../../../shared/jobs.ts'
import type { JobReport, JobRequest, Progress, VerifyProblem } from '../../../shared/jobs.ts'
import { details, link, snapshot } from './details.ts'

const { ref } = details([], [])
const exporting: JobRequest = { kind: 'export', source: { ...ref, snapshot: { text: 's1' } }, path: '/tmp/x.raw' }
const requests: readonly JobRequest[] = [
  exporting,
  { ...exporting, verifyFirst: true },
  { kind: 'verify', what: { kind: 'image', image: ref } },
  { kind: 'fold', target: ref },
  { kind: 'manifest', paths: ['/a'] },
]

function progress(phase: Progress['phase'], doneBytes: number, totalBytes: number | null = 1000): Progress {
  return { jobId: 'a', seq: 0, phase, doneBytes, totalBytes, rateBytesPerSec: null, etaSeconds: null }
}

function job(id: string, more: Partial<Job> = {}): Job {
  return {
    id,
    request: exporting,
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

const report: JobReport = {
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

const hear = (request: JobRequest, all: readonly Progress[]): readonly JobTrack[] => {
  const tracks: JobTrack[] = []
  for (const [index, one] of all.entries()) tracks.push(withHeard(tracks.at(-1), request, one, 1000 + index * 300))
  return tracks
}

describe('the phases of a job', () => {
  it('have shares that sum to the whole, whatever was met on the way', () => {
    for (const request of requests) {
      for (const seen of [[], ['unpacking'], ['verifying', 'copying'], JobPhase.options] as const) {
        const sum = layoutOf(request, new Set(seen)).reduce((total, { share }) => total + share, 0)
        expect(sum).toBeCloseTo(1, 12)
      }
    }
  })

  it('never stand at the whole before the end is told', () => {
    const layout = layoutOf(exporting)
    expect(placeOf(layout, progress('copying', 1000))).toBeLessThan(1)
    expect(placeOf(layout, progress('finishing', 1000))).toBeLessThan(1)
    const segments = segmentsOf(layout, placeOf(layout, progress('finishing', 1000)), 'finishing')
    expect(segments.map(({ state }) => state)).toEqual(['done', 'done', 'current'])
    expect(segments.at(-1)?.filled).toBe(0)
    expect(segmentsOf(layout, 1, 'finishing').every(({ filled }) => filled === 1)).toBe(true)
  })

  it('do not say how far it is while nobody knows the amount', () => {
    expect(placeOf(layoutOf(exporting), progress('copying', 5, null))).toBeNull()
  })

  it('fill one after the other', () => {
    const layout = layoutOf({ ...exporting, verifyFirst: true })
    const place = placeOf(layout, progress('copying', 500))
    const filled = segmentsOf(layout, place, 'copying').map((segment) => Number(segment.filled.toFixed(6)))
    expect(filled).toEqual([1, 1, 0.5, 0])
  })
})

describe('what is remembered of a way', () => {
  it('never goes back, whichever phase comes and whatever total it brings', () => {
    const phases = ['reading', 'verifying', 'unpacking', 'copying', 'verifying', 'copying', 'finishing'] as const
    for (const request of requests) {
      const all = phases.flatMap((phase) => [0, 300, 200, 900].map((done) => progress(phase, done, 1000 + done)))
      const places = hear(request, all).map(({ place }) => place ?? 0)
      for (const [index, place] of places.entries()) {
        expect(place).toBeGreaterThanOrEqual(places[index - 1] ?? 0)
        expect(place).toBeLessThan(1)
      }
    }
  })

  it('is a minute in full and a life in few points', () => {
    const all = Array.from({ length: 5000 }, (_, index) => progress('copying', index, 5000))
    const track = hear(exporting, all).at(-1)
    const newest = 1000 + 4999 * 300
    expect(track?.recent[0]?.at).toBeGreaterThan(newest - 62_000)
    expect(track?.recent.at(-1)).toEqual({ at: newest, doneBytes: 4999 })
    expect(track?.life.length).toBeLessThanOrEqual(240)
    expect([track?.life[0]?.doneBytes, track?.life.at(-1)?.doneBytes]).toEqual([0, 4999])
  })

  it('takes from the log only what the window has not heard', () => {
    const heard = hear(exporting, [progress('copying', 500)]).at(-1)
    const logged = [
      { at: 400, doneBytes: 100 },
      { at: 900, doneBytes: 400 },
      { at: 950, doneBytes: 700 },
      { at: 1200, doneBytes: 600 },
    ]
    expect(withLogged(heard, logged, 2000).recent.map(({ doneBytes }) => doneBytes)).toEqual([100, 400, 500])
    expect(withLogged(undefined, logged, 2000).recent).toHaveLength(4)
  })

  it('tells rates by differences, and nothing of the time before', () => {
    const samples = [
      { at: 1000, doneBytes: 0 },
      { at: 2000, doneBytes: 100 },
      { at: 4000, doneBytes: 500 },
    ]
    expect(ratesOf(samples, { start: 0, end: 5000, slots: 5 })).toEqual([null, 100, 200, 200, 0])
    expect(currentRate(samples, 4000)).toBeCloseTo(500 / 3)
    expect(currentRate(samples, 1500)).toBeNull()
    expect(currentRate(samples, 9000)).toBe(0)
  })
})

describe('the time left', () => {
  const now = 100_000
  const running = (more: Partial<Progress>, startedAt = 1) =>
    job('a', { startedAt, progress: { ...progress('copying', 1), etaSeconds: 8, ...more } })

  it('is told in words, and never as nothing while work remains', () => {
    const words = (one: Job, heardAt = now) => jobCardText.left(timeLeftOf(one, now, heardAt))
    expect(words(running({}))).toBe('8 s left')
    expect(words(running({ etaSeconds: 0 }))).toBe('1 s left')
    expect(timeLeftOf(running({ etaSeconds: 0.2 }), now, now)).toEqual({ kind: 'left', seconds: 1 })
    expect(words(running({ etaSeconds: null }))).toBe('estimating')
    expect(words(running({ phase: 'finishing' }))).toBe('')
  })

  it('is estimated in the first five seconds, and when nothing was heard for ten', () => {
    expect(timeLeftOf(running({}, now - 4999), now, now)).toEqual({ kind: 'estimating' })
    expect(timeLeftOf(running({}, now - 5000), now, now)).toEqual({ kind: 'left', seconds: 8 })
    expect(timeLeftOf(running({}), now, now - 10_000)).toEqual({ kind: 'left', seconds: 8 })
    expect(timeLeftOf(running({}), now, now - 10_001)).toEqual({ kind: 'estimating' })
  })

  it('is not told of what does not run', () => {
    for (const state of JobState.options.filter((one) => one !== 'running')) {
      expect(timeLeftOf({ ...running({}), state }, now, now)).toBeNull()
    }
  })
})

describe('a waiting job', () => {
  const fold = (id: string, createdAt: number, state: Job['state']) =>
    job(id, { request: { kind: 'fold', target: ref }, createdAt, state })

  it('names the job at the same image that is before it', () => {
    const jobs = [fold('late', 3, 'queued'), fold('first', 1, 'running'), fold('me', 2, 'queued'), job('other')]
    expect(waitingFor(fold('me', 2, 'queued'), jobs)).toEqual({ kind: 'image', job: jobs[1] })
    expect(waitingFor(fold('me', 2, 'queued'), jobs.toReversed())).toEqual({ kind: 'image', job: jobs[1] })
    expect(jobCardText.waiting(waitingFor(fold('me', 2, 'queued'), jobs))).toContain('Fold rbd/img')
  })

  it('else waits for its turn among so many', () => {
    const jobs = [job('a'), job('b', { state: 'paused' }), job('c', { state: 'queued' })]
    expect(waitingFor(job('me', { state: 'queued', createdAt: 9 }), jobs)).toEqual({ kind: 'limit', running: 2 })
  })
})

describe('a job by its state', () => {
  it('offers only what the state allows', () => {
    const offered = (state: Job['state']) =>
      Object.entries(abilitiesOf(job('a', { state })))
        .filter(([, can]) => can)
        .map(([name]) => name)
    expect(offered('queued')).toEqual(['cancel'])
    expect(offered('running')).toEqual(['pause', 'cancel'])
    expect(offered('paused')).toEqual(['resume', 'cancel'])
    expect(offered('cancelling')).toEqual([])
    for (const state of ['done', 'failed', 'cancelled', 'interrupted'] as const) {
      expect(offered(state)).toEqual(['startAgain', 'forget'])
    }
  })

  it('is a success only when something was moved and nothing was found', () => {
    const done = (more: Partial<JobReport>) => endingOf(job('a', { state: 'done', report: { ...report, ...more } }))
    expect(done({})).toBe('idle')
    expect(done({ dataBytes: 1 })).toBe('done')
    expect(done({ zeroBytes: 1 })).toBe('done')
    expect(done({ dataBytes: 1, warnings: ['look'] })).toBe('warned')
    const file = { path: '/a', proof: 'digests' as const, fileBytes: 1, checkedBytes: 1, ok: true }
    const verification = { ok: true, fileCount: 1, problemCount: 0, files: [file], problems: [] }
    expect(done({ verification })).toBe('proven')
    expect(done({ verification: { ...verification, files: [{ ...file, proof: 'structure' }] } })).toBe('done')
    expect(done({ verification: { ...verification, files: [{ ...file, proof: 'skipped' }] } })).toBe('idle')
    expect(done({ verification: { ...verification, ok: false, problemCount: 1 } })).toBe('findings')
    expect(endingOf(job('a'))).toBeNull()
  })

  it('says which end is slow only where one clearly is', () => {
    expect(bottleneckOf({ read: 0.9, write: 0.3 })).toBe('source')
    expect(bottleneckOf({ read: 0.2, write: 0.95 })).toBe('target')
    expect(bottleneckOf({ read: 0.7, write: 0.75 })).toBeNull()
    expect(bottleneckOf({ read: 0.3, write: 0.05 })).toBeNull()
    expect(bottleneckOf(undefined)).toBeNull()
  })
})

describe('the announcer', () => {
  const saying = (jobId: string, kind: Saying['kind'], words: string = kind): Saying => ({
    jobId,
    kind,
    text: `${jobId} ${words}`,
  })
  const spoken = (all: readonly Saying[]): readonly string[] => {
    let announcer = all.reduce(withSaying, SILENT)
    const said: string[] = []
    for (let now = 0; speaksAt(announcer) !== null; now += SPEAK_MS) {
      const { text, after } = speak(announcer, now)
      announcer = after
      if (text !== null) said.push(text)
    }
    return said
  }

  it('says the latest of each job, ends first', () => {
    expect(
      spoken([
        saying('a', 'step', 'old step'),
        saying('b', 'started'),
        saying('a', 'step'),
        saying('c', 'ended'),
        saying('d', 'ended'),
      ]),
    ).toEqual(['c ended', 'd ended', 'b started', 'a step'])
  })

  it('does not speak before the last sentence was read out', () => {
    const first = speak(withSaying(SILENT, saying('a', 'started')), 1000)
    expect(first.text).toBe('a started')
    const second = withSaying(first.after, saying('a', 'step'))
    expect(speak(second, 1000 + SPEAK_MS - 1).text).toBeNull()
    expect(speaksAt(second)).toBe(1000 + SPEAK_MS)
    expect(speak(second, 1000 + SPEAK_MS).text).toBe('a step')
  })

  it('never lets more wait than there are jobs', () => {
    const many = Array.from({ length: 1000 }, (_, index) => saying(`job ${index % 5}`, 'step'))
    expect(many.reduce(withSaying, SILENT).waiting).toHaveLength(5)
  })
})

describe('the history', () => {
  const jobs = [
    job('r'),
    job('f', { state: 'failed' }),
    job('i', { state: 'interrupted' }),
    job('d', { state: 'done', report: { ...report, dataBytes: 1 } }),
    job('c', { state: 'cancelled' }),
  ]
  const ids = (kind: Parameters<typeof filteredJobs>[1]['kind'], text = '') =>
    filteredJobs(jobs, { kind, text }, ({ id, state }) => `${id} ${state} Export`).map(({ id }) => id)

  it('is filtered by how jobs stand', () => {
    expect(ids('all')).toEqual(['r', 'f', 'i', 'd', 'c'])
    expect(ids('running')).toEqual(['r'])
    expect(ids('stopped')).toEqual(['f', 'i'])
    expect(ids('finished')).toEqual(['d', 'c'])
  })

  it('is filtered by words, all of them, whatever the case', () => {
    expect(ids('all', ' EXPORT  failed ')).toEqual(['f'])
    expect(ids('all', 'nothing')).toEqual([])
  })
})

describe('a notification', () => {
  const ran = (seconds: number, state: Job['state']) =>
    job('a', { state, startedAt: 1000, endedAt: 1000 + seconds * 1000 })

  it('is for jobs that ran long and ended by themselves', () => {
    expect(isLongEnd(job('a'), ran(30, 'done'), 30)).toBe(true)
    expect(isLongEnd(job('a'), ran(30, 'failed'), 30)).toBe(true)
    expect(isLongEnd(job('a'), ran(29, 'done'), 30)).toBe(false)
    expect(isLongEnd(job('a'), ran(99, 'cancelled'), 30)).toBe(false)
    expect(isLongEnd(job('a'), ran(99, 'done'), null)).toBe(false)
    expect(isLongEnd(undefined, ran(99, 'done'), 30)).toBe(false)
    expect(isLongEnd(ran(99, 'done'), ran(99, 'done'), 30)).toBe(false)
  })
})

describe('the strip', () => {
  const now = 100_000_000
  const merging = (path: string): JobRequest => ({ kind: 'merge', inputs: [{ kind: 'file', path: '/a' }], path })
  const one = (id: string, createdAt: number, more: Partial<Job> = {}) =>
    job(id, { createdAt, endedAt: now - 1000, request: merging(id), ...more })
  const ids = (jobs: readonly Job[], more: Partial<Parameters<typeof stripJobs>[1]> = {}) =>
    stripJobs(jobs, { old: new Set(), asked: undefined, now, ...more }).map(({ id }) => id)

  it('shows what runs, oldest first, then what waits, what has just ended, and a failure', () => {
    const queued = one('queued', 9, { state: 'queued' })
    const jobs = [
      queued,
      one('b', 8),
      one('a', 7),
      one('done', 6, { state: 'done' }),
      one('bad', 5, { state: 'failed' }),
    ]
    expect(ids(jobs)).toEqual(['a', 'b', 'queued'])
    expect(ids(jobs.slice(3))).toEqual(['done', 'bad'])
    expect(ids([one('c', 9), ...jobs.slice(1)])).toEqual(['a', 'b', 'c'])
  })

  it('forgets a failure that was started again, and outcomes of long ago', () => {
    const bad = one('bad', 5, { state: 'failed' })
    const done = one('done', 6, { state: 'done' })
    expect(ids([one('again', 7, { request: merging('bad') }), done, bad])).toEqual(['again', 'done'])
    const old = new Set(['bad', 'done'])
    const longAgo = (one: Job) => ({ ...one, endedAt: now - 3_600_000 })
    expect(ids([longAgo(done), longAgo(bad)], { old })).toEqual(['bad'])
    expect(ids([longAgo(done), longAgo(bad)])).toEqual(['done', 'bad'])
  })

  it('shows the job that was asked for', () => {
    const jobs = ['d', 'c', 'b', 'a'].map((id, index) => one(id, 9 - index, { state: 'done' }))
    expect(ids(jobs, { asked: 'a' })).toEqual(['a', 'd'])
  })
})

it('a problem leads to the first point that needs the bad file', () => {
  const image = details([link(1, { kind: 'raw' }), link(2), link(3)], [snapshot('a', 1), snapshot('b', 2)])
  const problem = (path: string): VerifyProblem => ({ path, kind: 'cut', message: '', offset: null, length: null })
  const [, second, third] = image.links
  expect(pointOfProblem(image, problem(second?.path ?? ''))).toBe(keyOfSnapshot(image.snapshots[1] ?? snapshot('b', 2)))
  expect(pointOfProblem(image, problem(`/elsewhere/${third?.file}`))).toBe(HEAD)
  expect(pointOfProblem(image, problem('/gone'))).toBeNull()
})
