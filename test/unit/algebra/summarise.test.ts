import { describe, expect, it } from 'vitest'
import { summarise } from '../../../electron/engine/algebra/summarise.ts'
import { RecordTable } from '../../../electron/engine/codec/recordTable.ts'
import type { DeltaRecord } from '../../../electron/engine/delta.ts'

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
