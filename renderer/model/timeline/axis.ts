/**
 * Where the marks of a history stand along a line. Time where time separates the marks; even steps where they were made (nearly) at once,
 * as an import makes a whole chain in a second; and a break of fixed width for a long stretch in which nothing was made.
 * Lengths are in ms of ordinary time; an even step counts as so many ms.
 */
export interface Axis {
  /** Of the marks; strictly ascending, whatever the clocks said. */
  readonly times: Float64Array
  /** Length of all stretches before each mark, without those that are folded. */
  readonly lengths: Float64Array
  /** How many folds lie before each mark. */
  readonly foldsBefore: Int32Array
  readonly folds: readonly Fold[]
  /** 1: the gap after this mark is an even step. */
  readonly isEven: Uint8Array
  /** What an even step counts as. */
  readonly evenMs: number
  /** What a fold counts as while the scale is so small that its width in px would be more than that. */
  readonly foldMs: number
}

/** The stretch after mark `index`, of which only a break is drawn. */
export interface Fold {
  readonly index: number
  readonly ms: number
}

/** Marks nearer than this are as good as made at once, always. */
const COINCIDE_MS = 60_000
/** A stretch is long when it is so many times as long as what is usual, everywhere and nearby. */
const LONG = 4
const NEARBY = 3
/** Even steps may take at most so many times the room of the true time. */
const EVEN_SHARE = 3
/** Width of a fold where there is room. */
export const FOLD_PX = 78

/** Works out an axis for these times, which should ascend: one that does not is put right after the one before it. */
export function makeAxis(given: ArrayLike<number>): Axis {
  const count = given.length
  const times = new Float64Array(count)
  for (let i = 0; i < count; i++) times[i] = i === 0 ? at(given, 0) : Math.max(at(given, i), at(times, i - 1) + 1)
  const gaps = new Float64Array(Math.max(0, count - 1))
  for (let i = 0; i < gaps.length; i++) gaps[i] = at(times, i + 1) - at(times, i)

  const coincideMs = coincidence(gaps)
  const usual = gaps.filter((gap) => gap > coincideMs).sort()
  const typical = usual.length === 0 ? 0 : at(usual, usual.length >> 1)
  const folds: Fold[] = []
  const isEven = new Uint8Array(count)
  let linearMs = 0
  let linear = 0
  let even = 0
  for (let i = 0; i < gaps.length; i++) {
    const gap = at(gaps, i)
    if (gap <= coincideMs) {
      isEven[i] = 1
      even++
    } else if (gap >= LONG * typical && gap >= LONG * usualNear(gaps, i)) folds.push({ index: i, ms: gap })
    else {
      linearMs += gap
      linear++
    }
  }
  const mean = linear === 0 ? COINCIDE_MS : linearMs / linear
  const evenMs = linear === 0 || even === 0 ? mean : Math.min(0.7 * mean, (EVEN_SHARE * linearMs) / even)

  const lengths = new Float64Array(count)
  const foldsBefore = new Int32Array(count)
  let nextFold = 0
  for (let i = 1; i < count; i++) {
    const isFold = folds[nextFold]?.index === i - 1
    if (isFold) nextFold++
    foldsBefore[i] = nextFold
    lengths[i] = at(lengths, i - 1) + (isFold ? 0 : isEven[i - 1] === 1 ? evenMs : at(gaps, i - 1))
  }
  return { times, lengths, foldsBefore, folds, isEven, evenMs, foldMs: 1.5 * Math.max(mean, evenMs) }
}

/** A number of an array that is known to be there. */
export function at(values: ArrayLike<number>, index: number): number {
  return values[index] ?? 0
}

/** How near two marks must be to count as made at once: a minute, or next to nothing beside what lies between the others. */
function coincidence(gaps: Float64Array): number {
  const apart = gaps.filter((gap) => gap > COINCIDE_MS)
  if (apart.length === 0) return COINCIDE_MS
  const sum = apart.reduce((all, gap) => all + gap, 0)
  return Math.max(COINCIDE_MS, Math.min(sum / gaps.length / 20, sum / 1000))
}

/** The second longest of the gaps around one: a single long neighbour does not make a long gap a usual one. */
function usualNear(gaps: Float64Array, index: number): number {
  let longest = 0
  let second = 0
  for (let i = Math.max(0, index - NEARBY); i <= Math.min(gaps.length - 1, index + NEARBY); i++) {
    if (i === index) continue
    const gap = at(gaps, i)
    if (gap > longest) {
      second = longest
      longest = gap
    } else if (gap > second) second = gap
  }
  return second
}

