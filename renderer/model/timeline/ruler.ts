import { at, foldWidth, lastWhere, timeAt, xOfMark, xOfTime } from './axis.ts'
import type { Axis } from './axis.ts'
import type { ShownPart } from './view.ts'
import { fromScreen, toScreen } from './view.ts'

/** A line of the ruler with its word, which stands right of it. */
export interface Tick {
  readonly x: number
  readonly label: string
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

type Field = 'minute' | 'hour' | 'day' | 'month' | 'year'

/** Distances of ticks in the calendar: every so many of a field. */
const LEVELS: readonly { readonly ms: number; readonly field: Field; readonly every: number }[] = [
  { ms: MINUTE, field: 'minute', every: 1 },
  { ms: 5 * MINUTE, field: 'minute', every: 5 },
  { ms: 15 * MINUTE, field: 'minute', every: 15 },
  { ms: HOUR, field: 'hour', every: 1 },
  { ms: 3 * HOUR, field: 'hour', every: 3 },
  { ms: 6 * HOUR, field: 'hour', every: 6 },
  { ms: DAY, field: 'day', every: 1 },
  { ms: 2 * DAY, field: 'day', every: 2 },
  { ms: 7 * DAY, field: 'day', every: 7 },
  { ms: 30.4 * DAY, field: 'month', every: 1 },
  { ms: 91 * DAY, field: 'month', every: 3 },
  { ms: 365 * DAY, field: 'year', every: 1 },
  { ms: 5 * 365 * DAY, field: 'year', every: 5 },
  { ms: 25 * 365 * DAY, field: 'year', every: 25 },
]
const LEAST_PX = 62
/** A month's word in the overview with the room before it, as far as the frame's end does not make up for it. */
const LABEL_PX = 24
/** A cluster's time takes more room than a tick's word. */
const CLUSTER_PX = 96

const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('en-GB', options)
const CLOCK = format({ hour: '2-digit', minute: '2-digit' })
const WEEKDAY = format({ weekday: 'short' })
const MONTH = format({ month: 'short' })
const DAY_MONTH = format({ day: 'numeric', month: 'short' })
const DAY_CLOCK = format({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })
const MONTH_YEAR = format({ month: 'short', year: 'numeric' })
const FULL_DAY = format({ day: 'numeric', month: 'short', year: 'numeric' })

/** The ruler over a shown part: ticks of the local calendar, and the time of marks that were made at once. */
export function rulerOf(axis: Axis, part: ShownPart, width: number): readonly Tick[] {
  const level = LEVELS.find(({ ms }) => ms * part.scale >= LEAST_PX) ?? LEVELS.at(-1)
  const ticks: Tick[] = []
  for (const [from, to] of stretches(axis, part, width)) {
    if (level === undefined) continue
    // Nothing is to be told of the time to come.
    const until = Math.min(timeAt(axis, part.scale, to), at(axis.times, axis.times.length - 1))
    let time = ceil(timeAt(axis, part.scale, from), level.field, level.every)
    // No more than fit beside one another, however the clocks went.
    for (let guard = 0; time <= until && guard < width; guard++) {
      ticks.push({ x: toScreen(part, xOfTime(axis, part.scale, time)), label: labelOf(time, level.field) })
      time = next(time, level.field, level.every)
    }
  }
  return apart([...clusterTicks(axis, part, width), ...ticks])
}

/** What the corner of the ruler says: the month at the left end, or what suits the shown stretch. */
export function cornerOf(axis: Axis, part: ShownPart, width: number): string {
  const from = timeAt(axis, part.scale, Math.max(0, fromScreen(part, 0)))
  const to = timeAt(axis, part.scale, fromScreen(part, width))
  if (to - from < 2 * DAY) return FULL_DAY.format(from)
  return to - from < 700 * DAY ? MONTH_YEAR.format(from) : String(new Date(from).getFullYear())
}

/** The month marks of an overview. */
export function monthsOf(axis: Axis, part: ShownPart, width: number): readonly Tick[] {
  const { scale } = part
  const level = LEVELS.find(({ ms, field }) => (field === 'month' || field === 'year') && ms * scale >= 40)
  if (level === undefined || axis.times.length < 2) return []
  const ticks: Tick[] = []
  const until = at(axis.times, axis.times.length - 1)
  let time = ceil(at(axis.times, 0), level.field, level.every)
  for (; time <= until && ticks.length < width; time = next(time, level.field, level.every)) {
    ticks.push({ x: xOfTime(axis, scale, time), label: labelOf(time, level.field) })
  }
  const end = xOfTime(axis, scale, until)
  return ticks
    .filter(({ x }, index) => x - (ticks[index - 1]?.x ?? Number.NEGATIVE_INFINITY) >= 34)
    .map((tick) => (tick.x + LABEL_PX > end ? { ...tick, label: '' } : tick))
}

/** The parts of the shown stretch that are not folded, in px of the axis. */
function stretches(axis: Axis, part: ShownPart, width: number): readonly (readonly [number, number])[] {
  const { scale } = part
  const left = fromScreen(part, 0)
  const right = fromScreen(part, width)
  const parts: (readonly [number, number])[] = []
  let from = left
  let index = lastWhere(axis.folds.length, (one) => xOfMark(axis, scale, (axis.folds[one]?.index ?? 0) + 1) < left) + 1
  for (; index < axis.folds.length; index++) {
    const x = xOfMark(axis, scale, axis.folds[index]?.index ?? 0)
    if (x > right) break
    if (x - from > LEAST_PX / 2) parts.push([from, x])
    from = x + foldWidth(axis, scale)
  }
  if (right - from > 0) parts.push([from, right])
  return parts
}

/** Where marks were made at once the calendar says nothing: the time of the first of them does. */
function clusterTicks(axis: Axis, part: ShownPart, width: number): readonly Tick[] {
  const ticks: Tick[] = []
  const { scale } = part
  const step = scale * axis.evenMs
  let index = lastWhere(axis.times.length, (one) => toScreen(part, xOfMark(axis, scale, one)) < 0) + 1
  while (index < axis.times.length) {
    const x = toScreen(part, xOfMark(axis, scale, index))
    if (x > width) break
    let end = index
    while (axis.isEven[end] === 1 && end + 1 < axis.times.length) end++
    if ((end - index) * step >= CLUSTER_PX) ticks.push({ x, label: DAY_CLOCK.format(at(axis.times, index)) })
    index = end + 1
  }
  return ticks
}

/** Drops ticks that stand too near one another; those that came first in the list stay. */
function apart(ticks: readonly Tick[]): readonly Tick[] {
  const kept: Tick[] = []
  for (const tick of ticks) {
    const isFree = kept.every(({ x, label }) => {
      const needed = label.includes(',') ? CLUSTER_PX : LEAST_PX * 0.8
      return tick.x - x >= needed || x - tick.x >= (tick.label.includes(',') ? CLUSTER_PX : LEAST_PX * 0.8)
    })
    if (isFree) kept.push(tick)
  }
  return kept.sort((a, b) => a.x - b.x)
}

/** The first tick at or after a time. */
function ceil(time: number, field: Field, every: number): number {
  const floor = floorTo(time, field, every)
  return floor >= time ? floor : next(floor, field, every)
}

function floorTo(time: number, field: Field, every: number): number {
  const date = new Date(time)
  if (field === 'minute') return date.setMinutes(date.getMinutes() - (date.getMinutes() % every), 0, 0)
  if (field === 'hour') return date.setHours(date.getHours() - (date.getHours() % every), 0, 0, 0)
  const [year, month] = [date.getFullYear(), date.getMonth()]
  if (field === 'month') return startOf(year, month - (month % every), 1)
  if (field === 'year') return startOf(year - (year % every), 0, 1)
  // Weeks begin on Monday; every second day counts from the first of the month.
  const day = date.getDate()
  return startOf(year, month, day - (every === 7 ? (date.getDay() + 6) % 7 : (day - 1) % every))
}

function next(time: number, field: Field, every: number): number {
  const date = new Date(time)
  const [year, month, day] = [date.getFullYear(), date.getMonth(), date.getDate()]
  // Minutes and hours go by the clock that runs on, so that a change of it neither repeats nor skips a tick for ever.
  if (field === 'minute') return time + every * MINUTE
  if (field === 'hour') return floorTo(time + every * HOUR + HOUR / 2, field, every)
  if (field === 'day') {
    const then = startOf(year, month, day + every)
    return every === 2 && new Date(then).getMonth() !== month ? startOf(year, month + 1, 1) : then
  }
  return field === 'month' ? startOf(year, month + every, 1) : startOf(year + every, 0, 1)
}

/** The beginning of a local day; months and days may lie outside their bounds. */
function startOf(year: number, month: number, day: number): number {
  const date = new Date(2000, 0, 1)
  date.setFullYear(year, month, day)
  return date.getTime()
}

function labelOf(time: number, field: Field): string {
  const date = new Date(time)
  const isMidnight = date.getHours() === 0 && date.getMinutes() === 0
  if ((field === 'minute' || field === 'hour') && !isMidnight) return CLOCK.format(time)
  if (field === 'year') return String(date.getFullYear())
  if (field === 'month') return date.getMonth() === 0 ? String(date.getFullYear()) : MONTH.format(time)
  return date.getDate() === 1 ? DAY_MONTH.format(time) : `${WEEKDAY.format(time)} ${date.getDate()}`
}
