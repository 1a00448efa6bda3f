import type { ImageDetails } from '../../shared/contract.ts'
import type { Name } from '../../shared/names.ts'
import { nameKey } from '../../shared/names.ts'
import type { History, Point } from './points.ts'
import { HEAD, historyOf, isChoosable } from './points.ts'

/** A stretch of a history between two points that have names: neighbours, or further apart. */
export interface Stretch {
  readonly from: Point
  readonly to: Point
}

/** What a history has in the way of increments: what each merge input leads between. */
interface Increments {
  readonly history: History
  /** Between neighbouring points with names, oldest first. What has no name before it is in none. */
  readonly all: readonly Stretch[]
  /** By station: how many increments end there or before. */
  readonly countAt: ReadonlyMap<number, number>
  readonly byKey: ReadonlyMap<string, Point>
}

const known = new WeakMap<ImageDetails, Increments>()

/** Worked out once for the same details, in one pass: what is carried may be asked about ten thousand places. */
function increments(details: ImageDetails): Increments {
  const before = known.get(details)
  if (before !== undefined) return before
  const history = historyOf(details)
  const all: Stretch[] = []
  const countAt = new Map<number, number>()
  const byKey = new Map<string, Point>()
  let from: Point | null = null
  for (const point of history.points) {
    if (!isChoosable(point)) continue
    byKey.set(point.key, point)
    // Neighbours that share their content are one: nothing leads from the one to the other.
    if (from?.station === point.station) continue
    if (from !== null) all.push({ from, to: point })
    countAt.set(point.station, all.length)
    from = point
  }
  const made = { history, all, countAt, byKey }
  known.set(details, made)
  return made
}

/** The increments of an image, oldest first. */
export function incrementsOf(details: ImageDetails): readonly Stretch[] {
  return increments(details).all
}

/** The increment a link is a part of; null where it has no point with a name before it. */
export function incrementOfLink(details: ImageDetails, number: number): Stretch | null {
  const { history, all } = increments(details)
  const step = firstWhere(history.steps.length, (one) => (history.steps[one]?.number ?? 0) >= number)
  if (history.steps[step]?.number !== number) return null
  const found = all[firstWhere(all.length, (one) => (all[one]?.to.station ?? 0) > step)]
  return found !== undefined && found.from.station <= step ? found : null
}

/** The number of the last link of a stretch. */
export function lastLinkOf(details: ImageDetails, { to }: Stretch): number {
  return historyOf(details).steps[to.station - 1]?.number ?? 0
}

/** The stretch between two points by their names, null: the head; null where one of them is gone. */
export function stretchBetween(details: ImageDetails, from: Name, to: Name | null): Stretch | null {
  const { byKey } = increments(details)
  const [first, last] = [byKey.get(keyOf(from)), byKey.get(to === null ? HEAD : keyOf(to))]
  return first === undefined || last === undefined ? null : { from: first, to: last }
}

const keyOf = (name: Name) => `snap:${nameKey(name)}`

/** Whether a stretch lies in another. */
export function isWithin(inner: Stretch, outer: Stretch): boolean {
  return inner.from.station >= outer.from.station && inner.to.station <= outer.to.station
}

/** From the earlier start of two stretches to the later end, with everything between; `count`: how many increments that is. */
export function joined(details: ImageDetails, a: Stretch, b: Stretch): Stretch & { readonly count: number } {
  const { countAt } = increments(details)
  const from = a.from.station <= b.from.station ? a.from : b.from
  const to = a.to.station >= b.to.station ? a.to : b.to
  return { from, to, count: (countAt.get(to.station) ?? 0) - (countAt.get(from.station) ?? 0) }
}

/** The first of so many numbers for which something holds, if it holds for all behind that; `length` where it holds for none. */
function firstWhere(length: number, holds: (index: number) => boolean): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}
