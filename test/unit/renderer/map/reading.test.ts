import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ageScale, codesOf, heatScale, tileOf } from '../../../../renderer/model/map/cells.ts'
import { classesOf, levelOfBytes, levelOfCount } from '../../../../renderer/model/map/levels.ts'
import { offsetMarks, roundStep } from '../../../../renderer/model/map/offsets.ts'
import { layoutFor } from '../../../../renderer/model/map/layout.ts'
import { cellOf, factsOf, offsetOf, readingOf, sumsOf } from '../../../../renderer/model/map/reading.ts'
import { marksOf, TILES } from '../../../../renderer/model/map/tiles.ts'
import { canZoomIn, isWhole, panned, settle, zoomed } from '../../../../renderer/model/map/view.ts'
import { runs, seed } from '../../../support/propertyRuns.ts'
import { bins, MIB, OBJECT, reading } from './makeReading.ts'

const options = { numRuns: runs(1000), seed }
const part = fc.record({
  start: fc.integer({ min: 0, max: 2 ** 40 }),
  length: fc.integer({ min: 1, max: 2 ** 42 }),
  cells: fc.integer({ min: 1, max: 65_536 }),
})

describe('the cells of a reading', () => {
  it('cover the part once, without a gap', () => {
    fc.assert(
      fc.property(part, fc.double({ min: 0, max: 1, noNaN: true }), ({ start, length, cells }, at) => {
        const of = { start, length: Math.max(length, cells), cells, sizeBytes: Number.MAX_SAFE_INTEGER }
        expect(offsetOf(of, 0)).toBe(start)
        expect(offsetOf(of, cells)).toBe(start + of.length)
        const cell = Math.min(cells - 1, Math.floor(at * cells))
        expect(offsetOf(of, cell)).toBeLessThan(offsetOf(of, cell + 1))
        for (const offset of [offsetOf(of, cell), offsetOf(of, cell + 1) - 1]) expect(cellOf(of, offset)).toBe(cell)
      }),
      options,
    )
  })

  it('end where the image does', () => {
    const of = { sizeBytes: 10 * OBJECT + 5, start: 8 * OBJECT, length: 4 * OBJECT, cells: 2 }
    expect([0, 1, 2].map((cell) => offsetOf(of, cell))).toEqual([8 * OBJECT, 10 * OBJECT, 10 * OBJECT + 5])
    expect(cellOf(of, 10 * OBJECT + 4)).toBe(1)
  })

  it('hold the objects they lie in and the bytes of their bin', () => {
    const two = readingOf(
      { sizeBytes: 10 * OBJECT, dataBytes: [OBJECT, 5], zeroBytes: [0, 7] },
      { sizeBytes: 10 * OBJECT, dataBytes: [0, 5], zeroBytes: [0, 9], changedIn: [0, 3] },
      OBJECT,
    )
    expect(factsOf(two, 1)).toEqual({
      start: 5 * OBJECT,
      end: 10 * OBJECT,
      firstObject: 5,
      lastObject: 9,
      allocatedBytes: 5,
      changedBytes: 5,
      zeroBytes: 9,
      changedIn: 3,
      lastLink: null,
    })
    // A quarter of an object is in that object.
    const parts = readingOf({ sizeBytes: OBJECT, dataBytes: [0, 1, 0, 0], zeroBytes: [0, 0, 0, 0] }, null, OBJECT)
    expect(factsOf(parts, 3)).toMatchObject({ firstObject: 0, lastObject: 0, start: 3 * MIB })
  })

  it('sum up to what the bins say', () => {
    const cell = fc.record({ data: fc.integer({ min: 0, max: OBJECT }), zero: fc.integer({ min: 0, max: 100 }) })
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 80 }), (cells) => {
        const base = {
          sizeBytes: cells.length * OBJECT,
          dataBytes: cells.map(({ data }) => data),
          zeroBytes: cells.map(({ zero }) => zero),
        }
        const of = readingOf(base, null, OBJECT)
        const facts = cells.map((_, index) => factsOf(of, index))
        const sums = sumsOf(of)
        expect(sums.allocatedBytes).toBe(facts.reduce((sum, { allocatedBytes }) => sum + allocatedBytes, 0))
        expect(sums.zeroBytes).toBe(facts.reduce((sum, { zeroBytes }) => sum + zeroBytes, 0))
        expect(sums.allocatedBytes + sums.holeBytes).toBe(of.length)
      }),
      options,
    )
  })
})

