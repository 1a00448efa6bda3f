import type { ImageDetails, LinkInfo, SnapshotInfo } from '../../shared/contract.ts'
import type { Name } from '../../shared/names.ts'
import { nameKey } from '../../shared/names.ts'
import type { PointKey } from '../stores/selection.ts'
import { isLiveRef } from './liveDetails.ts'

/**
 * One point of an image's history. `station` counts the links with content before it: two points of one station have the same
 * content. `snapshot` null: the head, or a point whose name was removed.
 */
export interface Point {
  readonly key: PointKey
  readonly kind: 'snapshot' | 'head' | 'unnamed'
  readonly snapshot: SnapshotInfo | null
  readonly station: number
  readonly afterLink: number
  readonly time: number
  readonly restorable: boolean
}

/** The history of an image as points and the links between their stations, oldest first. A live image has no links; each of its points is a station of its own. */
export interface History {
  readonly points: readonly Point[]
  /** The links that carry content: `steps[i]` leads from station i to station i + 1. */
  readonly steps: readonly LinkInfo[]
  /** Its points are kept in files, which the steps are; of a live image the cluster alone knows them. */
  readonly hasFiles: boolean
}

/** The key of the head's point. */
export const HEAD: PointKey = 'head'

/** The key of a snapshot's point. By its name: numbers are positions, and move when a snapshot before it goes. */
export function keyOfSnapshot(snapshot: SnapshotInfo): PointKey {
  return `snap:${nameKey(snapshot.name)}`
}

const histories = new WeakMap<ImageDetails, History>()

/** The points of an image and the links between them. Pure; worked out once for the same details. */
export function historyOf(details: ImageDetails): History {
  const known = histories.get(details)
  if (known !== undefined) return known
  const history = isLiveRef(details.ref) ? liveHistory(details) : makeHistory(details)
  histories.set(details, history)
  return history
}

/** A live image has no files: every point stands by itself, what lies between two of them nobody knows before it is asked, and the head is younger than all. */
function liveHistory({ snapshots, createdAt }: ImageDetails): History {
  const points = snapshots.map((snapshot, index): Point => {
    const { afterLink, createdAt: time } = snapshot
    return {
      key: keyOfSnapshot(snapshot),
      kind: 'snapshot',
      snapshot,
      station: index + 1,
      afterLink,
      time,
      restorable: true,
    }
  })
  const station = points.length + 1
  const time = points.at(-1)?.time ?? createdAt
  return {
    points: [
      ...points,
      { key: HEAD, kind: 'head', snapshot: null, station, afterLink: station, time, restorable: true },
    ],
    steps: [],
    hasFiles: false,
  }
}

/** In one pass over both lists: an image may have ten thousand of either. */
function makeHistory(details: ImageDetails): History {
  const links = [...details.links].sort((a, b) => a.number - b.number)
  const steps = links.filter((link) => link.kind !== 'seal')
  const firstBad = steps.findIndex((link) => link.missing || link.damage !== undefined)
  const isReachable = (station: number) => firstBad < 0 || station <= firstBad
  const snapshots = [...details.snapshots].sort((a, b) => a.afterLink - b.afterLink || a.id - b.id)

  const points: Point[] = []
  let next = 0
  for (let station = 0; station <= steps.length; station++) {
    const step = steps[station - 1]
    const before = steps[station]?.number ?? Number.POSITIVE_INFINITY
    const first = next
    for (; next < snapshots.length; next++) {
      const snapshot = snapshots[next]
      if (snapshot === undefined || snapshot.afterLink >= before) break
      const { afterLink, createdAt, restorable } = snapshot
      const key = keyOfSnapshot(snapshot)
      points.push({ key, kind: 'snapshot', snapshot, station, afterLink, time: createdAt, restorable })
    }
    // Where the first link is a full export, nothing stands before it; before an increment the nothing is a point.
    if (next > first || station === steps.length || station === 0) continue
    points.push({
      key: `link:${step?.number ?? 0}`,
      kind: 'unnamed',
      snapshot: null,
      station,
      afterLink: step?.number ?? 0,
      time: step?.addedAt ?? details.createdAt,
      restorable: isReachable(station),
    })
  }
  const last = links.at(-1)
  points.push({
    key: HEAD,
    kind: 'head',
    snapshot: null,
    station: steps.length,
    afterLink: last?.number ?? 0,
    time: Math.max(last?.addedAt ?? details.createdAt, points.at(-1)?.time ?? 0),
    restorable: details.headRestorable,
  })
  return { points, steps, hasFiles: true }
}

/** The links that are read to restore a point, in the order they are read. */
export function pathTo(history: History, point: Point): readonly LinkInfo[] {
  return history.steps.slice(0, point.station)
}

/** A stretch between two points, oldest first; null where it cannot be one: an end without a name, or the same point twice. */
export interface Range {
  readonly from: Point
  readonly to: Point
  /** The named points from the first to the last: neighbours that share their content once. */
  readonly stops: readonly Point[]
  readonly steps: readonly LinkInfo[]
}

/** The stretch between two points of a history. */
export function rangeOf(history: History, a: PointKey, b: PointKey): Range | null {
  const first = history.points.findIndex((point) => point.key === a)
  const second = history.points.findIndex((point) => point.key === b)
  const from = history.points[Math.min(first, second)]
  const to = history.points[Math.max(first, second)]
  if (first < 0 || second < 0 || from === undefined || to === undefined || from === to) return null
  if (from.snapshot === null) return null
  const between = history.points.slice(Math.min(first, second), Math.max(first, second) + 1)
  const stops: Point[] = []
  for (const point of between) {
    if (point.kind !== 'snapshot' && point.kind !== 'head') continue
    const before = stops.at(-1)
    if (before !== undefined && before.station === point.station && point !== to) continue
    if (before !== undefined && before.station === point.station && point === to && stops.length > 1) stops.pop()
    stops.push(point)
  }
  return { from, to, stops, steps: history.steps.slice(from.station, to.station) }
}

/** The name of a point as a call takes it: null is the head. */
export function nameOfPoint(point: Point): Name | null {
  return point.snapshot?.name ?? null
}

/** Whether a point can be chosen: one without a name cannot be said in any command. */
export function isChoosable(point: Point): boolean {
  return point.kind === 'snapshot' || point.kind === 'head'
}

/** The snapshots of an image, oldest first. */
export function namedPoints(details: ImageDetails): readonly SnapshotInfo[] {
  return historyOf(details).points.flatMap(({ snapshot }) => (snapshot === null ? [] : [snapshot]))
}

/** How many snapshots stand after a snapshot. */
export function newerThan(details: ImageDetails, snapshot: SnapshotInfo): number {
  return details.snapshots.filter(
    ({ afterLink, id }) => afterLink > snapshot.afterLink || (afterLink === snapshot.afterLink && id > snapshot.id),
  ).length
}

/** The newest snapshot that has the content of the head; null where the head is ahead of all of them. */
export function sameContentAsHead(details: ImageDetails): Name | null {
  const { points } = historyOf(details)
  const head = points.at(-1)?.station
  return points.findLast(({ snapshot, station }) => snapshot !== null && station === head)?.snapshot?.name ?? null
}
