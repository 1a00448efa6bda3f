import type { ImageDetails, Job, LinkInfo, SnapshotInfo } from '../../../shared/contract.ts'
import type { ImageRef } from '../../../shared/imageSpec.ts'
import { nameFromText } from '../../../shared/names.ts'

const GIB = 1024 ** 3
const HOUR = 3_600_000
const NOW = Date.UTC(2026, 10, 23, 13, 54)

/** A library image by its names. */
export function imageRef(pool: string, image: string): ImageRef {
  return { connection: 'library', pool: nameFromText(pool), namespace: '', image: nameFromText(image) }
}

export function link(number: number, dataBytes: number, hoursAgo: number, more: Partial<LinkInfo> = {}): LinkInfo {
  const kind = more.kind ?? 'diff'
  const file = `${String(number).padStart(6, '0')}.${kind === 'raw' ? 'raw' : 'diff'}`
  return {
    number,
    file,
    path: `/home/me/library/${file}`,
    kind,
    sizeBytes: 200 * GIB,
    fileBytes: Math.round(dataBytes),
    dataBytes: Math.round(dataBytes),
    zeroBytes: 0,
    records: Math.round(dataBytes / 131_072),
    addedAt: NOW - hoursAgo * HOUR,
    missing: false,
    ...more,
  }
}

export function snapshot(
  name: string,
  afterLink: number,
  hoursAgo: number,
  more: Partial<SnapshotInfo> = {},
): SnapshotInfo {
  return {
    id: afterLink,
    name: nameFromText(name),
    afterLink,
    sizeBytes: 200 * GIB,
    protected: false,
    createdAt: NOW - hoursAgo * HOUR,
    restorable: true,
    ...more,
  }
}

export function image(
  ref: ImageRef,
  given: LinkInfo[],
  snapshots: SnapshotInfo[],
  more: Partial<ImageDetails> = {},
): ImageDetails {
  const links = given.map((one) => ({ ...one, path: `/home/me/library/${ref.image.text}/${one.file}` }))
  return {
    ref,
    state: links.some(({ missing }) => missing) ? 'gap' : 'ok',
    sizeBytes: 200 * GIB,
    snapshotCount: snapshots.length,
    linkCount: links.length,
    storedBytes: links.reduce((sum, { fileBytes }) => sum + fileBytes, 0),
    id: ref.image.text,
    folder: `/home/me/library/pools/${ref.pool.text}/${ref.image.text}`,
    order: 22,
    features: ['layering', 'exclusive-lock'],
    createdAt: NOW - 300 * HOUR,
    headRestorable: !links.some(({ missing }) => missing),
    links,
    snapshots,
    lock: null,
    ...more,
  }
}

/** Made-up images: one with a gap, one whole over some days, one long chain, one empty. More of them stand in histories.ts. */
export const images: readonly ImageDetails[] = [
  image(
    imageRef('backups', 'db-master'),
    [
      link(1, 60.1 * GIB, 216, { kind: 'raw' }),
      link(2, 2.3 * GIB, 168),
      link(3, 1.4 * GIB, 144),
      link(4, 0.9 * GIB, 120),
      link(5, 1.1 * GIB, 96, { missing: true }),
      link(6, 1.6 * GIB, 72),
      link(7, 0.2 * GIB, 4),
    ],
    [
      snapshot('sat-14', 1, 216, { protected: true }),
      snapshot('mon-16', 2, 168),
      snapshot('tue-17', 3, 144),
      snapshot('wed-18', 4, 120),
      snapshot('thu-19', 5, 96, { restorable: false }),
      snapshot('fri-20', 6, 72, { restorable: false }),
    ],
    { lock: { host: 'lab', pid: 4711, what: 'append of 2 diffs', since: NOW - HOUR } },
  ),
  image(
    imageRef('backups', 'mail-02'),
    [
      link(1, 61.2 * GIB, 90, { digest: 'sha256:5f70bf18', verifiedAt: NOW - 3 * HOUR }),
      link(2, 3.4 * GIB, 66, { digest: 'sha256:9d1c0a77', verifiedAt: NOW - 30 * HOUR }),
      link(3, 2.8 * GIB, 42, { digest: 'sha256:0be55ee4' }),
      link(4, 0, 41, { kind: 'seal' }),
      link(5, 1.2 * GIB, 20, { digest: 'sha256:77aa3001' }),
      link(6, 0.8 * GIB, 10, { digest: 'sha256:c0ffee00' }),
    ],
    [snapshot('sun-08', 1, 90, { protected: true }), snapshot('mon-09', 2, 66), snapshot('tue-10', 4, 41)],
    { foldable: { links: 2, into: 1 } },
  ),
  image(
    imageRef('backups', 'hourly'),
    Array.from({ length: 400 }, (_, index) => link(index + 1, ((index * 7919) % 900) * 1024 ** 2, 400 - index)),
    Array.from({ length: 400 }, (_, index) => snapshot(`hour-${index + 1}`, index + 1, 400 - index)),
  ),
  image(
    imageRef('archive', 'mail-copy'),
    [link(1, 61.2 * GIB, 89)],
    [snapshot('sun-08', 1, 89), snapshot('check-12', 1, 60)],
  ),
  image(imageRef('vms', 'empty'), [], [], { sizeBytes: 10 * GIB }),
]