/** Width of each fold at a scale of `scale` px a ms. */
export function foldWidth(axis: Axis, scale: number): number {
  return Math.min(FOLD_PX, scale * axis.foldMs)
}

/** Where a mark stands, in px from the first one. */
export function xOfMark(axis: Axis, scale: number, index: number): number {
  return scale * at(axis.lengths, index) + foldWidth(axis, scale) * at(axis.foldsBefore, index)
}

/** Length of the whole axis in px. */
export function lengthOf(axis: Axis, scale: number): number {
  return axis.times.length === 0 ? 0 : xOfMark(axis, scale, axis.times.length - 1)
}

/** The scale at which the stretch from one place to another is `px` long; 0 where it has no length. */
export function scaleFor(axis: Axis, from: Place, to: Place, px: number): number {
  const start = measureTo(axis, from)
  const end = measureTo(axis, to)
  const ms = end.ms - start.ms
  const folds = end.folds - start.folds
  const proportional = ms + folds * axis.foldMs
  if (proportional <= 0) return 0
  const scale = px / proportional
  if (folds === 0 || scale * axis.foldMs <= FOLD_PX) return scale
  return ms > 0 ? (px - folds * FOLD_PX) / ms : FOLD_PX / axis.foldMs
}

/** What lies before a place: ms that are drawn to scale, and folds. */
function measureTo(axis: Axis, { index, share }: Place): { readonly ms: number; readonly folds: number } {
  if (index < 0) return { ms: 0, folds: 0 }
  const next = Math.min(index + 1, axis.times.length - 1)
  const between = (values: ArrayLike<number>) => at(values, index) + share * (at(values, next) - at(values, index))
  return { ms: between(axis.lengths), folds: between(axis.foldsBefore) }
}

/** The place of a mark. */
export function placeOf(index: number): Place {
  return { index, share: 0 }
}

/** The last mark at or left of `x`; -1 when all of them lie right of it. */
export function markBefore(axis: Axis, scale: number, x: number): number {
  return lastWhere(axis.times.length, (index) => xOfMark(axis, scale, index) <= x)
}

/** The last index for which something holds that holds for the first ones and not for the others; -1: for none. */
export function lastWhere(count: number, holds: (index: number) => boolean): number {
  let low = -1
  let high = count
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (holds(middle)) low = middle
    else high = middle
  }
  return low
}

/** The time that stands at `x`: the inverse of {@link xOfTime}. */
export function timeAt(axis: Axis, scale: number, x: number): number {
  const { index, share } = placeAt(axis, scale, x)
  if (index < 0) return at(axis.times, 0) + x / scale
  const from = at(axis.times, index)
  if (index + 1 >= axis.times.length) return from + (x - xOfMark(axis, scale, index)) / scale
  return from + share * (at(axis.times, index + 1) - from)
}

/** Where a time stands, in px from the first mark. */
export function xOfTime(axis: Axis, scale: number, time: number): number {
  const index = lastWhere(axis.times.length, (one) => at(axis.times, one) <= time)
  if (index < 0) return (time - at(axis.times, 0)) * scale
  const x = xOfMark(axis, scale, index)
  const from = at(axis.times, index)
  if (index + 1 >= axis.times.length) return x + (time - from) * scale
  return x + ((time - from) / (at(axis.times, index + 1) - from)) * (xOfMark(axis, scale, index + 1) - x)
}

/** A place on the axis that means the same at every scale: so far between a mark and the next. */
export interface Place {
  /** -1: before the first mark. */
  readonly index: number
  readonly share: number
}

/** The place at `x`. */
export function placeAt(axis: Axis, scale: number, x: number): Place {
  const index = markBefore(axis, scale, x)
  if (index < 0 || index + 1 >= axis.times.length) return { index, share: 0 }
  const from = xOfMark(axis, scale, index)
  const length = xOfMark(axis, scale, index + 1) - from
  return { index, share: length <= 0 ? 0 : (x - from) / length }
}

/** Where a place stands at a scale, in px from the first mark. */
export function xOfPlace(axis: Axis, scale: number, { index, share }: Place): number {
  if (index < 0) return 0
  const x = xOfMark(axis, scale, index)
  return index + 1 >= axis.times.length ? x : x + share * (xOfMark(axis, scale, index + 1) - x)
}
