import type { ImageDetails, LinkInfo, SnapshotInfo } from '../../../shared/contract.ts'
import type { FileInspection } from '../../../shared/inspection.ts'
import { LIBRARY } from '../../../shared/imageSpec.ts'
import { nameFromText } from '../../../shared/names.ts'

const MIB = 1024 ** 2
/** 2026-11-20 10:00 UTC. */
export const START = Date.UTC(2026, 10, 20, 10)
export const HOUR = 3_600_000

/** A link with made-up but consistent numbers. */
export function link(number: number, more: Partial<LinkInfo> = {}): LinkInfo {
  const kind = more.kind ?? 'diff'
  const file = `${String(number).padStart(6, '0')}.${kind === 'raw' ? 'raw' : 'diff'}`
  return {
    number,
    file,
    path: `/library/${file}`,
    kind,
    sizeBytes: 64 * MIB,
    fileBytes: MIB,
    dataBytes: MIB,
    zeroBytes: 0,
    records: 4,
    addedAt: START + number * HOUR,
    missing: false,
    ...more,
  }
}

/** A snapshot after a link. */
export function snapshot(name: string, afterLink: number, more: Partial<SnapshotInfo> = {}): SnapshotInfo {
  return {
    id: afterLink,
    name: nameFromText(name),
    afterLink,
    sizeBytes: 64 * MIB,
    protected: false,
    createdAt: START + afterLink * HOUR,
    restorable: true,
    ...more,
  }
}

/** An image of a chain. */
export function details(
  links: readonly LinkInfo[],
  snapshots: readonly SnapshotInfo[],
  more: Partial<ImageDetails> = {},
): ImageDetails {
  return {
    ref: { connection: LIBRARY, pool: nameFromText('rbd'), namespace: '', image: nameFromText('img') },
    state: 'ok',
    sizeBytes: 64 * MIB,
    snapshotCount: snapshots.length,
    linkCount: links.length,
    storedBytes: links.reduce((sum, one) => sum + one.fileBytes, 0),
    id: 'abc',
    folder: '/library',
    order: 22,
    features: [],
    createdAt: START,
    headRestorable: links.every((one) => !one.missing),
    links: [...links],
    snapshots: [...snapshots],
    lock: null,
    ...more,
  }
}

/** A diff file as its headers tell it. */
export function diffFile(
  name: string,
  from: string | null,
  to: string | null,
  more: Partial<FileInspection> = {},
): FileInspection {
  return {
    path: `/drop/${name}`,
    name,
    fileBytes: 1000,
    kind: 'diff-v1',
    what: null,
    from: from === null ? null : nameFromText(from),
    to: to === null ? null : nameFromText(to),
    sizeBytes: 64 * MIB,
    records: 3,
    dataBytes: 900,
    zeroBytes: 0,
    complete: true,
    findings: [],
    problem: null,
    ...more,
  }
}

/** A file of format 2 with these snapshots and a head. */
export function formatTwo(
  name: string,
  snapshots: readonly string[],
  more: Partial<FileInspection> = {},
): FileInspection {
  const point = { sizeBytes: 64 * MIB, protected: false, records: 3, dataBytes: 900 }
  return diffFile(name, null, null, {
    kind: 'image-v2',
    points: [...snapshots.map((one) => ({ ...point, name: nameFromText(one) })), { ...point, name: null }],
    image: { order: 22, features: 61, stripeUnit: null, stripeCount: null, meta: [] },
    ...more,
  })
}
