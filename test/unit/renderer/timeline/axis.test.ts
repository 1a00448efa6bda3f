import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  at,
  lengthOf,
  makeAxis,
  markBefore,
  placeAt,
  placeOf,
  scaleFor,
  timeAt,
  xOfMark,
  xOfPlace,
  xOfTime,
} from '../../../../renderer/model/timeline/axis.ts'
import { foldWidth } from '../../../../renderer/model/timeline/axis.ts'
import { fitScale, maxScale, PAD, shownPart, zoomed } from '../../../../renderer/model/timeline/view.ts'
import { runs, seed } from '../../../support/propertyRuns.ts'
import { DAY, every, HOUR, MONDAY } from './histories.ts'

/** Times as histories have them: gaps from nothing to years, some of them in clusters. */
const gap = fc.oneof(
  { weight: 3, arbitrary: fc.nat(2000) },
  { weight: 3, arbitrary: fc.integer({ min: HOUR, max: 30 * HOUR }) },
  { weight: 1, arbitrary: fc.integer({ min: 10 * DAY, max: 900 * DAY }) },
)
const times = fc.array(gap, { minLength: 1, maxLength: 120 }).map((gaps) => {
  let time = MONDAY
  return [time, ...gaps.map((one) => (time += one))]
})
const width = fc.integer({ min: 300, max: 2600 })
/** A scale from where all fits to the greatest. */
const share = fc.double({ min: 0, max: 1, noNaN: true })

function scaleOf(given: readonly number[], px: number, zoom: number) {
  const axis = makeAxis(given)
  const least = fitScale(axis, px)
  return { axis, scale: least * (maxScale(axis, px) / least) ** zoom }
}

