import { scaleLog, scaleTime } from 'd3-scale'
import type { ImageDetails, LinkInfo } from '../../shared/contract.ts'
import { formatBytes } from '../../shared/units.ts'
import type { PointKey } from '../stores/selection.ts'
import { imageText } from '../imageText.ts'
import { formatClock, formatDay, formatTime, text } from '../strings.ts'
import type { History, Point } from './points.ts'
import { historyOf, pathTo, rangeOf } from './points.ts'

/** Where things stand, in px. Rows from the top: ruler, increments, snapshots with their names, full exports, restorable. */
export const ROWS = {
  ruler: 24,
  laneY: 130,
  nameY: 150,
  fullY: 171,
  fullHeight: 22,
  restorableY: 213,
  height: 228,
} as const
const LEFT = 44
const RIGHT = 52
const MIN_STEP = 104
const MAX_EVEN_STEP = 208
/** Points closer than this are as good as made at once: their true distances would say nothing. */
const COINCIDE_MS = 60_000

/**
 * `path`: read to restore the chosen point. `range`: in the chosen stretch. `idle`: kept, but not needed. `missing`: a gap. `damaged`: found so
 * by a verification.
 */
export type MarkState = 'path' | 'range' | 'idle' | 'missing' | 'damaged'

export interface PointMark {
  readonly point: Point
  readonly x: number
  readonly label: string
  /** One sentence for those who do not see the picture. */
  readonly sentence: string
  readonly isSelected: boolean
  readonly isLit: boolean
}

export interface ArcMark {
  readonly link: LinkInfo
  readonly x1: number
  readonly x2: number
  readonly height: number
  readonly thickness: number
  readonly label: string
  readonly state: MarkState
  /** Its place in the restore path, from 1; null when it is not on it. */
  readonly ordinal: number | null
}

export interface FullMark {
  readonly link: LinkInfo
  readonly x: number
  readonly width: number
  readonly label: string
  readonly state: MarkState
  readonly ordinal: number | null
}

export interface TimelineScene {
  readonly width: number
  /** The points stand in order, not in time: their times coincide, or there are too many for the room. */
  readonly isInOrder: boolean
  readonly points: readonly PointMark[]
  readonly arcs: readonly ArcMark[]
  readonly fulls: readonly FullMark[]
  readonly ruler: readonly { readonly x: number; readonly label: string }[]
  readonly restorable: readonly { readonly x1: number; readonly x2: number; readonly isRestorable: boolean }[]
  readonly range: { readonly x1: number; readonly x2: number } | null
  /** The lit part of the lane. */
  readonly litUntil: number | null
  readonly laneEnd: number
}

/** What is chosen on the timeline. */
export interface TimelineSelection {
  readonly point: PointKey | null
  readonly anchor: PointKey | null
}

/**
 * Works out the picture of an image's history: pure, in px, for a given width. Where the points need more room than there is,
 * the scene is wider than asked and the view scrolls.
 */
export function timelineScene(
  details: ImageDetails,
  selection: TimelineSelection,
  width: number,
  damaged: ReadonlySet<number> = new Set(),
): TimelineScene {
  const history = historyOf(details)
  const { points, steps } = history
  const { xs, isInOrder } = placePoints(points, width)
  const xOf = new Map(points.map((point, index) => [point.key, xs[index] ?? LEFT]))
  const chosen = points.find(({ key }) => key === selection.point)
  const range =
    selection.point !== null && selection.anchor !== null ? rangeOf(history, selection.anchor, selection.point) : null
  const lit =
    range === null && chosen !== undefined
      ? new Map(pathTo(history, chosen).map((link, i) => [link, i + 1]))
      : new Map<LinkInfo, number>()
  const inRange = new Set(range?.steps ?? [])
  const stateOf = (link: LinkInfo): MarkState =>
    link.missing
      ? 'missing'
      : damaged.has(link.number)
        ? 'damaged'
        : inRange.has(link)
          ? 'range'
          : lit.has(link)
            ? 'path'
            : 'idle'

  const arcs: ArcMark[] = []
  const fulls: FullMark[] = []
  const thickness = thicknessScale(steps)
  steps.forEach((link, index) => {
    const before = lastOf(points, index)
    const after = points.find(({ station }) => station === index + 1)
    if (after === undefined) return
    const state = stateOf(link)
    const mark = { link, state, ordinal: lit.get(link) ?? null }
    const size = state === 'damaged' ? imageText.verified.damaged : null
    const x2 = xOf.get(after.key) ?? LEFT
    if (before === undefined) {
      const label = link.missing ? text.timeline.gap : `${size ?? formatBytes(link.fileBytes)} ${link.kind}`
      fulls.push({ ...mark, x: x2 - 10, width: 30 + label.length * 6.6 + (mark.ordinal === null ? 0 : 8), label })
      return
    }
    const x1 = xOf.get(before.key) ?? LEFT
    const height = Math.min(78, 34 + (x2 - x1) * 0.3)
    const label = link.missing ? text.timeline.gap : (size ?? formatBytes(link.dataBytes + link.zeroBytes))
    arcs.push({ ...mark, x1: x1 + 5, x2: x2 - 5, height, thickness: thickness(link), label })
  })

  return {
    width: Math.max(width, (xs.at(-1) ?? LEFT) + RIGHT),
    isInOrder,
    arcs,
    fulls,
    points: points.map(
      (point): PointMark => ({
        point,
        x: xOf.get(point.key) ?? LEFT,
        label: labelOf(point),
        sentence: sentenceOf(history, point),
        isSelected: point.key === selection.point || point.key === selection.anchor,
        isLit: chosen !== undefined && point.station <= chosen.station && range === null,
      }),
    ),
    ruler: rulerOf(points, xs),
    restorable: restorableRuns(points, xs),
    range: range === null ? null : { x1: xOf.get(range.from.key) ?? LEFT, x2: xOf.get(range.to.key) ?? LEFT },
    litUntil: range === null && chosen !== undefined ? (xOf.get(chosen.key) ?? null) : null,
    laneEnd: xs.at(-1) ?? LEFT,
  }
}

