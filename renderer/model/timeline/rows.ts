import { formatBytes } from '../../../shared/units.ts'
import { formatTime, text } from '../../strings.ts'
import { formatAgo, timelineText } from '../../timelineText.ts'
import type { PointKey } from '../../stores/selection.ts'
import { at, lastWhere } from './axis.ts'
import type { Lane } from './lane.ts'
import type { LaneScene } from './scene.ts'
import type { TimelineSelection } from './selection.ts'
import { litOf, pointAt } from './selection.ts'

/** A point as a row of the tree grid: what it says, and the place on the picture that stands for it. */
export interface RowMark {
  readonly index: number
  readonly key: PointKey
  readonly name: string
  readonly sentence: string
  /** From 1, among the points that can be chosen. */
  readonly position: number
  readonly x: number
  readonly width: number
  readonly isSelected: boolean
}

const WIDEST_PX = 88
/** So many rows before and after the one with the focus are there for those who do not see the picture. */
const AROUND = 4

/**
 * The rows of the points that are drawn alone, and of those near the one with the focus, which the picture may not show yet. `xOf`: where a point
 * stands, whether it is drawn or not.
 */
export function rowsOf(
  lane: Lane,
  scene: LaneScene,
  selection: TimelineSelection,
  xOf: (index: number) => number,
  now: number,
): readonly RowMark[] {
  const drawn = new Map(scene.points.map((mark) => [mark.index, mark]))
  const wanted = new Set(scene.points.filter(({ kind }) => kind !== 'unnamed').map(({ index }) => index))
  const lit = litOf(lane, selection)
  const active = selection.point === null ? undefined : lane.indexOf.get(selection.point)
  const middle = active === undefined ? lane.choosable.length - 1 : positionOf(lane, active)
  for (let position = Math.max(0, middle - AROUND); position <= middle + AROUND; position++) {
    if (position < lane.choosable.length) wanted.add(at(lane.choosable, position))
  }
  const indexes = [...wanted].sort((a, b) => a - b)
  const xs = indexes.map((index) => drawn.get(index)?.x ?? xOf(index))
  return indexes.flatMap((index, row) => {
    const point = pointAt(lane, index)
    if (point === undefined) return []
    const x = xs[row] ?? 0
    const before = Math.min(WIDEST_PX, x - (xs[row - 1] ?? Number.NEGATIVE_INFINITY))
    const after = Math.min(WIDEST_PX, (xs[row + 1] ?? Number.POSITIVE_INFINITY) - x)
    return [
      {
        index,
        key: point.key,
        name: point.snapshot?.name.text ?? text.app.head,
        sentence: sentenceOf(lane, index, now),
        position: positionOf(lane, index) + 1,
        x: x - before / 2,
        width: Math.max(4, (before + after) / 2),
        isSelected: lit.kind !== 'none' && (index === lit.from || index === lit.to),
      },
    ]
  })
}

/** The place of a point among those that can be chosen, from 0; where it cannot be, that of the one before it. */
export function positionOf(lane: Lane, index: number): number {
  return lastWhere(lane.choosable.length, (position) => at(lane.choosable, position) <= index)
}

/** One sentence about a point. */
export function sentenceOf(lane: Lane, index: number, now: number): string {
  const point = pointAt(lane, index)
  if (point === undefined) return ''
  const { hasFiles } = lane.history
  const files = point.station
  const run = lane.runs[lastWhere(lane.runs.length, (one) => (lane.runs[one]?.from ?? 0) <= index)]
  const twin = twinOf(lane, index)
  const t = timelineText.sentence
  return [
    point.snapshot === null ? text.points.head : text.points.snapshot(point.snapshot.name.text),
    formatTime(point.time),
    !hasFiles ? null : point.restorable ? text.points.restorable : text.points.notRestorable,
    point.snapshot?.protected === true ? text.points.protected : null,
    lane.held.has(point.key) ? t.held : null,
    !hasFiles
      ? null
      : files === 0
        ? text.points.noFiles
        : text.points.readsFiles(files, formatBytes(at(lane.readBytes, files))),
    run?.trust === 'verified' && run.oldest !== null && files > 0 ? t.verified(formatAgo(run.oldest, now)) : null,
    twin === null ? null : text.points.sameAs(twin),
  ]
    .filter((part) => part !== null)
    .join(', ')
}

/** The newest snapshot that has the content of the head. */
function twinOf(lane: Lane, index: number): string | null {
  const point = pointAt(lane, index)
  const before = pointAt(lane, index - 1)
  return point?.kind === 'head' && before?.snapshot && before.station === point.station
    ? before.snapshot.name.text
    : null
}
