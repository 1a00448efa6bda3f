import { formatBytes } from '../../../shared/units.ts'
import { timelineText } from '../../timelineText.ts'
import { at } from './axis.ts'
import type { Group } from './groups.ts'
import type { Fault, Lane } from './lane.ts'
import { bytesOf } from './lane.ts'
import type { Tracks } from './layout.ts'
import type { Lit, Touched } from './selection.ts'

/** `path`: read to restore the chosen point, or the end of the chosen stretch. `range`: so, and in the stretch. `idle`: kept, but not needed. */
export type StepState = 'path' | 'range' | 'idle' | Fault

/** An increment: from the point it starts at to the one it leads to. */
export interface ArcMark {
  /** Number of its link. */
  readonly number: number
  readonly x1: number
  readonly x2: number
  readonly height: number
  readonly thickness: number
  readonly state: StepState
  /** Its place in the restore path, from 1. */
  readonly ordinal: number | null
  readonly label: string | null
  readonly labelX: number
  /** The map's marked region has nothing of it. */
  readonly isDimmed: boolean
}

/** Increments that are too short to be drawn, as a bar: the more bytes, the higher. */
export interface DensityMark {
  readonly x: number
  readonly height: number
  readonly state: StepState
  readonly isDimmed: boolean
}

/** A full export: a block under the lane. */
export interface FullMark {
  readonly number: number
  readonly stemX: number
  readonly x: number
  readonly width: number
  readonly label: string
  readonly state: StepState
  readonly ordinal: number | null
  readonly isDimmed: boolean
}

/** Arcs shorter than this become part of a bar. */
const LEAST_ARC_PX = 18
const ORDINAL_PX = 24
const CHAR_PX = 6.4

interface ArcInput {
  readonly lane: Lane
  readonly groups: readonly Group[]
  readonly xOf: (index: number) => number
  readonly width: number
  readonly tracks: Tracks
  readonly lit: Lit
  readonly touched: Touched | null
}

/** The increments between the drawn points, and those within their groups. */
export function arcsOf(input: ArcInput): {
  readonly arcs: readonly ArcMark[]
  readonly density: readonly DensityMark[]
} {
  const { lane, groups, xOf } = input
  const arcs: ArcMark[] = []
  const density: (DensityMark & { height: number })[] = []
  const isArc = (index: number) =>
    index > 0 && at(lane.arrives, index) >= 0 && xOf(index) - xOf(index - 1) >= LEAST_ARC_PX
  for (const { from, to, x } of groups) {
    if (isArc(from)) arcs.push(arcOf(input, from))
    const first = isArc(from) ? from + 1 : from
    const bar = first > to ? null : densityOf(input, first, to, x)
    if (bar !== null) density.push(bar)
  }
  scaleBars(density, input.tracks.arcRoom)
  // The one that leads out of the picture.
  const next = (groups.at(-1)?.to ?? -1) + 1
  if (next < lane.arrives.length && isArc(next)) arcs.push(arcOf(input, next))
  return { arcs, density }
}

function arcOf({ lane, xOf, width, tracks, lit, touched }: ArcInput, index: number): ArcMark {
  const step = at(lane.arrives, index)
  const link = lane.history.steps[step]
  const x1 = xOf(index - 1) + 5
  const x2 = xOf(index) - 5
  const bytes = link === undefined ? 0 : bytesOf(link)
  const state = link === undefined ? 'idle' : stateOf(lane.faultOf(link), step, lit)
  const label =
    state === 'missing' ? timelineText.missing : state === 'damaged' ? timelineText.damaged : formatBytes(bytes)
  const room = x2 - x1
  const from = Math.max(0, x1)
  const until = Math.min(width, x2)
  return {
    number: link?.number ?? 0,
    x1,
    x2,
    height: Math.min(tracks.arcRoom, 26 + room * 0.2),
    thickness: Math.min(lane.thicknessOf(bytes), Math.max(2, room / 6)),
    state,
    ordinal: isNeeded(state) && room >= ORDINAL_PX ? step + 1 : null,
    label: label.length * CHAR_PX + 14 <= room && until > from ? label : null,
    labelX: (from + until) / 2,
    isDimmed: touched !== null && link !== undefined && !touched.links.has(link.number),
  }
}

/** The heights were bytes so far: the tallest bar fills the track, the others go by the root of theirs. */
function scaleBars(bars: readonly { height: number }[], room: number): void {
  const most = bars.reduce((greatest, { height }) => Math.max(greatest, height), 1)
  for (const bar of bars) bar.height = 5 + Math.sqrt(bar.height / most) * (room - 16)
}

function densityOf({ lane, lit, touched }: ArcInput, from: number, to: number, x: number): DensityMark | null {
  const before = Math.max(0, from - 1)
  const steps = stepsBetween(lane, from, to)
  if (steps === null) return null
  const bytes = at(lane.bytesUpTo, to) - at(lane.bytesUpTo, before)
  const hasFault = at(lane.badUpTo, to) > at(lane.badUpTo, before)
  const litState = stateOf(null, steps.first, lit)
  return {
    x,
    height: bytes,
    state: hasFault ? 'missing' : litState,
    isDimmed: touched !== null && at(touched.upTo, to) === at(touched.upTo, before),
  }
}

/** The first and last step that arrive between two points; null where none does. */
function stepsBetween(lane: Lane, from: number, to: number): { readonly first: number; readonly last: number } | null {
  const { points } = lane.history
  const first = points[Math.max(0, from - 1)]?.station ?? 0
  const last = (points[to]?.station ?? 0) - 1
  return last < first ? null : { first, last }
}

const isNeeded = (state: StepState) => state === 'path' || state === 'range'

function stateOf(fault: Fault | null, step: number, lit: Lit): StepState {
  if (fault !== null) return fault
  if (lit.kind === 'none' || step >= lit.end) return 'idle'
  return lit.kind === 'range' && step >= lit.first ? 'range' : 'path'
}

/** The full exports, as far as they are in the picture. */
export function fullsOf({ lane, xOf, width, lit, touched }: ArcInput): readonly FullMark[] {
  return lane.fulls.flatMap(({ step, point }) => {
    const link = lane.history.steps[step]
    const stemX = xOf(point)
    if (link === undefined || stemX < -200 || stemX > width + 20) return []
    const fault = lane.faultOf(link)
    const state = stateOf(fault, step, lit)
    const ordinal = isNeeded(state) ? step + 1 : null
    const label = `${formatBytes(link.fileBytes)} ${fault === null ? link.kind : fault}`
    const blockWidth = label.length * CHAR_PX + (ordinal === null ? 20 : 40)
    return [
      {
        number: link.number,
        stemX,
        x: Math.max(4, Math.min(stemX - 11, width - blockWidth - 4)),
        width: blockWidth,
        label,
        state,
        ordinal,
        isDimmed: touched !== null && !touched.links.has(link.number),
      },
    ]
  })
}
