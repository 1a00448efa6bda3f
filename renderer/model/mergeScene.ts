import type { MergePreview } from '../../shared/estimate.ts'

/** A point of the picture of a merge. */
export interface ScenePoint {
  readonly x: number
  readonly label: string
  /** It is not there any more afterwards. */
  readonly isDropped: boolean
}

/** An increment from one point to the next. */
export interface SceneArc {
  readonly path: string
  readonly thickness: number
  readonly x: number
  /** Where its number stands. */
  readonly y: number
  readonly label: string
}

/** A stretch of a bar: for so many inputs that arcs say nothing. */
export interface SceneBar {
  readonly x: number
  readonly width: number
  readonly label: string
}

/** A merge or fold before and after: as arcs between points, or as bars of one scale. All in px. */
export type MergeScene =
  | {
      readonly mode: 'arcs'
      readonly height: number
      readonly lane: number
      readonly points: readonly ScenePoint[]
      readonly before: readonly SceneArc[]
      readonly after: readonly SceneArc[]
    }
  | { readonly mode: 'bars'; readonly before: readonly SceneBar[]; readonly after: readonly SceneBar[] }

/** What the picture is made of. */
export interface MergeSceneInput {
  /** Names of the points the inputs lead between: one more than inputs; null: it has none. */
  readonly points: readonly (string | null)[]
  /** For each point between two inputs whether it stays: only in a fold of several groups. */
  readonly keeps?: readonly boolean[]
  readonly inputBytes: readonly number[]
  readonly resultBytes: number
  readonly width: number
  readonly format: (bytes: number) => string
}

const SIDE = 44
/** Less than this between two points, and names lie over each other. */
const MIN_STEP = 58
const RISE = 44
const LANE = 58
const HEIGHT = 84

/** Draws a merge before and after. Pure: the same numbers always give the same picture. */
export function mergeScene(input: MergeSceneInput): MergeScene {
  const { inputBytes, width, points } = input
  const step = inputBytes.length === 0 ? 0 : (width - 2 * SIDE) / inputBytes.length
  if (step < MIN_STEP) return bars(input)
  const xOf = (index: number) => SIDE + index * step
  const isKept = (index: number) => index === 0 || index === inputBytes.length || input.keeps?.[index - 1] === true
  const before = inputBytes.map((bytes, index) => arc(xOf(index), xOf(index + 1), bytes, input.format(bytes)))
  const stations = Array.from({ length: inputBytes.length + 1 }, (_, index) => index).filter(isKept)
  const isOne = stations.length === 2
  const after = stations.slice(1).map((to, index) => {
    const from = stations[index] ?? 0
    const bytes = isOne ? input.resultBytes : sum(inputBytes.slice(from, to))
    // What each of several groups comes to is not known one by one.
    return arc(xOf(from), xOf(to), bytes, isOne ? input.format(bytes) : '')
  })
  return {
    mode: 'arcs',
    height: HEIGHT,
    lane: LANE,
    points: Array.from({ length: inputBytes.length + 1 }, (_, index) => ({
      x: xOf(index),
      label: points[index] ?? '',
      isDropped: !isKept(index),
    })),
    before,
    after,
  }
}

function bars({ inputBytes, resultBytes, width, format }: MergeSceneInput): MergeScene {
  const all = Math.max(1, sum(inputBytes), resultBytes)
  let x = 0
  const before = inputBytes.map((bytes) => {
    const bar = { x, width: (bytes / all) * width, label: format(bytes) }
    x += bar.width
    return bar
  })
  return { mode: 'bars', before, after: [{ x: 0, width: (resultBytes / all) * width, label: format(resultBytes) }] }
}

/** An arc over the lane; as thick as the logarithm of its bytes, as on the timeline. */
function arc(from: number, to: number, bytes: number, label: string): SceneArc {
  const [a, b] = [round(from + 7), round(to - 7)]
  const foot = LANE - 7
  // The bend of a cubic reaches three quarters of the way to its control points.
  const control = round(foot - RISE / 0.75)
  return {
    path: `M ${a} ${foot} C ${a} ${control}, ${b} ${control}, ${b} ${foot}`,
    thickness: Math.max(2, Math.min(9, round(Math.log2(Math.max(2, bytes / 65_536)) / 2))),
    x: round((a + b) / 2),
    y: foot - RISE + 22,
    label,
  }
}

/** One of the 64 parts of the image that an input has data in. */
export interface LaneCell {
  readonly x: number
  readonly width: number
  /** Height of what survives, and of what goes, from 0 to 1 of the lane. */
  readonly kept: number
  readonly gone: number
}

/** How a lane is drawn: cells from left to right, in a box of 640 by 1. What holds no data is left out. */
export const LANE_WIDTH = 640

/** Where in the image an input has data, and where that survives. A little is drawn as a little, but never as nothing. */
export function laneCells(lane: MergePreview['inputs'][number]['lane']): readonly LaneCell[] {
  if (lane === undefined || lane.length === 0) return []
  const width = LANE_WIDTH / lane.length
  const most = Math.max(1, ...lane.map(({ dataBytes }) => dataBytes))
  return lane.flatMap(({ dataBytes, keptBytes }, index) => {
    if (dataBytes === 0) return []
    const full = 0.25 + 0.75 * (dataBytes / most)
    const kept = full * (Math.min(keptBytes, dataBytes) / dataBytes)
    return [{ x: round(index * width), width: round(width), kept: round(kept), gone: round(full - kept) }]
  })
}

/** The lane of the result: what survives of all inputs together. */
export function resultLane(inputs: MergePreview['inputs']): MergePreview['inputs'][number]['lane'] {
  const lanes = inputs.map(({ lane }) => lane ?? [])
  const length = Math.max(0, ...lanes.map((lane) => lane.length))
  if (length === 0) return undefined
  return Array.from({ length }, (_, index) => {
    const keptBytes = sum(lanes.map((lane) => lane[index]?.keptBytes ?? 0))
    return { dataBytes: keptBytes, keptBytes }
  })
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