function lastOf(points: readonly Point[], station: number): Point | undefined {
  return points.findLast((point) => point.station === station)
}

/** Every step has a least width; what room is left is shared out by time, so order and readability never suffer for scale. */
function placePoints(
  points: readonly Point[],
  width: number,
): { readonly xs: readonly number[]; readonly isInOrder: boolean } {
  const steps = points.length - 1
  if (steps <= 0) return { xs: [LEFT + MIN_STEP / 2], isInOrder: true }
  let latest = Number.NEGATIVE_INFINITY
  // Clocks go back; the order of the chain does not.
  const times = points.map(({ time }) => (latest = Math.max(latest, time)))
  const first = times[0] ?? 0
  const last = times.at(-1) ?? 0
  const room = width - LEFT - RIGHT
  const spare = room - steps * MIN_STEP
  const isInOrder = spare <= 0 || last - first < COINCIDE_MS * steps
  if (isInOrder) {
    const step = Math.max(MIN_STEP, Math.min(MAX_EVEN_STEP, room / steps))
    return { xs: points.map((_, index) => LEFT + index * step), isInOrder }
  }
  const share = scaleTime().domain([first, last]).range([0, spare])
  return { xs: times.map((time, index) => LEFT + index * MIN_STEP + share(time)), isInOrder }
}

/** Thickness says how much an increment holds: one more px for each factor of about four. */
function thicknessScale(steps: readonly LinkInfo[]): (link: LinkInfo) => number {
  const sizes = steps.map((link) => Math.max(1, link.dataBytes + link.zeroBytes))
  const scale = scaleLog()
    .domain([4096, Math.max(64 * 1024 ** 2, ...sizes)])
    .range([3, 11])
    .clamp(true)
  return (link) => scale(Math.max(1, link.dataBytes + link.zeroBytes))
}

function labelOf(point: Point): string {
  const name = point.snapshot?.name.text ?? (point.kind === 'head' ? text.app.head : '')
  return name.length > 13 ? `${name.slice(0, 6)}…${name.slice(-6)}` : name
}

function nameOf(point: Point): string {
  if (point.snapshot !== null) return text.points.snapshot(point.snapshot.name.text)
  if (point.kind === 'head') return text.points.head
  return text.points.unnamed
}

function sentenceOf(history: History, point: Point): string {
  const path = pathTo(history, point)
  const bytes = path.reduce((sum, link) => sum + link.fileBytes, 0)
  const twin = history.points.find(
    (other) => other !== point && other.station === point.station && other.snapshot !== null,
  )
  return [
    nameOf(point),
    formatTime(point.time),
    point.restorable ? text.points.restorable : text.points.notRestorable,
    point.snapshot?.protected === true ? text.points.protected : null,
    path.length === 0 ? text.points.noFiles : text.points.readsFiles(path.length, formatBytes(bytes)),
    point.kind === 'head' && twin?.snapshot ? text.points.sameAs(twin.snapshot.name.text) : null,
  ]
    .filter((part) => part !== null)
    .join(', ')
}

/** A label wherever the day or, within a day, the minute changes. */
function rulerOf(points: readonly Point[], xs: readonly number[]): TimelineScene['ruler'] {
  const days = new Set(points.map(({ time }) => formatDay(time)))
  const label =
    days.size > 1 ? (ms: number) => `${formatDay(ms).slice(5)} ${formatClock(ms)}` : (ms: number) => formatClock(ms)
  let before = ''
  return points.flatMap(({ time }, index) => {
    const now = label(time)
    if (now === before) return []
    before = now
    return [{ x: xs[index] ?? LEFT, label: now }]
  })
}

function restorableRuns(points: readonly Point[], xs: readonly number[]): TimelineScene['restorable'] {
  const runs: { x1: number; x2: number; isRestorable: boolean }[] = []
  points.forEach((point, index) => {
    const x = xs[index] ?? LEFT
    const run = runs.at(-1)
    if (run !== undefined && run.isRestorable === point.restorable) run.x2 = x
    else runs.push({ x1: x, x2: x, isRestorable: point.restorable })
  })
  return runs.map((run) => ({ ...run, x1: run.x1 - 10, x2: run.x2 + 10 }))
}