describe('the scales', () => {
  it('of bytes rises with the bytes, on a log scale', () => {
    fc.assert(
      fc.property(fc.nat(64 * MIB), fc.nat(64 * MIB), (a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)]
        expect(levelOfBytes(low, 64 * MIB)).toBeLessThanOrEqual(levelOfBytes(high, 64 * MIB))
      }),
      options,
    )
    expect([0, 1, MIB / 4, 4 * MIB, 24 * MIB, 64 * MIB].map((bytes) => levelOfBytes(bytes, 64 * MIB))).toEqual([
      0, 1, 2, 3, 4, 4,
    ])
  })

  it('of counts divide one to n without a gap, and all of them is the strongest', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20_000 }), (n) => {
        const classes = classesOf(n)
        expect(classes[0]?.first).toBe(1)
        expect(classes.at(-1)).toMatchObject({ last: n, level: 4 })
        classes.forEach(({ first, last, level }, index) => {
          expect(first).toBeLessThanOrEqual(last)
          const next = classes[index + 1]
          if (next !== undefined) expect([next.first, next.level]).toEqual([last + 1, level + 1])
          expect(levelOfCount(first, classes)).toBe(level)
          expect(levelOfCount(last, classes)).toBe(level)
        })
      }),
      options,
    )
    expect(classesOf(9).map(({ first, last }) => [first, last])).toEqual([
      [1, 1],
      [2, 2],
      [3, 4],
      [5, 9],
    ])
  })

  it('of age make the newest the strongest and the oldest the ground', () => {
    const links = [1, 2, 4, 6].map((number) => ({ number }))
    const of = reading('#####.', null, { lastLink: [1, 2, 4, 6, 9, 0] })
    expect([...codesOf(of, 'age', ageScale(links))].map((code) => TILES[code])).toEqual([
      'data',
      'l2',
      'l3',
      'l4',
      'data',
      'hole',
    ])
    expect(ageScale([]).classes).toEqual([])
  })
})

describe('what a cell shows', () => {
  const look = (base: string, stretch: string | null, mode: 'allocated' | 'changed') =>
    Array.from(base).map((_, cell) => tileOf(reading(base, stretch, {}), cell, mode, heatScale(0)))

  it('is how full it is', () => {
    expect(look('.#-10', null, 'allocated')).toEqual(['hole', 'd4', 'd3', 'd1', 'zero-data'])
  })

  it('is what the stretch changed, on what stands there', () => {
    expect(look('.####.#', '..-#00#', 'changed')).toEqual(['hole', 'data', 'l3', 'l4', 'zero-part', 'zero', 'l4'])
  })

  it('is how often it changed, also where nothing lies now', () => {
    const of = reading('.##.', '..#0', { changedIn: [0, 0, 1, 9] })
    expect([0, 1, 2, 3].map((cell) => tileOf(of, cell, 'heat', heatScale(9)))).toEqual(['hole', 'data', 'l1', 'h4'])
  })

  it('has a size of its own for every level, so that no colour speaks alone', () => {
    for (const side of [7, 8, 9, 12, 20]) {
      const sizes = (['l1', 'l2', 'l3', 'l4'] as const).map((tile) => marksOf(tile, side, side).at(-1)?.width ?? 0)
      expect(new Set(sizes).size).toBe(4)
      expect(sizes).toEqual(sizes.toSorted((a, b) => a - b))
      for (const tile of TILES)
        for (const { x, y, width, height } of marksOf(tile, side, side)) {
          expect(Math.min(x, y)).toBeGreaterThanOrEqual(0)
          expect(Math.max(x + width, y + height)).toBeLessThanOrEqual(side)
        }
    }
  })
})

