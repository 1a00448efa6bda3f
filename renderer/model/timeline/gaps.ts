import { timelineText } from '../../timelineText.ts'
import { text } from '../../strings.ts'
import type { Lane } from './lane.ts'

/** The first file of a chain that is missing or damaged, in words; its second part is the file's name. */
export interface Gap {
  /** Index of the point it takes away. */
  readonly point: number
  readonly sentence: readonly string[]
  /** Goes on after the sentence: how many files more. */
  readonly more: string
  readonly upTo: string
}

/** What is wrong with a chain; null: nothing is. */
export function gapOf(lane: Lane): Gap | null {
  const { steps, points } = lane.history
  const first = steps.findIndex((link) => lane.faultOf(link) !== null)
  const link = steps[first]
  if (link === undefined) return null
  const point = points.findIndex(({ station }) => station === first + 1)
  const nameAt = (station: number) =>
    points.find((one) => one.station === station && one.snapshot !== null)?.snapshot?.name.text
  const isMissing = lane.faultOf(link) === 'missing'
  const from = nameAt(first)
  const to = nameAt(first + 1) ?? (first === steps.length - 1 ? text.app.head : text.inspector.unnamed(link.number))
  const t = timelineText.gap
  const isFull = lane.fulls.some(({ step }) => step === first)
  const others = steps.filter((one) => lane.faultOf(one) !== null).length - 1
  return {
    point,
    sentence: isFull
      ? (isMissing ? t.missingFull : t.damagedFull)(link.file)
      : (isMissing ? t.missing : t.damaged)(link.file, from ?? text.app.nothing, to),
    more: others === 0 ? t.alone : t.more(others),
    upTo: t.upTo(points.findLast((one) => one.station <= first && one.snapshot !== null)?.snapshot?.name.text ?? null),
  }
}

/** Where the sentence about a gap stands: beside the full exports and tied to its point, or as a bar under the picture. */
export interface GapPlace {
  readonly x: number
  readonly left: number
  readonly width: number
}

const LEAST_ROOM = 410
const WIDEST = 520

/** A place beside the gap; null where there is no room for one. */
export function placeOfGap(
  x: number,
  width: number,
  taken: readonly { readonly x: number; readonly width: number }[],
): GapPlace | null {
  if (x < 0 || x > width) return null
  const left = Math.max(8, x - 52)
  const before = taken.reduce((most, block) => (block.x < x ? Math.max(most, block.x + block.width + 8) : most), 8)
  const leftOf = Math.max(before, x + 24 - WIDEST)
  const places = [
    { left, width: Math.min(WIDEST, width - left - 12) },
    { left: leftOf, width: Math.min(x + 24, width - 8) - leftOf },
  ]
  const free = places.find(
    (place) =>
      place.width >= LEAST_ROOM &&
      taken.every((block) => block.x + block.width + 8 <= place.left || block.x >= place.left + place.width),
  )
  return free === undefined ? null : { x, ...free }
}
