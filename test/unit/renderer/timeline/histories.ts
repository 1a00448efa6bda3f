import type { ImageDetails, LinkInfo, SnapshotInfo } from '../../../../shared/contract.ts'
import { details, link, snapshot } from '../details.ts'

/** Monday 2026-11-02 02:00 UTC, and some lengths of time. */
export const MONDAY = Date.UTC(2026, 10, 2, 2)
export const HOUR = 3_600_000
export const DAY = 24 * HOUR
const GIB = 1024 ** 3

/** A full export and increments, with a snapshot `s1`, `s2`, … at each of these times. */
export function chainAt(times: readonly number[], more: Partial<ImageDetails> = {}): ImageDetails {
  const links = times.map((addedAt, index) => {
    const dataBytes = Math.round(index === 0 ? 60 * GIB : (0.1 + ((index * 7919) % 23) / 10) * GIB)
    return link(index + 1, {
      addedAt,
      dataBytes,
      fileBytes: dataBytes,
      ...(index === 0 ? { kind: 'raw' } : {}),
    })
  })
  const snapshots = times.map((createdAt, index) => snapshot(`s${index + 1}`, index + 1, { createdAt }))
  return details(links, snapshots, more)
}

/** Changes one link of a chain; where that breaks it, the points behind it cannot be restored. */
export function withLink(image: ImageDetails, number: number, change: Partial<LinkInfo>): ImageDetails {
  const isBroken = change.missing === true || change.damage !== undefined
  return {
    ...image,
    headRestorable: image.headRestorable && !isBroken,
    links: image.links.map((one) => (one.number === number ? { ...one, ...change } : one)),
    snapshots: image.snapshots.map((one) =>
      isBroken && one.afterLink >= number ? { ...one, restorable: false } : one,
    ),
  }
}

/** Changes one snapshot. */
export function withSnapshot(image: ImageDetails, name: string, change: Partial<SnapshotInfo>): ImageDetails {
  return {
    ...image,
    snapshots: image.snapshots.map((one) => (one.name.text === name ? { ...one, ...change } : one)),
  }
}

/** Times that lie so far apart. */
export function every(step: number, count: number, from = MONDAY): readonly number[] {
  return Array.from({ length: count }, (_, index) => from + index * step)
}
