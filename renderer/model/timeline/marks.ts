import { text } from '../../strings.ts'
import { timelineText } from '../../timelineText.ts'
import type { PointKey } from '../../stores/selection.ts'
import type { Point } from '../points.ts'
import { at } from './axis.ts'
import type { Group } from './groups.ts'
import type { Lane } from './lane.ts'
import type { Lit } from './selection.ts'
import { pointAt } from './selection.ts'

/** One point, drawn as a ring on the lane; the head as its open end. */
export interface PointMark {
  readonly index: number
  readonly key: PointKey
  readonly kind: Point['kind']
  readonly x: number
  /** Null where there is no room for its name. */
  readonly name: string | null
  readonly isSelected: boolean
  readonly isLit: boolean
  readonly isProtected: boolean
  readonly isHeld: boolean
  readonly isRestorable: boolean
  /** The first point that a missing or damaged file takes away: its ring is dashed and its name struck. */
  readonly isPhantom: boolean
}

/** Points that are too near one another to be told apart, drawn as a tick. */
export interface GroupMark {
  readonly from: number
  readonly to: number
  readonly x: number
  readonly count: number
  /** Height of the tick, from 0 to 1. */
  readonly weight: number
  readonly isLit: boolean
  readonly hasFault: boolean
}

/** How many points a dense stretch of the lane holds. */
export interface CountLabel {
  readonly x: number
  readonly label: string
}

export interface Marks {
  readonly points: readonly PointMark[]
  readonly groups: readonly GroupMark[]
  readonly counts: readonly CountLabel[]
}

/** A generous guess, as the font is the system's. */
const CHAR_PX = 6.9
/** Names of lit points are bold. */
const BOLD_CHAR_PX = 8.4
const LONGEST_NAME = 16
const NAME_GAP = 8

/** Turns groups of points into what is drawn on the lane. */
export function marksOf(lane: Lane, groups: readonly Group[], lit: Lit): Marks {
  const singles = groups.filter(({ from, to }) => from === to)
  const many = groups.filter(({ from, to }) => from !== to)
  const names = new Names()
  const points = singles.flatMap(({ from, x }) => pointMark(lane, from, x, lit))
  const byWeight = [...points].sort((a, b) => weightOf(a) - weightOf(b) || a.index - b.index)
  const named = new Map(byWeight.map((mark) => [mark.index, names.place(mark.x, nameOf(lane, mark), mark.isLit)]))
  return {
    points: points.map((mark) => ({ ...mark, name: named.get(mark.index) ?? null })),
    groups: many.map((group) => groupMark(lane, group, lit)),
    counts: countsOf(many, names),
  }
}

function pointMark(lane: Lane, index: number, x: number, lit: Lit): readonly PointMark[] {
  const point = pointAt(lane, index)
  if (point === undefined) return []
  const isSelected = lit.kind !== 'none' && (index === lit.from || index === lit.to)
  const badBefore = index === 0 ? 0 : at(lane.badUpTo, index - 1)
  const isFirstFull = lane.fulls.some((full) => full.point === index)
  const hasBadFull = lane.fulls.some(({ step }) => isBadStep(lane, step))
  return [
    {
      index,
      key: point.key,
      kind: point.kind,
      x,
      name: null,
      isSelected,
      isLit: isSelected || isLitPoint(point, index, lit),
      isProtected: point.snapshot?.protected === true,
      isHeld: lane.held.has(point.key),
      isRestorable: point.restorable,
      isPhantom:
        point.kind !== 'head' &&
        (isFirstFull ? hasBadFull : !hasBadFull && badBefore === 0 && at(lane.badUpTo, index) > 0),
    },
  ]
}

function isBadStep(lane: Lane, step: number): boolean {
  const link = lane.history.steps[step]
  return link !== undefined && lane.faultOf(link) !== null
}

function isLitPoint(point: Point, index: number, lit: Lit): boolean {
  return lit.kind !== 'none' && index >= lit.since && index <= lit.to && point.station <= lit.end
}

function groupMark(lane: Lane, { from, to, x }: Group, lit: Lit): GroupMark {
  const count = to - from + 1
  return {
    from,
    to,
    x,
    count,
    weight: Math.min(1, Math.log2(count) / 6),
    isLit: lit.kind !== 'none' && to >= lit.since && from <= lit.to,
    hasFault: at(lane.badUpTo, to) > at(lane.badUpTo, Math.max(0, from - 1)),
  }
}

/** One number for each dense stretch, where there is room for it. */
function countsOf(groups: readonly Group[], names: Names): readonly CountLabel[] {
  const runs: { x1: number; x2: number; to: number; count: number }[] = []
  for (const { from, to, x } of groups) {
    const run = runs.at(-1)
    if (run !== undefined && run.to + 1 === from && x - run.x2 < 40) {
      Object.assign(run, { x2: x, to, count: run.count + to - from + 1 })
    } else runs.push({ x1: x, x2: x, to, count: to - from + 1 })
  }
  return runs.flatMap(({ x1, x2, count }) => {
    const long = timelineText.points(count)
    const x = (x1 + x2) / 2
    const label = names.place(x, x2 - x1 > long.length * CHAR_PX ? long : String(count))
    return label === null ? [] : [{ x, label }]
  })
}

/** Chosen ones first, then the head, then those with something to tell. */
function weightOf(mark: PointMark): number {
  if (mark.isSelected) return 0
  if (mark.kind === 'head') return 1
  if (mark.isPhantom || mark.isHeld) return 2
  return mark.isProtected ? 3 : 4
}

function nameOf(lane: Lane, { index, kind }: PointMark): string {
  if (kind === 'head') return text.app.head
  const name = pointAt(lane, index)?.snapshot?.name.text ?? ''
  return name.length > LONGEST_NAME ? `${name.slice(0, 8)}…${name.slice(-7)}` : name
}

/** Gives names their places under the lane, one beside the other. */
class Names {
  private readonly taken: { readonly from: number; readonly to: number }[] = []

  place(x: number, name: string, isBold = false): string | null {
    if (name === '') return null
    const half = (name.length * (isBold ? BOLD_CHAR_PX : CHAR_PX) + NAME_GAP) / 2
    if (this.taken.some(({ from, to }) => x - half < to && x + half > from)) return null
    this.taken.push({ from: x - half, to: x + half })
    return name
  }
}
