import type { LinkInfo } from '../../../shared/contract.ts'
import type { Name } from '../../../shared/names.ts'
import type { History, Point, Range } from '../points.ts'
import { nameOfPoint } from '../points.ts'
import type { MapMode } from './reading.ts'

/** What is chosen of an image: nothing, one point, or a stretch. */
export interface MapChoice {
  readonly history: History
  readonly point: Point | null
  readonly range: Range | null
}

/** What a map is about: a point of the image, and the stretch up to it that the mode tells of. */
export interface MapStretch {
  readonly point: Point
  /** The name of the point; null for the head. */
  readonly to: Name | null
  /** The stretch's beginning: a named point, or null for nothing. */
  readonly from: Point | null
  /** The links of the stretch, oldest first. */
  readonly steps: readonly LinkInfo[]
}

/**
 * Which stretch a mode tells of. A chosen range is told as it is. For a chosen point, or the head: what its own increment changed, for
 * heat every increment after the first point, for age everything.
 */
export function stretchOf({ history, point, range }: MapChoice, mode: MapMode): MapStretch | null {
  const end = range?.to ?? point ?? history.points.at(-1)
  if (end === undefined) return null
  const from = range !== null && mode !== 'age' ? range.from : mode === 'age' ? null : fromOf(history, end, mode)
  return { point: end, to: nameOfPoint(end), from, steps: history.steps.slice(from?.station ?? 0, end.station) }
}

function fromOf({ points }: History, end: Point, mode: MapMode): Point | null {
  const before = points.filter(({ kind, station }) => kind === 'snapshot' && station < end.station)
  return (mode === 'heat' ? before[0] : before.at(-1)) ?? null
}

/** The last point up to which the image can be read, before one that cannot; null: there is none. */
export function readableBefore({ points }: History, point: Point): Point | null {
  return points.findLast((one) => one.restorable && one.station < point.station && one.kind === 'snapshot') ?? null
}

/** The link that is in the way of a point: the first one before it that is missing or damaged. */
export function blockerOf({ steps }: History, point: Point): LinkInfo | null {
  return steps.slice(0, point.station).find(({ missing, damage }) => missing || damage !== undefined) ?? null
}

/** What each link is called where one asks who wrote something: the first name of the point it leads to. By its number. */
export function writersOf({ points, steps }: History, unnamed: (link: number) => string, head: string) {
  const reached = new Map<number, string>()
  // Oldest first, the head last: the first name that leads to a station stays.
  for (const { kind, station, snapshot } of points) {
    const name = kind === 'head' ? head : snapshot?.name.text
    if (name !== undefined && !reached.has(station)) reached.set(station, name)
  }
  const names = new Map<number, string>()
  for (const [index, { number }] of steps.entries()) names.set(number, reached.get(index + 1) ?? unnamed(number))
  return names
}
