import { describe, expect, it } from 'vitest'
import { composePieces } from '../../../electron/engine/algebra/compose.ts'
import { locatedReader } from '../../../electron/engine/algebra/locatedReader.ts'
import { restrictPieces } from '../../../electron/engine/algebra/restrict.ts'
import { sparsify } from '../../../electron/engine/algebra/sparsify.ts'
import { scanRaw } from '../../../electron/engine/codec/raw.ts'
import { RecordTable } from '../../../electron/engine/codec/recordTable.ts'
import { drain } from '../../support/deltas.ts'
import { MemoryFile } from '../../support/memoryFile.ts'

const MIB = 1024 * 1024
const header = { from: null, to: null, sizeBytes: 9 * MIB + 100 }

/** A raw image with data here and there, one run across the edge of a 4 MiB slice, and a cut last block. */
function rawImage(): Uint8Array {
  const bytes = new Uint8Array(9 * MIB + 100)
  for (const [offset, length] of [
    [5000, 10],
    [4 * MIB - 3000, 6000],
    [8 * MIB, 1],
    [9 * MIB + 99, 1],
  ] as const)
    bytes.fill(7, offset, offset + length)
  return bytes
}

/** One data record over the whole file: what an unread raw file is planned as. */
function wholeRecord(sizeBytes: number): RecordTable {
  const records = new RecordTable()
  records.push('data', 0, sizeBytes, 0)
  return records
}

describe('sparsify', () => {
  it('gives the records that scanning the raw file gives', async () => {
    const file = new MemoryFile(rawImage())
    const pieces = composePieces([{ records: wholeRecord(file.sizeBytes), sizeBytes: file.sizeBytes }])
    const { records } = await drain(
      sparsify(locatedReader(header, pieces, [file]), () => true),
      1000,
    )
    const scanned = await scanRaw(file, { signal: new AbortController().signal })
    expect(records.map(({ offset, length }) => [offset, length])).toEqual(
      Array.from({ length: scanned.count }, (_, i) => [scanned.offset(i), scanned.length(i)]),
    )
    for (const { offset, length, bytes } of records) expect(bytes).toEqual(file.bytes.slice(offset, offset + length))
  })

  it('leaves records of other files alone, and skips what is not read', async () => {
    const raw = new MemoryFile(rawImage())
    const diff = new MemoryFile(new Uint8Array(3000))
    const zeros = new RecordTable()
    zeros.push('data', 4 * MIB, 3000, 0)
    const layers = [
      { records: wholeRecord(raw.sizeBytes), sizeBytes: raw.sizeBytes },
      { records: zeros, sizeBytes: raw.sizeBytes },
    ]
    let layer = 0
    const pieces = function* () {
      for (const piece of restrictPieces(composePieces(layers), 4096, 9 * MIB)) {
        layer = piece.layer
        yield piece
      }
    }
    const reader = sparsify(locatedReader(header, pieces(), [raw, diff]), () => layer === 0)
    const heads: (readonly [number, number])[] = []
    for (let record = await reader.next(); record !== null; record = await reader.next()) {
      heads.push([record.offset, record.length])
      if (heads.length % 2 === 1) expect((await reader.payload(5))?.length).toBe(5)
    }
    expect(heads).toEqual([
      [4096, 4096],
      [4 * MIB - 4096, 4096],
      [4 * MIB, 3000],
      [8 * MIB, 4096],
    ])
    await reader.close()
  })
})
