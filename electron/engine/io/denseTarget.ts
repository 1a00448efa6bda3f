import type { ByteSink } from './bufferedOutput.ts'
import type { SparseFileTarget } from './sparseFile.ts'

/**
 * A stream as the target of one delta from nothing: every byte is written, holes as zeros, since a stream has no holes. Records must ascend, as
 * a delta's do.
 */
export function denseTarget(sink: ByteSink): SparseFileTarget {
  let position = 0
  let sizeBytes = 0
  const zerosTo = async (end: number): Promise<void> => {
    while (position < end) {
      const count = Math.min(end - position, ZEROS.length)
      await sink.write(ZEROS.subarray(0, count))
      position += count
    }
  }
  return {
    async write(offset, bytes) {
      await zerosTo(offset)
      await sink.write(bytes)
      position += bytes.length
    },
    zero() {},
    resize(newSizeBytes) {
      sizeBytes = newSizeBytes
    },
    finish: () => zerosTo(sizeBytes),
  }
}

const ZEROS = new Uint8Array(1024 * 1024)
