import { describe, expect, it } from 'vitest'
import { RecordTable } from '../../../electron/engine/codec/recordTable.ts'

describe('RecordTable', () => {
  it('keeps records over many blocks, with their sums', () => {
    const table = new RecordTable()
    expect([table.count, table.endBytes, table.firstEndingAfter(0)]).toEqual([0, 0, 0])
    const count = 200_000
    for (let i = 0; i < count; i++) table.push(i % 3 === 0 ? 'zero' : 'data', i * 10, 7, i * 100)
    expect(table.count).toBe(count)
    for (const i of [0, 1, 63, 64, 65_535, 65_536, 131_072, count - 1]) {
      const isData = i % 3 !== 0
      expect([
        table.offset(i),
        table.length(i),
        table.end(i),
        table.position(i),
        table.isData(i),
        table.kind(i),
      ]).toEqual([i * 10, 7, i * 10 + 7, isData ? i * 100 : -1, isData, isData ? 'data' : 'zero'])
    }
    expect(table.dataBytes + table.zeroBytes).toBe(count * 7)
    expect(table.dataCount * 7).toBe(table.dataBytes)
    expect(table.endBytes).toBe((count - 1) * 10 + 7)
  })

  it('finds where reading begins', () => {
    const table = new RecordTable()
    for (const offset of [0, 10, 20]) table.push('zero', offset, 5)
    expect([0, 4, 5, 12, 14, 15, 24, 25].map((offset) => table.firstEndingAfter(offset))).toEqual([
      0, 0, 1, 1, 1, 2, 2, 3,
    ])
  })

  it('holds numbers up to 2^53-1', () => {
    const table = new RecordTable()
    table.push('data', Number.MAX_SAFE_INTEGER - 1, 1, Number.MAX_SAFE_INTEGER)
    expect([table.end(0), table.position(0)]).toEqual([Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER])
  })
})