describe('the axis', () => {
  it('puts marks in their order, and fits the width', () => {
    fc.assert(
      fc.property(times, width, share, (given, px, zoom) => {
        const { axis, scale } = scaleOf(given, px, zoom)
        for (let i = 1; i < given.length; i++) {
          expect(xOfMark(axis, scale, i)).toBeGreaterThan(xOfMark(axis, scale, i - 1))
        }
        expect(lengthOf(axis, fitScale(axis, px))).toBeCloseTo(px - PAD.left - PAD.right, 3)
      }),
      { numRuns: runs(300), seed },
    )
  })

  it('leads from a px to a time and back within a px', () => {
    fc.assert(
      fc.property(times, width, share, share, (given, px, zoom, where) => {
        const { axis, scale } = scaleOf(given, px, zoom)
        const x = where * lengthOf(axis, scale)
        const place = placeAt(axis, scale, x)
        expect(Math.abs(xOfPlace(axis, scale, place) - x)).toBeLessThan(1)
        // Marks of (nearly) one time stand side by side, so that a px between them can be less than a number of milliseconds since 1970 can tell.
        const time = timeAt(axis, scale, x)
        const [from, to] = [axis.times[place.index], axis.times[place.index + 1]]
        const isBetween = from !== undefined && to !== undefined
        const stretchPx = isBetween ? xOfMark(axis, scale, place.index + 1) - xOfMark(axis, scale, place.index) : 1
        const pxPerMs = isBetween ? stretchPx / (to - from) : scale
        if (from === to) expect(time).toBe(from)
        else expect(Math.abs(xOfTime(axis, scale, time) - x)).toBeLessThan(1 + pxPerMs * time * 2 * Number.EPSILON)
      }),
      { numRuns: runs(300), seed },
    )
  })

  it('folds no mark away, and the labels of the folds say all the time that is folded', () => {
    fc.assert(
      fc.property(times, (given) => {
        const axis = makeAxis(given)
        for (const fold of axis.folds) {
          expect(fold.ms).toBe(at(axis.times, fold.index + 1) - at(axis.times, fold.index))
        }
        const folded = axis.folds.reduce((sum, { ms }) => sum + ms, 0)
        const rest = given.slice(1).reduce((sum, _time, i) => {
          return axis.folds.some(({ index }) => index === i) ? sum : sum + at(axis.times, i + 1) - at(axis.times, i)
        }, 0)
        expect(folded + rest).toBe(at(axis.times, given.length - 1) - at(axis.times, 0))
        const scale = fitScale(axis, 1000)
        for (const { index } of axis.folds) {
          // Both ends of a fold are marks, and it is as wide as folds are.
          expect(xOfMark(axis, scale, index + 1) - xOfMark(axis, scale, index)).toBeCloseTo(foldWidth(axis, scale), 6)
        }
      }),
      { numRuns: runs(300), seed },
    )
  })

  it('finds the mark before any px', () => {
    fc.assert(
      fc.property(times, share, share, (given, zoom, where) => {
        const { axis, scale } = scaleOf(given, 900, zoom)
        const x = where * lengthOf(axis, scale)
        const expected = given.findLastIndex((_time, i) => xOfMark(axis, scale, i) <= x)
        expect(markBefore(axis, scale, x)).toBe(expected)
      }),
      { numRuns: runs(200), seed },
    )
  })

  it('finds the scale at which a stretch is so long', () => {
    fc.assert(
      fc.property(times, fc.integer({ min: 400, max: 2000 }), (given, px) => {
        const axis = makeAxis(given)
        const to = given.length - 1
        const scale = scaleFor(axis, placeOf(0), placeOf(to), px)
        expect(lengthOf(axis, scale)).toBeCloseTo(px, 3)
      }),
      { numRuns: runs(200), seed },
    )
  })

  it('spaces evenly what was made at once, and by time what was not', () => {
    const atOnce = makeAxis(every(20, 6))
    const steps = [1, 2, 3, 4, 5].map((i) => xOfMark(atOnce, 1, i) - xOfMark(atOnce, 1, i - 1))
    expect(new Set(steps.map((step) => Math.round(step))).size).toBe(1)
    const daily = makeAxis([MONDAY, MONDAY + DAY, MONDAY + 3 * DAY])
    expect(xOfMark(daily, 1, 2)).toBeCloseTo(3 * xOfMark(daily, 1, 1), 6)
    expect(daily.folds).toEqual([])
  })

  it('folds eleven days between days, and not what is usual there', () => {
    const broken = makeAxis([...every(DAY, 3), ...every(DAY, 6, MONDAY + 13 * DAY)])
    expect(broken.folds).toEqual([{ index: 2, ms: 11 * DAY }])
    expect(makeAxis([...every(DAY, 8), ...every(30 * DAY, 8, MONDAY + 37 * DAY)]).folds).toEqual([])
  })

  it('never lets a later mark stand left of an earlier one, whatever the clocks said', () => {
    const axis = makeAxis([MONDAY, MONDAY - DAY, MONDAY + DAY])
    expect(xOfMark(axis, 1, 1)).toBeGreaterThan(0)
    expect(xOfMark(axis, 1, 2)).toBeGreaterThan(xOfMark(axis, 1, 1))
  })
})

describe('a view', () => {
  it('keeps what is under the mouse where it is while it zooms', () => {
    fc.assert(
      fc.property(times, share, fc.integer({ min: PAD.left, max: 800 }), (given, zoom, x) => {
        const { axis, scale } = scaleOf(given, 900, zoom)
        const view = { scale, left: lengthOf(axis, scale) * 0.4 }
        const before = shownPart(axis, view, 900)
        // A place and not a time: marks of one time stand side by side, and the time is the same all the way between them.
        const place = placeAt(axis, before.scale, x - PAD.left + before.left)
        const after = shownPart(axis, zoomed(axis, view, 900, 1.5, x), 900)
        const then = xOfPlace(axis, after.scale, place) + PAD.left - after.left
        // At the ends of the history the picture stops before the mouse does.
        const isAtEnd =
          after.left <= 0 || after.left >= lengthOf(axis, after.scale) - (900 - PAD.left - PAD.right) - 0.01
        if (!isAtEnd) expect(Math.abs(then - x)).toBeLessThan(1)
      }),
      { numRuns: runs(200), seed },
    )
  })

  it('shows nothing but history, however far one moves', () => {
    const axis = makeAxis(every(DAY, 30))
    const part = shownPart(axis, { scale: fitScale(axis, 900) * 4, left: Number.POSITIVE_INFINITY }, 900)
    expect(part.left + 900 - PAD.left - PAD.right).toBeCloseTo(lengthOf(axis, part.scale), 6)
    expect(shownPart(axis, { scale: part.scale, left: Number.NEGATIVE_INFINITY }, 900).left).toBe(0)
  })
})
