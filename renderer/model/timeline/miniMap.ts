import { formatStretch } from '../../timelineText.ts'
import type { Axis, Place } from './axis.ts'
import { at, lastWhere, lengthOf, placeAt, xOfMark, xOfPlace } from './axis.ts'
import type { TimelineModel } from './lane.ts'
import type { Tick } from './ruler.ts'
import { monthsOf } from './ruler.ts'
import type { TimelineSelection } from './selection.ts'
import { litOf } from './selection.ts'
import type { View } from './view.ts'
import { fitScale, PAD, shownPlaces, wholeMs } from './view.ts'

/** The whole history, however long, in one line. Paths are in px of the picture's width. */
export interface MiniMap {
  readonly label: string
  readonly months: readonly Tick[]
  /** Ticks of points: a path. */
  readonly ticks: string
  /** Ticks of what is chosen. */
  readonly lit: string
  readonly fulls: readonly { readonly x: number; readonly isLit: boolean }[]
  /** Where files are missing or damaged. */
  readonly gaps: readonly { readonly x1: number; readonly x2: number }[]
}

const BOX_PX = 3
const BASE = 17
/** Where more files are missing than this, more marks would tell nothing more. */
const MOST_GAPS = 100

/** Draws the overview; its cost is that of its width. */
export function miniMapOf(model: TimelineModel, width: number, selection: TimelineSelection): MiniMap {
  const { axis } = model
  const part = { scale: fitScale(axis, width), left: 0 }
  const ticks: string[] = []
  const chosen: string[] = []
  const fulls: { x: number; isLit: boolean }[] = []
  const gaps: { x1: number; x2: number }[] = []
  for (const lane of model.lanes) {
    const lit = litOf(lane, selection)
    const xOf = (index: number) => PAD.left + xOfMark(axis, part.scale, at(lane.marks, index))
    const last = lane.marks.length - 1
    for (let index = 0; index < last; ) {
      const end = (Math.floor(xOf(index) / BOX_PX) + 1) * BOX_PX
      const first = index
      const to = Math.max(first, first + lastWhere(last - first, (step) => xOf(first + step) < end))
      const height = 4 + Math.min(4, Math.log2(to - first + 1))
      const x = Math.round((xOf(first) + xOf(to)) / 2) + 0.5
      const isLit = lit.kind !== 'none' && to >= lit.since && first <= lit.to
      ;(isLit ? chosen : ticks).push(`M${x} ${BASE - height}V${BASE}`)
      index = to + 1
    }
    for (const { point, step } of lane.fulls) {
      fulls.push({ x: xOf(point), isLit: step < lit.end })
    }
    gaps.push(...lane.faults.slice(0, MOST_GAPS).map((to) => ({ x1: xOf(Math.max(0, to - 1)), x2: xOf(to) })))
  }
  return {
    label: formatStretch(wholeMs(axis)),
    months: monthsOf(axis, part, width).map((tick) => ({ ...tick, x: tick.x + PAD.left })),
    ticks: ticks.join(''),
    lit: chosen.join(''),
    fulls,
    gaps,
  }
}

/** Where the frame of the shown part stands in the overview. */
export function frameOf(axis: Axis, view: View, width: number): { readonly x1: number; readonly x2: number } {
  const whole = fitScale(axis, width)
  const { from, to } = shownPlaces(axis, view, width)
  return { x1: PAD.left + xOfPlace(axis, whole, from), x2: PAD.left + xOfPlace(axis, whole, to) }
}

/** The place that stands at `x` of the overview. */
export function placeInMap(axis: Axis, width: number, x: number): Place {
  const whole = fitScale(axis, width)
  return placeAt(axis, whole, Math.min(lengthOf(axis, whole), Math.max(0, x - PAD.left)))
}
