import type { Job } from '../../../shared/contract.ts'
import type { JobReport, Verification } from '../../../shared/jobs.ts'
import { nameFromText } from '../../../shared/names.ts'
import { imageRef, NOW } from './data.ts'

const GIB = 1024 ** 3
const HOUR = 3_600_000

const report: JobReport = {
  readBytes: 68 * GIB,
  writtenBytes: 0,
  dataBytes: 0,
  zeroBytes: 0,
  records: 0,
  sizeBytes: 200 * GIB,
  path: null,
  target: null,
  warnings: [],
}

const verification: Verification = {
  ok: false,
  fileCount: 6,
  problemCount: 2,
  files: [
    {
      path: '/home/me/library/mail-02/000001.diff',
      proof: 'digests',
      fileBytes: 61.2 * GIB,
      checkedBytes: 200 * GIB,
      ok: true,
    },
    {
      path: '/home/me/library/mail-02/000002.diff',
      proof: 'digests',
      fileBytes: 3.4 * GIB,
      checkedBytes: 3.4 * GIB,
      ok: true,
    },
    {
      path: '/home/me/library/mail-02/000003.diff',
      proof: 'digests',
      fileBytes: 2.8 * GIB,
      checkedBytes: 2.8 * GIB,
      ok: false,
    },
    { path: '/home/me/library/mail-02/000004.diff', proof: 'structure', fileBytes: 32, checkedBytes: 0, ok: true },
    { path: '/home/me/library/mail-02/000005.diff', proof: 'skipped', fileBytes: 1.2 * GIB, checkedBytes: 0, ok: true },
    {
      path: '/home/me/library/mail-02/000006.diff',
      proof: 'digests',
      fileBytes: 0.8 * GIB,
      checkedBytes: 0.8 * GIB,
      ok: false,
    },
  ],
  problems: [
    {
      path: '/home/me/library/mail-02/000003.diff',
      kind: 'flipped',
      message: 'Block 412 of 000003.diff is not what was written: somewhere in 4 MiB a bit has changed',
      offset: 1_728_053_248,
      length: 4_194_304,
    },
    {
      path: '/home/me/library/mail-02/000006.diff',
      kind: 'cut',
      message: '000006.diff ends after 801,112,064 of 858,993,459 bytes',
      offset: 801_112_064,
      length: null,
    },
  ],
}

/** Made-up jobs that found something out: a verification with problems, a comparison with differences, one without. */
export const lookJobs: readonly Job[] = [
  {
    id: 'verified',
    createdAt: NOW - 2 * HOUR,
    startedAt: NOW - 2 * HOUR,
    endedAt: NOW - 2 * HOUR + 184_000,
    request: { kind: 'verify', what: { kind: 'image', image: imageRef('backups', 'mail-02') } },
    state: 'done',
    progress: null,
    report: { ...report, verification },
    error: null,
  },
  {
    id: 'compared',
    createdAt: NOW - 3 * HOUR,
    startedAt: NOW - 3 * HOUR,
    endedAt: NOW - 3 * HOUR + 92_000,
    request: {
      kind: 'compare',
      a: { kind: 'point', point: { ...imageRef('backups', 'mail-02'), snapshot: nameFromText('tue-10') } },
      b: { kind: 'files', paths: ['/home/me/mail-02.begin-mon09.diff', '/home/me/mail-02.mon09-tue10.diff'], at: null },
    },
    state: 'done',
    progress: null,
    report: {
      ...report,
      comparison: {
        equal: false,
        aSizeBytes: 200 * GIB,
        bSizeBytes: 200 * GIB,
        differingBytes: 13_193_216,
        differenceCount: 4,
        differences: [
          { offset: 0, length: 4096, kind: 'data' },
          { offset: 1_073_741_824, length: 8_388_608, kind: 'data' },
          { offset: 5_368_709_120, length: 4_194_304, kind: 'zero' },
          { offset: 68_719_476_736, length: 606_208, kind: 'data' },
        ],
      },
    },
    error: null,
  },
]
