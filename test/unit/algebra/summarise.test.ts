import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { binRecords, summarise } from '../../../electron/engine/algebra/summarise.ts'
import { RecordTable } from '../../../electron/engine/codec/recordTable.ts'
import type { DeltaRecord } from '../../../electron/engine/delta.ts'
import { arbitraryRecords, type ModelRecord } from '../../support/deltas.ts'
import { runs, seed } from '../../support/propertyRuns.ts'

const heads = (records: readonly ModelRecord[]): DeltaRecord[] =>
  records.map(({ offset, length, bytes }) => ({ kind: bytes === null ? 'zero' : 'data', offset, length }))

function table(records: readonly DeltaRecord[]): RecordTable {
  const all = new RecordTable()
  for (const { kind, offset, length } of records) all.push(kind, offset, length, 0)
  return all
}

describe('summarise', () => {
  it('counts extents and bytes by kind', () => {
    const records: DeltaRecord[] = [
      { kind: 'data', offset: 0, length: 10 },
      { kind: 'zero', offset: 10, length: 30 },
      { kind: 'data', offset: 50, length: 5 },
    ]
    const summary = { extents: 3, dataExtents: 2, zeroExtents: 1, dataBytes: 15, zeroBytes: 30, end: 55 }
    expect(summarise(records)).toEqual(summary)
    expect(summarise(table(records))).toEqual(summary)
    expect(summarise([])).toEqual({ extents: 0, dataExtents: 0, zeroExtents: 0, dataBytes: 0, zeroBytes: 0, end: 0 })
  })
})

describe('binRecords', () => {
  it('counts each byte in its bin, as a count byte by byte does', () => {
    fc.assert(
      fc.property(
        arbitraryRecords(150),
        fc.nat({ max: 160 }),
        fc.integer({ min: 1, max: 20 }),
        (records, sizeBytes, count) => {
          const { data, zero, binBytes } = binRecords(table(heads(records)), sizeBytes, count)
          const expected = {
            data: Array.from({ length: count }, () => 0),
            zero: Array.from({ length: count }, () => 0),
          }
          for (const { kind, offset, length } of heads(records)) {
            for (let at = offset; at < Math.min(offset + length, sizeBytes); at++) {
              const column = expected[kind]
              const bin = Math.floor(at / binBytes)
              column[bin] = (column[bin] ?? 0) + 1
            }
          }
          expect({ data: [...data], zero: [...zero] }).toEqual(expected)
          expect(binRecords(heads(records), sizeBytes, count)).toEqual({ data, zero, binBytes })
        },
      ),
      { numRuns: runs(500), seed },
    )
  })

  it('bins an image larger than 2^32 and one of size 0', () => {
    const size = 2 ** 45
    const { data } = binRecords([{ kind: 'data', offset: 0, length: size }], size, 1000)
    expect(data.reduce((a, b) => a + b)).toBe(size)
    expect([...binRecords([], 0, 4).data]).toEqual([0, 0, 0, 0])
  })
})
