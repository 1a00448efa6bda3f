import { formatStretch } from '../../timelineText.ts'
import type { PointKey } from '../../stores/selection.ts'
import type { ArcMark, DensityMark, FullMark } from './arcs.ts'
import { arcsOf, fullsOf } from './arcs.ts'
import type { Axis } from './axis.ts'
import { at, foldWidth, lastWhere, lengthOf, xOfMark } from './axis.ts'
import type { TrustBar } from './bars.ts'
import { barsOf } from './bars.ts'
import type { GapPlace } from './gaps.ts'
import { gapOf, placeOfGap } from './gaps.ts'
import { groupMarks } from './groups.ts'
import type { Lane, TimelineModel } from './lane.ts'
import type { Tracks } from './layout.ts'
import { RULER, tracksOf } from './layout.ts'
import type { Marks } from './marks.ts'
import { marksOf } from './marks.ts'
import type { Tick } from './ruler.ts'
import { cornerOf, rulerOf } from './ruler.ts'
import type { TimelineSelection, Touched } from './selection.ts'
import { litOf } from './selection.ts'
import type { ShownPart, View } from './view.ts'
import { shownPart, toScreen } from './view.ts'

/** A break in the axis: a stretch in which nothing was made. */
export interface FoldMark {
  readonly x1: number
  readonly x2: number
  readonly ms: number
  readonly label: string
}

/** Everything that is drawn of one image. */
export interface LaneScene extends Marks {
  readonly tracks: Tracks
  readonly x1: number
  readonly x2: number
  /** The lit part of the lane. */
  readonly lit: { readonly x1: number; readonly x2: number } | null
  /** The chosen range. */
  readonly range: { readonly x1: number; readonly x2: number } | null
  readonly arcs: readonly ArcMark[]
  readonly density: readonly DensityMark[]
  readonly fulls: readonly FullMark[]
  readonly bars: readonly TrustBar[]
  /** Where the sentence about the gap stands; null: under the picture, if there is a gap. */
  readonly gap: GapPlace | null
}

/** The picture of the shown part, in px. */
export interface Scene {
  readonly width: number
  readonly height: number
  readonly part: ShownPart
  readonly corner: string
  readonly ticks: readonly Tick[]
  readonly folds: readonly FoldMark[]
  /** The present; it may lie outside the picture. */
  readonly nowX: number
  readonly lanes: readonly LaneScene[]
}

export interface SceneInput {
  readonly view: View
  readonly width: number
  readonly isShort: boolean
  readonly selection: TimelineSelection
  /** The point the keyboard is at, which is drawn alone. */
  readonly active?: PointKey | null
  /** By lane: the links that touched the marked region; null where none is marked. */
  readonly touched?: readonly (Touched | null)[]
}

/** Points outside the picture by so much still reach into it with their names. */
const MARGIN_PX = 60

/** Works out the picture: pure, and no more of it than fits into the width, however long the history is. */
export function sceneOf(model: TimelineModel, input: SceneInput): Scene {
  const { axis } = model
  const width = Math.max(input.width, 200)
  const part = shownPart(axis, input.view, width)
  let top = RULER
  const lanes = model.lanes.map((lane, index) => {
    const tracks = tracksOf(top, input.isShort, lane.history.hasFiles)
    top = tracks.bottom
    return laneScene(model, lane, index, { part, tracks }, { ...input, width })
  })
  return {
    width,
    height: lanes.at(-1)?.tracks.bottom ?? RULER,
    part,
    corner: cornerOf(axis, part, width),
    ticks: rulerOf(axis, part, width),
    folds: foldsOf(axis, part, width),
    nowX: toScreen(part, lengthOf(axis, part.scale)),
    lanes,
  }
}

/** Where a point of a lane stands on the screen. */
export function screenX(axis: Axis, part: ShownPart, lane: Lane): (index: number) => number {
  return (index) => toScreen(part, xOfMark(axis, part.scale, at(lane.marks, index)))
}

function laneScene(
  model: TimelineModel,
  lane: Lane,
  index: number,
  { part, tracks }: { readonly part: ShownPart; readonly tracks: Tracks },
  input: SceneInput,
): LaneScene {
  const { axis, now } = model
  const { width } = input
  const xOf = screenX(axis, part, lane)
  const lit = litOf(lane, input.selection)
  const active = input.active === undefined || input.active === null ? undefined : lane.indexOf.get(input.active)
  const alone = [...new Set([lit.from, lit.to, active ?? -1, lane.marks.length - 1])].filter((one) => one >= 0)
  const groups = groupMarks({
    count: lane.marks.length,
    // Boxes lie still on the axis, so that marks do not change their group while the picture is moved.
    xOf: (one) => xOfMark(axis, part.scale, at(lane.marks, one)),
    from: part.left - MARGIN_PX * 2,
    to: part.left + width + MARGIN_PX,
    box: Math.max(12, width / 150),
    alone: alone.sort((a, b) => a - b),
  }).map((group) => ({ ...group, x: toScreen(part, group.x) }))
  const arcInput = { lane, groups, xOf, width, tracks, lit, touched: input.touched?.[index] ?? null }
  const marks = marksOf(lane, groups, lit)
  const fulls = fullsOf(arcInput)
  const gap = gapOf(lane)
  const last = lane.marks.length - 1
  return {
    ...marks,
    tracks,
    x1: xOf(0),
    x2: xOf(last),
    // What has to be read to get there: of a live image nothing but the point itself.
    lit: lit.kind === 'none' || !tracks.hasFiles ? null : { x1: xOf(0), x2: xOf(lit.to) },
    range: lit.kind === 'range' ? { x1: xOf(lit.from), x2: xOf(lit.to) } : null,
    ...(tracks.hasFiles ? arcsOf(arcInput) : { arcs: [], density: [] }),
    fulls,
    bars: barsOf(lane.runs, xOf, width, now),
    gap: gap === null || input.isShort ? null : placeOfGap(xOf(gap.point), width, fulls),
  }
}

function foldsOf(axis: Axis, part: ShownPart, width: number): readonly FoldMark[] {
  const fold = foldWidth(axis, part.scale)
  const shown: FoldMark[] = []
  const xOf = (index: number) => toScreen(part, xOfMark(axis, part.scale, axis.folds[index]?.index ?? 0))
  for (let index = lastWhere(axis.folds.length, (one) => xOf(one) + fold < 0) + 1; index < axis.folds.length; index++) {
    const x1 = xOf(index)
    if (x1 > width) break
    const ms = axis.folds[index]?.ms ?? 0
    // Too narrow to be seen as a break: the tracks go on over it, and the ruler tells the time.
    if (fold >= 8) shown.push({ x1, x2: x1 + fold, ms, label: formatStretch(ms) })
  }
  return shown
}