const base = { createdAt: NOW, startedAt: NOW, endedAt: null, progress: null, report: null, error: null } as const
const source = { ...imageRef('backups', 'mail-02'), snapshot: nameFromText('tue-10') }

/** Made-up jobs in every state that looks different. */
export const jobs: readonly Job[] = [
  {
    ...base,
    id: 'running',
    createdAt: NOW + 9,
    request: { kind: 'export', source, path: '/home/me/mail-02_tue-10.raw' },
    state: 'running',
    progress: {
      jobId: 'running',
      seq: 4,
      phase: 'copying',
      doneBytes: 41.3 * GIB,
      totalBytes: 67.7 * GIB,
      rateBytesPerSec: 512 * 1024 ** 2,
      etaSeconds: 53,
    },
  },
  {
    ...base,
    id: 'starting',
    createdAt: NOW + 8,
    request: {
      kind: 'pipe',
      source,
      fromSnapshot: nameFromText('mon-09'),
      target: imageRef('vms', 'mail-02'),
      create: false,
    },
    state: 'running',
    progress: {
      jobId: 'starting',
      seq: 1,
      phase: 'reading',
      doneBytes: 0,
      totalBytes: null,
      rateBytesPerSec: null,
      etaSeconds: null,
    },
  },
  {
    ...base,
    id: 'failed',
    createdAt: NOW + 7,
    endedAt: NOW + 60_000,
    request: {
      kind: 'import-diff',
      paths: ['/home/me/fri-20.diff'],
      target: imageRef('backups', 'mail-02'),
      overlay: false,
    },
    state: 'failed',
    error: {
      code: 'E_STREAM_TRUNCATED',
      message: 'fri-20.diff ends in the middle of a record',
      detail: { offset: 44_238_119, path: '/home/me/fri-20.diff' },
    },
  },
  {
    ...base,
    id: 'done',
    endedAt: NOW + 19_000,
    request: {
      kind: 'merge',
      inputs: [
        { kind: 'file', path: '/a' },
        { kind: 'file', path: '/b' },
      ],
      path: '/home/me/sun-08_tue-10.diff',
    },
    state: 'done',
    report: {
      readBytes: 6 * GIB,
      writtenBytes: 5 * GIB,
      dataBytes: 5 * GIB,
      zeroBytes: GIB,
      records: 31_000,
      sizeBytes: 200 * GIB,
      path: '/home/me/sun-08_tue-10.diff',
      target: null,
      warnings: ['Two names are absent: rbd lets them agree'],
    },
  },
  {
    ...base,
    id: 'cancelled',
    createdAt: NOW - HOUR,
    endedAt: NOW - HOUR,
    request: { kind: 'export', source, path: '/home/me/x.raw' },
    state: 'cancelled',
  },
]

export { NOW }
