import type { RandomAccess } from '../delta.ts'
import { BlockHasher } from './blockHasher.ts'
import { BLOCK_RULE, type FileDigests } from './blocks.ts'

const PIECE_BYTES = BLOCK_RULE.smallestBytes
const ZEROS = new Uint8Array(PIECE_BYTES)

export interface HashFileOptions {
  readonly signal: AbortSignal
  /** Bytes read so far. */
  readonly onProgress?: ((doneBytes: number) => void) | undefined
}

/** The digests of a file that is there already: read once, in order, each piece hashed while the next is read. Memory: 8 MiB. */
export async function hashFile(file: RandomAccess, { signal, onProgress }: HashFileOptions): Promise<FileDigests> {
  const { sizeBytes } = file
  const hasher = new BlockHasher({ expectedBytes: sizeBytes })
  const read = (position: number, into: Uint8Array): Promise<number> =>
    file.readAt(position, into.subarray(0, Math.max(0, Math.min(into.length, sizeBytes - position))))
  const length = Math.min(PIECE_BYTES, Math.max(sizeBytes, 1))
  let [buffer, spare] = [new Uint8Array(length), new Uint8Array(length)]
  let position = 0
  let reading = read(0, buffer)
  while (position < sizeBytes) {
    signal.throwIfAborted()
    const count = await reading
    if (count === 0) throw new Error('a file became shorter while it was hashed')
    const piece = buffer.subarray(0, count)
    reading = read(position + count, spare)
    // A failure is met at the next turn; until then it must not count as unhandled.
    reading.catch(() => undefined)
    if (Buffer.compare(piece, ZEROS.subarray(0, count)) !== 0) hasher.add(position, piece)
    position += count
    onProgress?.(position)
    ;[buffer, spare] = [spare, buffer]
  }
  return hasher.finish(sizeBytes, read)
}
