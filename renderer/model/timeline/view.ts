import type { Axis, Place } from './axis.ts'
import { at, lengthOf, placeAt, placeOf, scaleFor, xOfMark, xOfPlace } from './axis.ts'

/** The part of the axis that is shown: `scale` in px a ms, `left` in px of the axis at that scale. Null: all of it, whatever the width. */
export type View = ShownPart | null
export interface ShownPart {
  readonly scale: number
  readonly left: number
}

/** Room beside the first and the last mark, for their names. */
export const PAD = { left: 46, right: 44 } as const
/** The greatest scale: a minute is so wide, or an even step. */
const MINUTE_PX = 240
const EVEN_PX = 200

const lastMark = (axis: Axis) => Math.max(0, axis.times.length - 1)
const roomOf = (width: number) => Math.max(1, width - PAD.left - PAD.right)

/** The scale at which everything fits. */
export function fitScale(axis: Axis, width: number): number {
  const scale = scaleFor(axis, placeOf(0), placeOf(lastMark(axis)), roomOf(width))
  return scale > 0 ? scale : 1
}

/** The greatest scale one can zoom to. */
export function maxScale(axis: Axis, width: number): number {
  return Math.max(fitScale(axis, width), MINUTE_PX / 60_000, EVEN_PX / Math.max(1, axis.evenMs))
}

/** What a view means at a width: within the bounds, and with nothing but history in it. */
export function shownPart(axis: Axis, view: View, width: number): ShownPart {
  const least = fitScale(axis, width)
  if (view === null || !(view.scale > least)) return { scale: least, left: 0 }
  const scale = Math.min(view.scale, maxScale(axis, width))
  const most = Math.max(0, lengthOf(axis, scale) - roomOf(width))
  return { scale, left: Math.min(most, Math.max(0, view.left)) }
}

/** Back to a view: what shows everything is null, so that it goes on doing so. */
function asView(axis: Axis, part: ShownPart, width: number): View {
  return part.scale <= fitScale(axis, width) * 1.0001 ? null : shownPart(axis, part, width)
}

/** Where a px of the axis stands on the screen. */
export function toScreen(part: ShownPart, x: number): number {
  return PAD.left + x - part.left
}

/** The px of the axis that stands at one of the screen. */
export function fromScreen(part: ShownPart, x: number): number {
  return x - PAD.left + part.left
}

/** Makes the scale `factor` times as great; what stands at `x` on the screen stays there. */
export function zoomed(axis: Axis, view: View, width: number, factor: number, x = width / 2): View {
  return scaled(axis, view, width, shownPart(axis, view, width).scale * factor, x)
}

/** Gives a view another scale; what stands at `x` on the screen stays there. */
export function scaled(axis: Axis, view: View, width: number, wanted: number, x: number): View {
  const before = shownPart(axis, view, width)
  const place = placeAt(axis, before.scale, fromScreen(before, x))
  const scale = Math.min(maxScale(axis, width), Math.max(fitScale(axis, width), wanted))
  return asView(axis, { scale, left: xOfPlace(axis, scale, place) - (x - PAD.left) }, width)
}

/** Moves the shown part by so many px to the right. */
export function panned(axis: Axis, view: View, width: number, px: number): View {
  const part = shownPart(axis, view, width)
  return asView(axis, { scale: part.scale, left: part.left + px }, width)
}

/** Shows the stretch between two marks with some room around it. */
export function fitted(axis: Axis, width: number, from: number, to: number): View {
  const room = roomOf(width)
  const wanted = scaleFor(axis, placeOf(from), placeOf(to), room * 0.8)
  if (wanted <= 0) return centred(axis, { scale: maxScale(axis, width), left: 0 }, width, from)
  const scale = Math.min(maxScale(axis, width), wanted)
  const middle = (xOfMark(axis, scale, from) + xOfMark(axis, scale, to)) / 2
  return asView(axis, { scale, left: middle - room / 2 }, width)
}

/** Brings a mark into the middle. */
export function centred(axis: Axis, view: View, width: number, mark: number): View {
  const { scale } = shownPart(axis, view, width)
  return asView(axis, { scale, left: xOfMark(axis, scale, mark) - roomOf(width) / 2 }, width)
}

/** Moves the shown part just so far that a mark is in it; the same view where it is. */
export function revealed(axis: Axis, view: View, width: number, mark: number): View {
  const part = shownPart(axis, view, width)
  const x = xOfMark(axis, part.scale, mark)
  const room = roomOf(width)
  if (x < part.left) return panned(axis, view, width, x - part.left - room / 8)
  if (x > part.left + room) return panned(axis, view, width, x - part.left - room + room / 8)
  return view
}

/** The first and the last place that are shown. */
export function shownPlaces(axis: Axis, view: View, width: number): { readonly from: Place; readonly to: Place } {
  const { scale, left } = shownPart(axis, view, width)
  const end = Math.min(lengthOf(axis, scale), left + roomOf(width))
  return { from: placeAt(axis, scale, left), to: placeAt(axis, scale, end) }
}

/** Shows what lies between two places. */
export function betweenPlaces(axis: Axis, width: number, from: Place, to: Place): View {
  const wanted = scaleFor(axis, from, to, roomOf(width))
  const most = maxScale(axis, width)
  const scale = wanted > 0 ? Math.min(most, wanted) : most
  return asView(axis, { scale, left: xOfPlace(axis, scale, from) }, width)
}

/** Puts a place at the left edge. */
export function startingAt(axis: Axis, view: View, width: number, from: Place): View {
  const { scale } = shownPart(axis, view, width)
  return asView(axis, { scale, left: xOfPlace(axis, scale, from) }, width)
}

/** Steps of zoom that have a name; the scale of each shows so much at once. */
export const SPANS = { day: 86_400_000, week: 7 * 86_400_000, month: 30.5 * 86_400_000, year: 365.25 * 86_400_000 }
export type Span = keyof typeof SPANS

/** The scale at which a stretch of such a length fills the window. */
export function spanScale(span: Span, width: number): number {
  return roomOf(width) / SPANS[span]
}

/** Whether a step of zoom shows something else than the whole, and can be reached. */
export function isSpanUseful(axis: Axis, span: Span, width: number): boolean {
  const scale = spanScale(span, width)
  return scale > fitScale(axis, width) * 1.02 && scale <= maxScale(axis, width)
}

/** The time the whole axis covers. */
export function wholeMs(axis: Axis): number {
  return at(axis.times, lastMark(axis)) - at(axis.times, 0)
}