describe('the part that is seen', () => {
  it('stays within the image and holds the byte it goes nearer to', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2 ** 46 }),
        fc.array(fc.record({ factor: fc.constantFrom(0.5, 2, 4), at: fc.double({ min: 0, max: 1, noNaN: true }) }), {
          maxLength: 12,
        }),
        (size, steps) => {
          let view: ReturnType<typeof zoomed> = null
          for (const { factor, at } of steps) {
            const { start, length } = view ?? { start: 0, length: size }
            const anchor = Math.min(size - 1, Math.floor(start + at * length))
            view = zoomed(view, size, factor, anchor)
            if (view === null) continue
            expect(view.start).toBeGreaterThanOrEqual(0)
            expect(view.length).toBeGreaterThan(0)
            expect(view.start + view.length).toBeLessThanOrEqual(size)
            const slack = view.length / 32 + 4096
            expect(anchor).toBeGreaterThanOrEqual(view.start - slack)
            expect(anchor).toBeLessThan(view.start + view.length + slack)
          }
        },
      ),
      options,
    )
  })

  it('is all of the image at the end of going out, and goes no nearer than is worth it', () => {
    expect(zoomed({ start: OBJECT, length: 64 * OBJECT }, 100 * OBJECT, 0.5, OBJECT)).toBeNull()
    expect(isWhole(null, 5)).toBe(true)
    expect(canZoomIn(null, 4096)).toBe(false)
    expect(canZoomIn({ start: 0, length: 256 * 1024 }, 100 * OBJECT)).toBe(false)
    expect(settle({ start: 0, length: 1 }, 100 * OBJECT)).toEqual({ start: 0, length: 256 * 1024 })
  })

  it('keeps the byte it goes nearer to at its place', () => {
    expect(zoomed(null, 64 * OBJECT, 2, 32 * OBJECT)).toEqual({ start: 16 * OBJECT, length: 32 * OBJECT })
    expect(zoomed(null, 64 * OBJECT, 4, 0)).toEqual({ start: 0, length: 16 * OBJECT })
  })

  it('moves along and stops at the ends', () => {
    const view = { start: 0, length: 16 * OBJECT }
    expect(panned(view, 64 * OBJECT, 16 * OBJECT)).toEqual({ start: 16 * OBJECT, length: 16 * OBJECT })
    expect(panned(view, 64 * OBJECT, -OBJECT)).toEqual(view)
    expect(panned(view, 64 * OBJECT, 999 * OBJECT)).toEqual({ start: 48 * OBJECT, length: 16 * OBJECT })
    expect(panned(null, 64 * OBJECT, OBJECT)).toBeNull()
  })
})

describe('the offsets beside the map', () => {
  it('are round, rise, and do not touch', () => {
    const base = bins('#'.repeat(3200))
    const of = readingOf({ ...base, sizeBytes: 200 * 1024 * MIB, length: 200 * 1024 * MIB }, null, OBJECT)
    const layout = layoutFor(3200, { width: 800, height: 320, scale: 1 })
    const marks = offsetMarks(of, layout)
    expect(marks.map(({ offset }) => offset / 1024 / MIB)).toEqual([0, 25, 50, 75, 100, 125, 150, 175])
    marks.forEach(({ row }, index) => expect(row).toBeGreaterThan(marks[index - 1]?.row ?? -1))
  })

  it('say where a part begins that begins between them', () => {
    const of = readingOf({ ...bins('#'.repeat(64)), start: 3 * OBJECT, sizeBytes: 900 * OBJECT }, null, OBJECT)
    expect(offsetMarks(of, layoutFor(64, { width: 90, height: 90, scale: 1 }))[0]).toEqual({
      offset: 3 * OBJECT,
      row: 0,
    })
  })

  it('go in steps one can count with', () => {
    expect([1, 3, 6, 11, 26, 60, 501].map((bytes) => roundStep(bytes, 1024))).toEqual([1, 5, 10, 25, 50, 100, 1024])
    expect(roundStep(3 * 1024, 1024 * 1024)).toBe(5 * 1024)
    // Offsets that go on in the next unit: 512 MiB, 1 GiB, 1.5 GiB.
    expect([3, 300, 600].map((mib) => roundStep(mib * MIB, 4096 * MIB) / MIB)).toEqual([4, 512, 1024])
  })
})
