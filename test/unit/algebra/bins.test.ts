import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BinGrid, BinnedBytes, BinnedHistory } from '../../../electron/engine/algebra/bins.ts'
import { arbitraryRecords, type ModelRecord } from '../../support/deltas.ts'
import { runs, seed } from '../../support/propertyRuns.ts'

/** The bin each byte of a part lies in, by the definition. */
function binsOf(length: number, count: number): readonly number[] {
  const edges = Array.from({ length: count + 1 }, (_, bin) => Math.ceil((bin * length) / count))
  return Array.from({ length }, (_, at) => edges.findLastIndex((edge, bin) => bin < count && edge <= at))
}

const numbers = (count: number): number[] => Array.from({ length: count }, () => 0)

describe('bins of a part of an image', () => {
  const part = fc.record({ offset: fc.nat({ max: 120 }), length: fc.nat({ max: 160 }) })
  const count = fc.integer({ min: 1, max: 20 })

  it('hold each byte once, as a count byte by byte does', () => {
    fc.assert(
      fc.property(arbitraryRecords(150), part, count, (records, extent, count) => {
        const bytes = new BinnedBytes(new BinGrid(extent, count))
        const expected = { data: numbers(count), zero: numbers(count) }
        const bins = binsOf(extent.length, count)
        for (const { offset, length, bytes: payload } of records) {
          bytes.add(payload !== null, offset, length)
          const column = payload === null ? expected.zero : expected.data
          for (let at = offset; at < offset + length; at++) {
            const bin = bins[at - extent.offset]
            if (bin !== undefined) column[bin] = (column[bin] ?? 0) + 1
          }
        }
        expect({ data: [...bytes.data], zero: [...bytes.zero] }).toEqual(expected)
      }),
      { numRuns: runs(1000), seed },
    )
  })

  it('know how many links changed them, and which did last', () => {
    fc.assert(
      fc.property(
        fc.array(arbitraryRecords(150), { maxLength: 5 }),
        part,
        count,
        (links, { offset, length }, count) => {
          // A bin narrower than a byte has none that could be changed.
          const extent = { offset, length: Math.max(length, count) }
          const history = new BinnedHistory(new BinGrid(extent, count))
          const bins = binsOf(extent.length, count)
          const touched = links.map(
            (records) => new Set(records.flatMap((record) => bytesIn(record).map((at) => bins[at - extent.offset]))),
          )
          for (const [link, records] of links.entries()) {
            for (const record of records) history.add(link + 1, record.offset, record.length)
          }
          const each = numbers(count).map((_, bin) => touched.flatMap((set, link) => (set.has(bin) ? [link + 1] : [])))
          expect([...history.changedIn]).toEqual(each.map((numbers) => numbers.length))
          expect([...history.lastLink]).toEqual(each.map((numbers) => numbers.at(-1) ?? 0))
        },
      ),
      { numRuns: runs(1000), seed },
    )
  })

  it('lose nothing of a part larger than 2^32, and take one of no length', () => {
    const size = 2 ** 45 + 12_345
    const bytes = new BinnedBytes(new BinGrid({ offset: 1, length: size }, 65_536))
    bytes.add(true, 0, size + 100)
    expect(bytes.data.reduce((a, b) => a + b)).toBe(size)
    expect(Math.max(...bytes.data) - Math.min(...bytes.data)).toBeLessThanOrEqual(1)
    const none = new BinnedBytes(new BinGrid({ offset: 5, length: 0 }, 4))
    none.add(true, 0, 100)
    expect([...none.data]).toEqual([0, 0, 0, 0])
  })
})

function bytesIn({ offset, length }: ModelRecord): readonly number[] {
  return Array.from({ length }, (_, at) => offset + at)
}
