import type { ImageRef } from '../../shared/imageSpec.ts'
import { call } from '../api.ts'
import { at, markBefore, xOfMark } from '../model/timeline/axis.ts'
import type { Lane } from '../model/timeline/lane.ts'
import { positionOf } from '../model/timeline/rows.ts'
import { litOf, pointAt } from '../model/timeline/selection.ts'
import type { Span, View } from '../model/timeline/view.ts'
import { fitted, panned, revealed, scaled, shownPart, spanScale, zoomed } from '../model/timeline/view.ts'
import type { PointKey, Region } from '../stores/selection.ts'
import { choosePoint, selectionStore } from '../stores/selection.ts'
import type { TimelineStore } from '../stores/timeline.ts'
import { timelineStore } from '../stores/timeline.ts'

/** The factor of one step of zoom. */
const ZOOM_STEP = 1.6

type Change = (now: TimelineStore & { readonly model: NonNullable<TimelineStore['model']> }) => View

function changeView(change: Change): void {
  timelineStore.setState((state) => {
    const { model } = state
    return model === null ? state : { view: change({ ...state, model }) }
  })
}

/** Shows a view of the history. */
export function showView(view: View): void {
  timelineStore.setState({ view })
}

/** Shows less or more of the history at once. `x`: what stays where it is; left out: the chosen point, or the middle. */
export function zoomBy(factor: number, x?: number): void {
  changeView(({ model, view, width }) => zoomed(model.axis, view, width, factor, x ?? anchorX()))
}

/** One step of zoom: in with 1, out with -1. */
export function zoomStep(direction: 1 | -1): void {
  zoomBy(ZOOM_STEP ** direction)
}

/** Moves the shown part by so many px. */
export function panBy(px: number): void {
  changeView(({ model, view, width }) => panned(model.axis, view, width, px))
}

/** Shows so long a stretch at once, around the chosen point or up to now. */
export function showSpan(span: Span): void {
  changeView(({ model, view, width }) => scaled(model.axis, view, width, spanScale(span, width), anchorX(width)))
}

/** Shows the chosen point with its restore path, or the chosen range. */
export function showSelection(): void {
  changeView(({ model, view, width }) => {
    const lane = model.lanes[0]
    if (lane === undefined) return view
    const lit = litOf(lane, selectionStore.getState())
    if (lit.kind === 'none') return view
    const from = lit.kind === 'range' ? lit.from : Math.max(0, lit.to - 1)
    return fitted(model.axis, width, at(lane.marks, from), at(lane.marks, lit.to))
  })
}

/** Brings a point into the picture. */
export function revealPoint(key: PointKey): void {
  changeView(({ model, view, width }) => {
    const lane = model.lanes[0]
    const index = lane?.indexOf.get(key)
    return lane === undefined || index === undefined ? view : revealed(model.axis, view, width, at(lane.marks, index))
  })
}

/** Where the chosen point stands on the screen, if it is there; else the middle, or what is said. */
function anchorX(otherwise?: number): number {
  const { model, width, view } = timelineStore.getState()
  const lane = model?.lanes[0]
  const { point } = selectionStore.getState()
  const index = point === null ? undefined : lane?.indexOf.get(point)
  if (model !== null && lane !== undefined && index !== undefined) {
    const part = shownPart(model.axis, view, width)
    const x = xOfMark(model.axis, part.scale, at(lane.marks, index)) - part.left
    if (x >= 0 && x <= width) return x
  }
  return otherwise ?? width / 2
}

/** How far a key moves along the points that can be chosen: by so many, by a screen, or to an end. */
export type Move = 'previous' | 'next' | 'first' | 'last' | 'page-back' | 'page-on'

/** Chooses the point a move leads to, or with `extend` the range to it. */
export function moveChoice(move: Move, extend: boolean): void {
  const { model } = timelineStore.getState()
  const lane = model?.lanes[0]
  if (lane === undefined) return
  const { point } = selectionStore.getState()
  const index = point === null ? undefined : lane.indexOf.get(point)
  const target = targetOf(lane, move, index)
  const key = target === null ? undefined : pointAt(lane, at(lane.choosable, target))?.key
  if (key !== undefined && key !== point) choosePoint(key, extend)
}

/** Takes the next point into the choice: the keyboard's way of a click with Shift. */
export function extendChoice(): void {
  const { point } = selectionStore.getState()
  const lane = timelineStore.getState().model?.lanes[0]
  if (point === null || lane === undefined) return moveChoice('last', false)
  const isLast = lane.choosable.at(-1) === lane.indexOf.get(point)
  moveChoice(isLast ? 'previous' : 'next', true)
}

function targetOf(lane: Lane, move: Move, index: number | undefined): number | null {
  const last = lane.choosable.length - 1
  const now = index === undefined ? null : positionOf(lane, index)
  switch (move) {
    case 'first':
      return 0
    case 'last':
      return last
    case 'previous':
      return now === null ? last : Math.max(0, now - 1)
    case 'next':
      return now === null ? last : Math.min(last, now + 1)
    default:
      return now === null ? last : Math.min(last, Math.max(0, pageFrom(lane, now, move === 'page-on' ? 1 : -1)))
  }
}

/** The point a screen away; at least the next one. */
function pageFrom(lane: Lane, position: number, direction: 1 | -1): number {
  const { model, width, view } = timelineStore.getState()
  if (model === null) return position
  const { scale } = shownPart(model.axis, view, width)
  const x = xOfMark(model.axis, scale, at(lane.marks, at(lane.choosable, position))) + direction * width * 0.8
  const mark = markBefore(model.axis, scale, x)
  let target = positionOf(
    lane,
    Math.max(
      0,
      lane.marks.findLastIndex((one) => one <= mark),
    ),
  )
  if (direction > 0) target = Math.max(position + 1, target)
  else target = Math.min(position - 1, target)
  return target
}

/** The numbers of the links that touched a part of an image. @throws AppError */
export async function touchedLinks(
  image: ImageRef,
  { start, length }: Region,
  options: { readonly signal: AbortSignal },
): Promise<ReadonlySet<number>> {
  const { links } = await call('image.touched', { image, start, length }, options)
  return new Set(links)
}
