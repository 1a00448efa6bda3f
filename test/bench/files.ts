import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs'
import { encodeDiffV1Header, putRecordHead } from '../../electron/engine/codec/diffV1Encode.ts'

const MIB = 1024 * 1024
const encoder = new TextEncoder()

/** A diff of records of one length at regular places. */
export interface BenchDiff {
  readonly from: string | null
  readonly to: string
  /** Length of a record; `zero` records have no payload. */
  readonly recordBytes: number
  readonly kind?: 'data' | 'zero'
  readonly count: number
  /** From the beginning of one record to that of the next, and where the first begins. */
  readonly strideBytes: number
  readonly firstOffset: number
  readonly sizeBytes: number
}

/** Bytes that do not repeat soon, and are not zero. */
function noise(length: number, seed: number): Uint8Array {
  const bytes = new Uint8Array(length)
  let state = 0x9e3779b9 ^ seed
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    bytes[i] = (state >>> 24) | 1
  }
  return bytes
}

/** Writes a diff, in large writes. */
export function writeDiff(path: string, diff: BenchDiff): void {
  const { from, to, recordBytes, kind = 'data', count, strideBytes, firstOffset, sizeBytes } = diff
  const payload = kind === 'data' ? noise(recordBytes, firstOffset) : new Uint8Array(0)
  const stepBytes = 17 + payload.length
  const batch = Math.max(1, Math.floor((4 * MIB) / stepBytes))
  const buffer = new Uint8Array(batch * stepBytes)
  const file = openSync(path, 'wx')
  const header = { from: from === null ? null : encoder.encode(from), to: encoder.encode(to), sizeBytes }
  writeSync(file, encodeDiffV1Header(header))
  for (let i = 0; i < count; ) {
    let at = 0
    for (const end = Math.min(count, i + batch); i < end; i++) {
      putRecordHead(buffer, at, { kind, offset: i * strideBytes + firstOffset, length: recordBytes })
      buffer.set(payload, at + 17)
      at += stepBytes
    }
    writeSync(file, buffer, 0, at)
  }
  writeSync(file, Uint8Array.of(0x65))
  closeSync(file)
}

/** Writes a raw image of which every other MiB is a hole. */
export function writeRaw(path: string, sizeBytes: number): void {
  const file = openSync(path, 'wx')
  const block = noise(MIB, 1)
  for (let at = 0; at < sizeBytes; at += 2 * MIB) writeSync(file, block, 0, MIB, at)
  ftruncateSync(file, sizeBytes)
  closeSync(file)
}
