import type { RandomAccess } from '../delta.ts'
import type { OpContext } from './context.ts'

const CHUNK_BYTES = 4 * 1024 * 1024

/**
 * The first `lengthBytes` of a file as chunks of 4 MiB, from two buffers used in turn: while one is being written, the other is read.
 * The file is one that was measured before; if it has become shorter, less comes.
 */
export async function* readChunks(
  file: RandomAccess,
  lengthBytes: number,
  context: OpContext,
): AsyncGenerator<Uint8Array> {
  const size = Math.min(CHUNK_BYTES, Math.max(lengthBytes, 1))
  let [buffer, spare] = [new Uint8Array(size), new Uint8Array(size)]
  for (let position = 0; position < lengthBytes; ) {
    context.signal.throwIfAborted()
    const count = await file.readAt(position, buffer.subarray(0, Math.min(size, lengthBytes - position)))
    if (count === 0) return
    yield buffer.subarray(0, count)
    position += count
    ;[buffer, spare] = [spare, buffer]
  }
}
