import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sortRecords } from '../../../electron/engine/algebra/sortRecords.ts'
import { RecordTable } from '../../../electron/engine/codec/recordTable.ts'
import { runs, seed } from '../../support/propertyRuns.ts'

type Row = readonly ['data' | 'zero', number, number]

/** A table whose n-th record has its payload at 1000 n. */
function table(rows: readonly Row[]): RecordTable {
  const records = new RecordTable()
  for (const [i, [kind, offset, length]] of rows.entries())
    records.push(kind, offset, length, kind === 'data' ? i * 1000 : -1)
  return records
}

function rowsOf(records: RecordTable): (readonly [string, number, number, number])[] {
  return Array.from({ length: records.count }, (_, i) => [
    records.kind(i),
    records.offset(i),
    records.length(i),
    records.position(i),
  ])
}

describe('sortRecords', () => {
  it('leaves a table that is in order as it is', () => {
    const records = table([
      ['data', 0, 5],
      ['zero', 5, 5],
    ])
    expect(sortRecords(records)).toBe(records)
  })

  it('orders by offset, cuts what a later record covers, drops records without length', () => {
    const sorted = sortRecords(
      table([
        ['data', 40, 10],
        ['data', 0, 30],
        ['zero', 10, 5],
        ['data', 12, 0],
        ['data', 45, 10],
      ]),
    )
    expect(rowsOf(sorted)).toEqual([
      ['data', 0, 10, 1000],
      ['zero', 10, 5, -1],
      ['data', 15, 15, 1015],
      ['data', 40, 5, 0],
      ['data', 45, 10, 4000],
    ])
  })

  it('says of every byte what the last record in the stream says of it', () => {
    const row = fc.tuple(fc.constantFrom('data' as const, 'zero' as const), fc.nat({ max: 60 }), fc.nat({ max: 20 }))
    fc.assert(
      fc.property(fc.array(row, { maxLength: 14 }), (rows) => {
        const expected: (string | null)[] = Array.from({ length: 80 }, () => null)
        for (const [i, [kind, offset, length]] of rows.entries())
          for (let at = 0; at < length; at++) expected[offset + at] = kind === 'zero' ? 'z' : `${i * 1000 + at}`
        const actual: (string | null)[] = Array.from({ length: 80 }, () => null)
        let end = 0
        for (const [kind, offset, length, position] of rowsOf(sortRecords(table(rows)))) {
          expect(offset).toBeGreaterThanOrEqual(end)
          expect(length).toBeGreaterThan(0)
          for (let at = 0; at < length; at++) actual[offset + at] = kind === 'zero' ? 'z' : `${position + at}`
          end = offset + length
        }
        expect(actual).toEqual(expected)
      }),
      { numRuns: runs(10_000), seed },
    )
  })
})
