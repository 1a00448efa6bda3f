import { randomBytes } from 'node:crypto'
import { dirname, join } from 'node:path'
import { crc32 } from 'node:zlib'
import { RecordTable } from '../codec/recordTable.ts'
import { mkdir, open, rename, rm } from '../io/fs.ts'

/**
 * The records of a link in a file of their own, so that its heads (a diff) or all its bytes (a raw base) are read once only.
 *
 * | bytes | what |
 * |---|---|
 * | 8 | `rbdsext1` |
 * | f64, u64 | length of the link file, time of its last change in ns: another file means another cache |
 * | f64 | number of records |
 * | 3 × f64 a record | offset, length, position of the payload (-1: zero) |
 * | u32 | CRC-32 of all before |
 *
 * Little-endian. A cache is believed only when all of it agrees; else it is made anew.
 */
export interface LinkStamp {
  readonly fileBytes: number
  readonly modifiedNs: bigint
}

const MAGIC = Buffer.from('rbdsext1')
const HEAD_BYTES = 32
const RECORD_BYTES = 24
const TAIL_BYTES = 4
const CHUNK_RECORDS = 32768

/** Name of the cache of a link file: `000001.diff` → `000001.extents`. */
export function extentsFileName(linkFile: string, part = 0): string {
  const stem = linkFile.replace(/\.[^.]*$/, '')
  return part === 0 ? `${stem}.extents` : `${stem}-${part}.extents`
}

/** The records in a cache file; null when there is none, or it is not of this link, or anything about it is wrong. */
export async function readExtents(path: string, stamp: LinkStamp, sizeBytes: number): Promise<RecordTable | null> {
  let handle
  try {
    handle = await open(path, 'r')
  } catch {
    return null
  }
  try {
    const head = new DataView(new ArrayBuffer(HEAD_BYTES))
    const { size } = await handle.stat()
    await handle.read(head, 0, HEAD_BYTES, 0)
    const count = head.getFloat64(24, true)
    const isOurs =
      MAGIC.equals(new Uint8Array(head.buffer, 0, 8)) &&
      head.getFloat64(8, true) === stamp.fileBytes &&
      head.getBigUint64(16, true) === stamp.modifiedNs &&
      // Node ends the process when it is asked to read a part of a byte.
      Number.isSafeInteger(count) &&
      HEAD_BYTES + count * RECORD_BYTES + TAIL_BYTES === size
    if (!isOurs) return null
    const records = new RecordTable()
    const chunk = new DataView(new ArrayBuffer(RECORD_BYTES * CHUNK_RECORDS))
    let crc = crc32(new Uint8Array(head.buffer))
    for (let done = 0, end = 0; done < count; ) {
      const step = Math.min(CHUNK_RECORDS, count - done)
      const bytes = step * RECORD_BYTES
      const { bytesRead } = await handle.read(chunk, 0, bytes, HEAD_BYTES + done * RECORD_BYTES)
      if (bytesRead !== bytes) return null
      crc = crc32(new Uint8Array(chunk.buffer, 0, bytes), crc)
      for (let at = 0; at < bytes; at += RECORD_BYTES) {
        const offset = chunk.getFloat64(at, true)
        const length = chunk.getFloat64(at + 8, true)
        const position = chunk.getFloat64(at + 16, true)
        const isData = position >= 0
        // No part of a byte may reach those who count bytes down to none.
        if (!Number.isSafeInteger(offset) || !Number.isSafeInteger(length) || !Number.isSafeInteger(position))
          return null
        if (!(offset >= end) || !(length > 0) || offset + length > sizeBytes) return null
        if (isData && position + length > stamp.fileBytes) return null
        end = offset + length
        records.push(isData ? 'data' : 'zero', offset, length, position)
      }
      done += step
    }
    const tail = new DataView(new ArrayBuffer(TAIL_BYTES))
    await handle.read(tail, 0, TAIL_BYTES, size - TAIL_BYTES)
    return tail.getUint32(0, true) === crc ? records : null
  } catch {
    return null
  } finally {
    await handle.close()
  }
}

/** Writes a cache file as one step. What goes wrong is no matter: the next reader reads the link itself. */
export async function writeExtents(path: string, stamp: LinkStamp, records: RecordTable): Promise<void> {
  const temporary = join(dirname(path), `.extents.${randomBytes(4).toString('hex')}.part`)
  try {
    await mkdir(dirname(path), { recursive: true })
    const handle = await open(temporary, 'wx', 0o644)
    try {
      const head = new DataView(new ArrayBuffer(HEAD_BYTES))
      new Uint8Array(head.buffer).set(MAGIC)
      head.setFloat64(8, stamp.fileBytes, true)
      head.setBigUint64(16, stamp.modifiedNs, true)
      head.setFloat64(24, records.count, true)
      await handle.write(head)
      let crc = crc32(new Uint8Array(head.buffer))
      const chunk = new DataView(new ArrayBuffer(RECORD_BYTES * Math.min(CHUNK_RECORDS, Math.max(records.count, 1))))
      for (let done = 0; done < records.count; ) {
        const step = Math.min(CHUNK_RECORDS, records.count - done)
        for (let i = 0; i < step; i++) {
          chunk.setFloat64(i * RECORD_BYTES, records.offset(done + i), true)
          chunk.setFloat64(i * RECORD_BYTES + 8, records.length(done + i), true)
          chunk.setFloat64(i * RECORD_BYTES + 16, records.position(done + i), true)
        }
        const bytes = new Uint8Array(chunk.buffer, 0, step * RECORD_BYTES)
        crc = crc32(bytes, crc)
        await handle.write(bytes)
        done += step
      }
      const tail = new DataView(new ArrayBuffer(TAIL_BYTES))
      tail.setUint32(0, crc, true)
      await handle.write(tail)
    } finally {
      await handle.close()
    }
    await rename(temporary, path)
  } catch {
    await rm(temporary, { force: true }).catch(() => undefined)
  }
}
