import { scaleLog } from 'd3-scale'
import type { ImageDetails, LinkInfo } from '../../../shared/contract.ts'
import type { PointKey } from '../../stores/selection.ts'
import type { History, Point } from '../points.ts'
import { historyOf, isChoosable } from '../points.ts'
import type { Axis } from './axis.ts'
import { at, makeAxis } from './axis.ts'
import type { Run } from './runs.ts'
import { runsOf } from './runs.ts'

/** What is known of an image beside its details. */
export interface LaneInput {
  readonly details: ImageDetails
  /** Points that a job holds. */
  readonly held?: ReadonlySet<PointKey>
}

/** The history of one image with all sums that drawing any part of it takes. Arrays are by point unless said otherwise. */
export interface Lane {
  readonly details: ImageDetails
  readonly history: History
  readonly held: ReadonlySet<PointKey>
  /** Which mark of the axis a point stands at. */
  readonly marks: Int32Array
  readonly indexOf: ReadonlyMap<PointKey, number>
  /** The step that leads from the point before to this one; -1: none, both have the same content. */
  readonly arrives: Int32Array
  /** Steps that start from nothing: full exports. Each with the point it leads to. */
  readonly fulls: readonly { readonly step: number; readonly point: number }[]
  /** Sum of the bytes of the steps that arrive at this point or before. */
  readonly bytesUpTo: Float64Array
  /** How many of those steps are missing or damaged. */
  readonly badUpTo: Int32Array
  /** The points that missing or damaged steps lead to. */
  readonly faults: readonly number[]
  /** By station: bytes of the files up to it. */
  readonly readBytes: Float64Array
  /** Points that can be chosen, ascending. */
  readonly choosable: Int32Array
  readonly runs: readonly Run[]
  /** How a step stands, whatever is chosen. */
  readonly faultOf: (link: LinkInfo) => Fault | null
  /** Thickness of an arc in px. */
  readonly thicknessOf: (bytes: number) => number
}

export type Fault = 'missing' | 'damaged'

/** One or more histories on one axis of time. */
export interface TimelineModel {
  readonly axis: Axis
  readonly lanes: readonly Lane[]
  readonly now: number
}

/** Works out what does not depend on what is shown or chosen. `now`: where the head stands. */
export function modelOf(inputs: readonly LaneInput[], now: number): TimelineModel {
  const times = inputs.map(({ details }) => timesOf(historyOf(details).points, now))
  const { merged, marks } = mergeTimes(times)
  return {
    axis: makeAxis(merged),
    lanes: inputs.map((input, index) => laneOf(input, marks[index] ?? new Int32Array())),
    now,
  }
}

/** Clocks go back; the order of a chain does not. The head stands at the present. */
function timesOf(points: readonly Point[], now: number): Float64Array {
  let latest = Number.NEGATIVE_INFINITY
  return Float64Array.from(points, ({ kind, time }) => {
    latest = Math.max(latest, kind === 'head' ? Math.max(now, time) : time)
    return latest
  })
}

function mergeTimes(lists: readonly Float64Array[]): {
  readonly merged: Float64Array
  readonly marks: readonly Int32Array[]
} {
  const merged = new Float64Array(lists.reduce((sum, list) => sum + list.length, 0))
  const marks = lists.map((list) => new Int32Array(list.length))
  const next = lists.map(() => 0)
  for (let mark = 0; mark < merged.length; mark++) {
    let first = -1
    lists.forEach((list, lane) => {
      const index = next[lane] ?? 0
      if (index >= list.length) return
      if (first < 0 || at(list, index) < at(lists[first] ?? [], next[first] ?? 0)) first = lane
    })
    const index = next[first] ?? 0
    merged[mark] = at(lists[first] ?? [], index)
    const ofLane = marks[first]
    if (ofLane !== undefined) ofLane[index] = mark
    next[first] = index + 1
  }
  return { merged, marks }
}

function laneOf({ details, held = new Set() }: LaneInput, marks: Int32Array): Lane {
  const history = historyOf(details)
  const { points, steps } = history
  const faultOf = (link: LinkInfo): Fault | null =>
    link.missing ? 'missing' : link.damage !== undefined ? 'damaged' : null
  const arrives = new Int32Array(points.length).fill(-1)
  const bytesUpTo = new Float64Array(points.length)
  const badUpTo = new Int32Array(points.length)
  const fulls: { step: number; point: number }[] = []
  const faults: number[] = []
  points.forEach((point, index) => {
    const before = points[index - 1]
    bytesUpTo[index] = index === 0 ? 0 : at(bytesUpTo, index - 1)
    badUpTo[index] = index === 0 ? 0 : at(badUpTo, index - 1)
    const step = steps[point.station - 1]
    if (step === undefined || before?.station === point.station) return
    const isBad = faultOf(step) !== null
    if (isBad) faults.push(index)
    if (before === undefined) {
      fulls.push({ step: point.station - 1, point: index })
      return
    }
    arrives[index] = point.station - 1
    bytesUpTo[index] = at(bytesUpTo, index) + bytesOf(step)
    if (isBad) badUpTo[index] = at(badUpTo, index) + 1
  })
  const readBytes = new Float64Array(steps.length + 1)
  steps.forEach((step, index) => (readBytes[index + 1] = at(readBytes, index) + step.fileBytes))
  return {
    details,
    history,
    held,
    marks,
    indexOf: new Map(points.map(({ key }, index) => [key, index])),
    arrives,
    fulls,
    bytesUpTo,
    faults,
    badUpTo,
    readBytes,
    choosable: Int32Array.from(points.flatMap((point, index) => (isChoosable(point) ? [index] : []))),
    // How far files can be trusted: a live image has none.
    runs: history.hasFiles ? runsOf(history, faultOf) : [],
    faultOf,
    thicknessOf: thicknessFor(steps),
  }
}

/** What a step says was changed: bytes of data, and bytes that became zero. */
export function bytesOf(link: LinkInfo): number {
  return link.dataBytes + link.zeroBytes
}

/** Thickness says how much an increment holds: a good px more for each doubling, up to the largest. */
function thicknessFor(steps: readonly LinkInfo[]): (bytes: number) => number {
  const most = steps.reduce((greatest, link) => Math.max(greatest, bytesOf(link)), 64 * 1024 ** 2)
  const scale = scaleLog()
    .domain([most / 512, most])
    .range([2, 11.5])
    .clamp(true)
  return (bytes) => scale(Math.max(1, bytes))
}
