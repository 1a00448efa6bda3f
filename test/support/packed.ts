import { spawnSync } from 'node:child_process'
import { constants, gzipSync, zstdCompressSync } from 'node:zlib'
import type { Packing } from '../../electron/engine/io/unpack.ts'

/** Packs bytes as one member or frame, with a checksum. */
export function packed(packing: Packing, bytes: Uint8Array): Buffer {
  return packing === 'gzip'
    ? gzipSync(bytes)
    : zstdCompressSync(bytes, { params: { [constants.ZSTD_c_checksumFlag]: 1 } })
}

/** A frame of zstd that is to be passed over. */
export function skippableFrame(payload: Uint8Array): Buffer {
  const frame = Buffer.alloc(8 + payload.length)
  frame.writeUInt32LE(0x184d2a5e, 0)
  frame.writeUInt32LE(payload.length, 4)
  frame.set(payload, 8)
  return frame
}

/** Packs with the command line tool of that name; null where it is not installed. */
export function packedByTool(packing: Packing, bytes: Uint8Array, args: readonly string[] = []): Buffer | null {
  const run = spawnSync(packing, ['-c', ...args], { input: bytes, maxBuffer: 2 ** 30 })
  if (run.error !== undefined) return null
  if (run.status !== 0) throw new Error(`${packing} ended with ${run.status}: ${run.stderr.toString()}`)
  return run.stdout
}

/** Bytes that pack neither to nothing nor not at all. */
export function mixedBytes(length: number, seed = 1): Uint8Array {
  const bytes = new Uint8Array(length)
  let state = seed
  for (let at = 0; at < length; at++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    bytes[at] = (at >> 12) % 3 === 0 ? 0 : (at >> 9) % 2 === 0 ? at & 0xff : state >>> 24
  }
  return bytes
}
