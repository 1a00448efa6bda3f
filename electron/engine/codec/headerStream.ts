import type { RandomAccess } from '../delta.ts'
import type { SkippingStream } from './byteReader.ts'

/** A header is some dozen bytes, two long names at most. */
const PIECE_BYTES = 512

/**
 * A file from its start in small pieces, for headers: what is passed over is not read.
 * `skip` gives fewer bytes than asked for only at the end of the file.
 */
export function headerStream(file: RandomAccess): SkippingStream {
  const buffer = new Uint8Array(PIECE_BYTES)
  let position = 0
  return {
    read() {
      const count = file.readAtSync(position, buffer)
      position += count
      return count === 0 ? null : buffer.subarray(0, count)
    },
    skip(count) {
      const step = Math.max(0, Math.min(count, file.sizeBytes - position))
      position += step
      return step
    },
  }
}
