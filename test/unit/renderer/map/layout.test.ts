import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  blocksOf,
  boxOf,
  capacityOf,
  cellAt,
  cellsFor,
  extentOf,
  layoutFor,
  nearestCell,
  unitFor,
} from '../../../../renderer/model/map/layout.ts'
import { runs, seed } from '../../../support/propertyRuns.ts'
import { MIB, OBJECT } from './makeReading.ts'

const GIB = 1024 * MIB
const options = { numRuns: runs(1000), seed }
const room = fc.record({
  width: fc.integer({ min: 60, max: 2600 }),
  height: fc.integer({ min: 40, max: 1400 }),
  scale: fc.constantFrom(1, 1.25, 1.5, 2),
})

describe('how many cells there are', () => {
  it('is as many as there is room for, in whole powers of an object', () => {
    expect(unitFor(200 * GIB, OBJECT, 3400)).toBe(16 * OBJECT)
    expect(unitFor(200 * GIB, OBJECT, 3199)).toBe(32 * OBJECT)
    expect(unitFor(OBJECT, OBJECT, 3400)).toBe(4096)
    expect(unitFor(8192, OBJECT, 3400)).toBe(4096)
  })

  it('never passes what the engine gives, nor falls below 4 KiB a cell', () => {
    fc.assert(
      fc.property(
        room,
        fc.integer({ min: 1, max: 2 ** 46 }),
        fc.integer({ min: 12, max: 26 }),
        (room, length, order) => {
          const { cells, unit } = cellsFor(length, 2 ** order, room)
          expect(cells * unit).toBeGreaterThanOrEqual(length)
          expect((cells - 1) * unit).toBeLessThan(length)
          expect(cells).toBeGreaterThan(0)
          expect(cells).toBeLessThanOrEqual(Math.min(65_536, capacityOf(room)))
          expect(cells).toBeLessThanOrEqual(Math.ceil(length / 4096))
        },
      ),
      options,
    )
  })
})

describe('the layout', () => {
  it('fits into the room, and finds every cell where it put it', () => {
    fc.assert(
      fc.property(
        room,
        fc.integer({ min: 1, max: 65_536 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (room, most, at) => {
          const cells = Math.min(most, capacityOf(room))
          const layout = layoutFor(cells, room)
          const { width, height } = extentOf(layout)
          expect(width).toBeLessThanOrEqual(room.width * room.scale)
          expect(height).toBeLessThanOrEqual(room.height * room.scale)
          expect(layout.columns * layout.rows).toBeGreaterThanOrEqual(cells)
          const cell = Math.min(cells - 1, Math.floor(at * cells))
          const box = boxOf(layout, cell)
          expect(cellAt(layout, box.x + box.width / 2, box.y + box.height / 2)).toBe(cell)
          expect(nearestCell(layout, box.x + box.width / 2, box.y + box.height / 2)).toBe(cell)
        },
      ),
      options,
    )
  })

  it('keeps cells near to squares and rows at whole eights', () => {
    const layout = layoutFor(3200, { width: 800, height: 320, scale: 1 })
    expect(layout.columns % 8).toBe(0)
    expect(layout.cellWidth / layout.cellHeight).toBeGreaterThan(0.7)
    expect(layout.cellWidth / layout.cellHeight).toBeLessThan(1.45)
  })

  it('says nothing beside the cells, and the nearest for a pointer that left', () => {
    const layout = layoutFor(70, { width: 400, height: 200, scale: 2 })
    expect(cellAt(layout, -1, 0)).toBeNull()
    expect(cellAt(layout, 0, 5000)).toBeNull()
    const after = boxOf(layout, 70)
    expect(layout.columns * layout.rows).toBeGreaterThan(70)
    expect(cellAt(layout, after.x + 1, after.y + 1)).toBeNull()
    expect(nearestCell(layout, -50, -50)).toBe(0)
    expect(nearestCell(layout, 5000, 5000)).toBe(69)
    expect(nearestCell(layout, 5000, 1)).toBe(layout.columns - 1)
  })

  it('joins neighbours into blocks that cover each of them once', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 0, max: 500 }),
        fc.integer({ min: 1, max: 500 }),
        (columns, first, length) => {
          const covered = blocksOf(columns, first, first + length).flatMap(({ x, y, width, height }) =>
            Array.from(
              { length: width * height },
              (_, at) => (y + Math.floor(at / width)) * columns + x + (at % width),
            ),
          )
          expect(covered.toSorted((a, b) => a - b)).toEqual(Array.from({ length }, (_, at) => first + at))
          expect(blocksOf(columns, first, first + length).length).toBeLessThanOrEqual(3)
        },
      ),
      options,
    )
  })
})
