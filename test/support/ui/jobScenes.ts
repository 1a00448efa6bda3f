import type { Job, JobLog } from '../../../shared/contract.ts'
import type { JobReport, JobRequest, Progress } from '../../../shared/jobs.ts'
import { nameFromText } from '../../../shared/names.ts'
import { imageRef, jobs } from './data.ts'
import { lookJobs } from './lookJobs.ts'

const GIB = 1024 ** 3
const MIB = 1024 ** 2
/** Of the page, not of the data: what runs, runs now. */
const NOW = Date.now()
const MINUTE = 60_000

const mail = imageRef('backups', 'mail-02')
const at = (name: string) => ({ ...mail, snapshot: nameFromText(name) })

const exporting: JobRequest = { kind: 'export', source: at('tue-10'), path: '/home/me/exports/mail-02_tue-10.raw' }
const piping: JobRequest = {
  kind: 'pipe',
  source: at('tue-10'),
  fromSnapshot: nameFromText('mon-09'),
  target: imageRef('vms', 'mail-02'),
  create: false,
}

function job(id: string, request: JobRequest, more: Partial<Job> = {}): Job {
  return {
    id,
    request,
    state: 'running',
    createdAt: NOW - 2 * MINUTE,
    startedAt: NOW - MINUTE,
    endedAt: null,
    progress: null,
    report: null,
    error: null,
    ...more,
  }
}

function progress(jobId: string, phase: Progress['phase'], share: number, more: Partial<Progress> = {}): Progress {
  return {
    jobId,
    seq: 7,
    phase,
    doneBytes: 67.7 * GIB * share,
    totalBytes: 67.7 * GIB,
    rateBytesPerSec: 512 * MIB,
    etaSeconds: (67.7 * GIB * (1 - share)) / (512 * MIB),
    ...more,
  }
}

const report: JobReport = {
  readBytes: 6 * GIB,
  writtenBytes: 5 * GIB,
  dataBytes: 5 * GIB,
  zeroBytes: GIB,
  records: 31_000,
  sizeBytes: 200 * GIB,
  path: '/home/me/exports/mail-02_tue-10.raw',
  target: null,
  warnings: [],
}

const LONG = 'a-very-long-name-as-they-come-out-of-automation-with-a-date-2026-11-23T08:24:59Z-and-more'

/** A scene a state, one job or a few each. */
const SCENES: Readonly<Record<string, () => readonly Job[]>> = {
  none: () => [],
  reading: () => [
    job('r', exporting, {
      startedAt: NOW,
      progress: progress('r', 'reading', 0, { totalBytes: null, etaSeconds: null }),
    }),
  ],
  copying: () => [
    job('c', exporting, {
      progress: progress('c', 'copying', 0.61, { queues: { read: 0.9, write: 0.3 }, skippedBytes: 14.9 * GIB }),
    }),
    job('p', piping, { progress: progress('p', 'copying', 0.28, { queues: { read: 0.2, write: 0.95 } }) }),
    job('q', { kind: 'fold', target: imageRef('vms', 'mail-02') }, { state: 'queued', startedAt: null }),
    ...history(5),
  ],
  phases: () => [
    job('v', { kind: 'verify', what: { kind: 'image', image: mail } }, { progress: progress('v', 'verifying', 0.4) }),
    job('f', exporting, { progress: progress('f', 'finishing', 1) }),
    job('w', { ...exporting, path: '/home/me/exports/other.raw' }, { state: 'queued', startedAt: null }),
  ],
  held: () => [
    job('h', exporting, { state: 'paused', progress: progress('h', 'copying', 0.44) }),
    job('k', piping, { state: 'cancelling', progress: progress('k', 'copying', 0.7) }),
    ...history(3),
  ],
  ended: () => [
    job('d', exporting, { state: 'done', endedAt: NOW, report }),
    job(
      'e',
      { ...piping, fromSnapshot: nameFromText('tue-10') },
      {
        state: 'done',
        createdAt: NOW - 3 * MINUTE,
        endedAt: NOW,
        report: {
          ...report,
          path: null,
          target: imageRef('vms', 'mail-02'),
          dataBytes: 0,
          zeroBytes: 0,
          warnings: ['Nothing changed between the two snapshots'],
        },
      },
    ),
    failed('x', 'E_FILE_NO_SPACE'),
  ],
  failed: () => [failed('x', 'E_STREAM_TRUNCATED'), ...history(40)],
  cancelled: () => [
    job('c', exporting, { state: 'cancelled', endedAt: NOW, progress: progress('c', 'copying', 0.3) }),
    job('i', piping, { state: 'interrupted', createdAt: NOW - 4 * MINUTE, endedAt: NOW - MINUTE }),
    ...history(3),
  ],
  many: () => [
    job('c', exporting, { progress: progress('c', 'copying', 0.61, { queues: { read: 0.9, write: 0.3 } }) }),
    ...history(600),
  ],
  long: () => [
    job(
      'l',
      {
        kind: 'export',
        source: { ...imageRef(LONG, LONG), snapshot: nameFromText(LONG) },
        path: `/home/me/${LONG}/${LONG}.raw`,
      },
      {
        progress: progress('l', 'copying', 0.61, { queues: { read: 0.5, write: 0.5 } }),
      },
    ),
    job(
      'm',
      {
        kind: 'convert',
        inputs: Array.from({ length: 12 }, (_, n) => ({ kind: 'file' as const, path: `/srv/${LONG}/${n}.diff` })),
        to: 'raw',
        path: `/srv/${LONG}.raw`,
      },
      {
        progress: progress('m', 'unpacking', 0.2),
      },
    ),
    failed('x', 'E_FILE_NO_SPACE'),
  ],
}

