import type { PointKey } from '../../stores/selection.ts'
import type { Point } from '../points.ts'
import { rangeOf } from '../points.ts'
import { at } from './axis.ts'
import type { Lane } from './lane.ts'

/** What is chosen on the timeline. */
export interface TimelineSelection {
  readonly point: PointKey | null
  readonly anchor: PointKey | null
}

/** The links that touched the marked region of the map, with their number up to each point. */
export interface Touched {
  readonly links: ReadonlySet<number>
  readonly upTo: Int32Array
  readonly count: number
}

/** What is chosen of a lane, as steps: from `first` up to but not with `end`. All steps before `end` are read to restore its end. */
export interface Lit {
  readonly kind: 'path' | 'range' | 'none'
  readonly first: number
  readonly end: number
  /** Indexes of the points at the ends; the same for one point. */
  readonly from: number
  readonly to: number
  /** Index of the first point that is lit: of a live image, whose points are read by themselves, where the selection begins. */
  readonly since: number
}

const NONE: Lit = { kind: 'none', first: 0, end: 0, from: -1, to: -1, since: 0 }

/** Works out which steps the selection needs: the restore path of one point, or the steps of a range. */
export function litOf(lane: Lane, { point, anchor }: TimelineSelection): Lit {
  if (point === null) return NONE
  const to = lane.indexOf.get(point)
  if (to === undefined) return NONE
  const range = anchor === null ? null : rangeOf(lane.history, anchor, point)
  const chosen = pointAt(lane, to)
  const isLive = !lane.history.hasFiles
  if (range === null) {
    return { kind: 'path', first: 0, end: chosen?.station ?? 0, from: to, to, since: isLive ? to : 0 }
  }
  const from = lane.indexOf.get(range.from.key) ?? to
  return {
    kind: 'range',
    first: range.from.station,
    end: range.to.station,
    from,
    to: lane.indexOf.get(range.to.key) ?? to,
    since: isLive ? from : 0,
  }
}

/** A point of a lane by its index. */
export function pointAt(lane: Lane, index: number): Point | undefined {
  return lane.history.points[index]
}

/** Counts for every point how many of the steps up to it are among these links. */
export function touchedOf(lane: Lane, links: ReadonlySet<number>): Touched {
  const { steps } = lane.history
  const upTo = new Int32Array(lane.arrives.length)
  for (let index = 0; index < upTo.length; index++) {
    const step = steps[at(lane.arrives, index)]
    upTo[index] = (index === 0 ? 0 : at(upTo, index - 1)) + (step !== undefined && links.has(step.number) ? 1 : 0)
  }
  return { links, upTo, count: steps.filter(({ number }) => links.has(number)).length }
}
