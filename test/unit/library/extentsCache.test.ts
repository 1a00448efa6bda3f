import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { crc32 } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { RecordTable } from '../../../electron/engine/codec/recordTable.ts'
import { readExtents, writeExtents } from '../../../electron/engine/library/extentsCache.ts'
import { tempDir } from '../../support/tempDir.ts'

const STAMP = { fileBytes: 1000, modifiedNs: 5n }

/** A cache of two records, then whatever is done to its bytes, its sum made right again. */
async function changed(change: (bytes: Buffer) => Buffer): Promise<RecordTable | null> {
  const file = path.join(tempDir(), '000001.extents')
  const records = new RecordTable()
  records.push('data', 0, 10, 100)
  records.push('zero', 10, 20)
  await writeExtents(file, STAMP, records)
  const bytes = change(readFileSync(file))
  bytes.writeUInt32LE(crc32(bytes.subarray(0, -4)), bytes.length - 4)
  writeFileSync(file, bytes)
  return readExtents(file, STAMP, 100)
}

describe('the extents cache', () => {
  it('gives back what was written', async () => {
    const records = await changed((bytes) => bytes)
    expect([records?.count, records?.end(1), records?.position(0), records?.isData(1)]).toEqual([2, 30, 100, false])
  })

  it('is not believed when it counts a part of a record, or fewer than none', async () => {
    // 61.00000000000001 bytes of records, which rounds to the length of the file. Node dies of being asked for them.
    const count = 2.541666666666667
    const longer = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc(13)])
    for (const [value, change] of [
      [count, longer],
      [-1, (bytes: Buffer) => bytes.subarray(0, 12)],
      [Number.NaN, (bytes: Buffer) => bytes],
      [Number.POSITIVE_INFINITY, (bytes: Buffer) => bytes],
    ] as const) {
      const read = changed((bytes) => {
        bytes.writeDoubleLE(value, 24)
        return Buffer.from(change(bytes))
      })
      expect(await read, String(value)).toBeNull()
    }
  })
})