function failed(id: string, code: 'E_STREAM_TRUNCATED' | 'E_FILE_NO_SPACE'): Job {
  const isSpace = code === 'E_FILE_NO_SPACE'
  return job(
    id,
    isSpace ? exporting : { kind: 'import-diff', paths: ['/home/me/fri-20.diff'], target: mail, overlay: false },
    {
      state: 'failed',
      createdAt: NOW - 5 * MINUTE,
      endedAt: NOW - MINUTE,
      progress: progress(id, 'copying', 0.64),
      error: isSpace
        ? {
            code,
            message: 'mail-02_tue-10.raw could not be written: the disk is full',
            detail: { path: '/home/me/exports/mail-02_tue-10.raw' },
          }
        : {
            code,
            message: 'fri-20.diff ends in the middle of a record',
            detail: { offset: 44_238_119, path: '/home/me/fri-20.diff' },
          },
    },
  )
}

/** Jobs of the last weeks, of every kind of end. */
function history(length: number): readonly Job[] {
  return Array.from({ length }, (_, index) => {
    const endedAt = NOW - (index + 1) * 83 * MINUTE
    const over = { createdAt: endedAt - 40_000, startedAt: endedAt - 38_000 + (index % 7) * 4000, endedAt }
    const id = `past-${index}`
    if (index % 11 === 4) return { ...failed(id, 'E_FILE_NO_SPACE'), ...over }
    if (index % 13 === 5) return job(id, exporting, { ...over, state: 'cancelled' })
    if (index % 17 === 7) return job(id, piping, { ...over, state: 'interrupted' })
    if (index % 3 === 0) {
      const files = [{ path: '/x', proof: 'digests' as const, fileBytes: GIB, checkedBytes: GIB, ok: true }]
      const verification = { ok: true, fileCount: 1, problemCount: 0, files, problems: [] }
      return job(
        id,
        { kind: 'verify', what: { kind: 'image', image: mail } },
        { ...over, state: 'done', report: { ...report, readBytes: 21.4 * GIB, path: null, verification } },
      )
    }
    return job(
      id,
      index % 2 === 0
        ? exporting
        : { kind: 'import-diff', paths: [`/srv/${index}.diff`], target: imageRef('vms', 'win-ad-01'), overlay: false },
      {
        ...over,
        state: 'done',
        report:
          index % 19 === 8
            ? { ...report, dataBytes: 0, zeroBytes: 0 }
            : { ...report, dataBytes: (1 + (index % 9)) * GIB },
      },
    )
  })
}

/** A value with its bytes and times made whole; what is a share stays one. */
function whole<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_key, part: unknown) =>
    typeof part === 'number' && part > 1 ? Math.round(part) : part,
  ) as T
}

/** The jobs of a scene; without one, a mixed lot. */
export function jobsOf(scene: string | null): Job[] {
  const found = scene === null ? undefined : SCENES[scene]
  return whole([...(found === undefined ? [...jobs, ...lookJobs] : found())])
}

/** A job that went at changing speed for its whole life. */
export function logOf(id: string): JobLog {
  const base = 41.3 * GIB - MIB
  const samples = Array.from({ length: 200 }, (_, index) => ({
    at: NOW - (200 - index) * 400,
    doneBytes: base * (index / 200 + 0.012 * Math.sin(index / 5) * Math.min(1, index / 20)),
  }))
  return whole({
    lines: [
      { at: NOW - 80_000, level: 'info' as const, text: 'Reading the headers of 4 files' },
      { at: NOW - 79_000, level: 'info' as const, text: 'Copying 67.7 GiB' },
      { at: NOW - 20_000, level: 'warning' as const, text: 'The target takes bytes slower than the source gives them' },
      ...(id === 'x'
        ? [{ at: NOW - 1000, level: 'error' as const, text: 'ENOSPC: no space left on device, write' }]
        : []),
    ],
    samples: samples.map((sample, index) => ({
      ...sample,
      doneBytes: Math.max(0, samples[index - 1]?.doneBytes ?? 0, sample.doneBytes),
    })),
  })
}
