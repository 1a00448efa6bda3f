import type { RecordTable } from '../codec/recordTable.ts'
import type { DeltaRecord } from '../delta.ts'

/** What a delta holds, without its payload. `end` is where its last extent ends. */
export interface Summary {
  readonly extents: number
  readonly dataExtents: number
  readonly zeroExtents: number
  readonly dataBytes: number
  readonly zeroBytes: number
  readonly end: number
}

/** Counts records or pieces: extents and bytes by kind. */
export function summarise(records: RecordTable | Iterable<DeltaRecord>): Summary {
  let dataExtents = 0
  let zeroExtents = 0
  let dataBytes = 0
  let zeroBytes = 0
  let end = 0
  eachRecord(records, (isData, offset, length) => {
    if (isData) {
      dataExtents++
      dataBytes += length
    } else {
      zeroExtents++
      zeroBytes += length
    }
    end = Math.max(end, offset + length)
  })
  return { extents: dataExtents + zeroExtents, dataExtents, zeroExtents, dataBytes, zeroBytes, end }
}

function eachRecord(
  records: RecordTable | Iterable<DeltaRecord>,
  visit: (isData: boolean, offset: number, length: number) => void,
): void {
  if (Symbol.iterator in records) {
    for (const { kind, offset, length } of records) visit(kind === 'data', offset, length)
    return
  }
  for (let i = 0; i < records.count; i++) visit(records.isData(i), records.offset(i), records.length(i))
}
