import type { ImageDetails, LinkInfo, SnapshotInfo } from '../../../shared/contract.ts'
import { image, imageRef, link, snapshot } from './data.ts'

const GIB = 1024 ** 3
const DAY = 24

/** A chain with a snapshot after each link, made so many hours ago. */
function chain(name: string, hoursAgo: readonly number[], more: Partial<LinkInfo> = {}): ImageDetails {
  const bytes = (index: number) => (index === 0 ? 58.3 : 0.05 + ((index * 7919) % 31) / 9) * GIB
  const links: LinkInfo[] = []
  const snapshots: SnapshotInfo[] = []
  hoursAgo.forEach((hours, index) => {
    links.push(link(index + 1, bytes(index), hours, index === 0 ? { kind: 'raw', ...more } : more))
    snapshots.push(snapshot(`${name}-${index + 1}`, index + 1, hours, { protected: index % 40 === 0 }))
  })
  return image(imageRef('history', name), links, snapshots)
}

const daily = (from: number, to: number) => Array.from({ length: from - to }, (_, index) => (from - index) * DAY)

/** Histories that are hard to draw: with a long break, made at once, thinned out over years, and very long. */
export const histories: readonly ImageDetails[] = [
  chain('folded', [...daily(25, 22), ...daily(10, 1)], { verifiedAt: Date.UTC(2026, 10, 20) }),
  chain('atonce', [
    ...Array.from({ length: 12 }, (_, index) => 3 * DAY - index / 7200),
    2 * DAY,
    DAY,
    ...Array.from({ length: 6 }, (_, index) => 3 - index / 7200),
  ]),
  chain('years', [
    ...Array.from({ length: 48 }, (_, index) => (48 - index) * 30.4 * DAY + 40 * DAY),
    ...daily(38, 3),
    ...Array.from({ length: 48 }, (_, index) => 50 - index),
  ]),
  chain(
    'tenk',
    Array.from({ length: 10_000 }, (_, index) => (10_000 - index) * 2.6 + (index % 97) / 60),
  ),
]
