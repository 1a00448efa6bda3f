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

/** Bytes of each kind in each of equal parts of the image: the block map. */
export interface Bins {
  readonly data: Float64Array
  readonly zero: Float64Array
  readonly binBytes: number
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

/**
 * Spreads records or pieces over `count` equal bins of `[0, sizeBytes)`; the last bin may reach beyond the size. What lies
 * beyond `sizeBytes` is left out. Cost: one step a record and one a bin it covers.
 */
export function binRecords(records: RecordTable | Iterable<DeltaRecord>, sizeBytes: number, count: number): Bins {
  const bins = Math.max(1, Math.floor(count))
  const binBytes = Math.max(1, Math.ceil(sizeBytes / bins))
  const data = new Float64Array(bins)
  const zero = new Float64Array(bins)
  eachRecord(records, (isData, offset, length) => {
    const column = isData ? data : zero
    const end = Math.min(offset + length, sizeBytes)
    for (let at = offset; at < end; ) {
      const bin = Math.floor(at / binBytes)
      const stop = Math.min(end, (bin + 1) * binBytes)
      column[bin] = (column[bin] ?? 0) + stop - at
      at = stop
    }
  })
  return { data, zero, binBytes }
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
