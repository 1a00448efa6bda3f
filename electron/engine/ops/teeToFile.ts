import type { ByteStream } from '../delta.ts'
import type { ByteSink } from '../io/bufferedOutput.ts'

/** A stream whose bytes are written to a file as they are read. */
export interface Tee extends ByteStream {
  /** Ends the file at a position, or where the stream has been read to. Gives its length. */
  finish(endPosition: number | null): Promise<number>
}

/** So much is held back: whoever looks behind the end of a format looks at no more than a banner. */
const HELD_BYTES = 64

/**
 * Reads a stream and writes the same bytes, but for the last {@link HELD_BYTES}, which wait: so the file can end where the content does, though a
 * few bytes behind it were looked at.
 */
export function teeToFile(stream: ByteStream, sink: ByteSink): Tee {
  let writtenBytes = 0
  let tail: Uint8Array = new Uint8Array(0)
  let current: Uint8Array = new Uint8Array(0)
  const write = async (bytes: Uint8Array): Promise<void> => {
    if (bytes.length === 0) return
    await sink.write(bytes)
    writtenBytes += bytes.length
  }
  const writeUpTo = async (length: number): Promise<void> => {
    const ofTail = Math.min(length, tail.length)
    await write(tail.subarray(0, ofTail))
    await write(current.subarray(0, length - ofTail))
  }
  return {
    async read() {
      const waiting = tail.length + current.length
      const due = Math.max(0, waiting - HELD_BYTES)
      await writeUpTo(due)
      // Copied: the next pull may give the same buffer again.
      const rest = new Uint8Array(waiting - due)
      const ofTail = tail.subarray(due)
      rest.set(ofTail)
      rest.set(current.subarray(Math.max(0, due - tail.length)), ofTail.length)
      tail = rest
      const chunk = await stream.read()
      current = chunk ?? new Uint8Array(0)
      return chunk
    },
    async finish(endPosition) {
      const waiting = tail.length + current.length
      await writeUpTo(endPosition === null ? waiting : Math.min(waiting, endPosition - writtenBytes))
      return writtenBytes
    },
  }
}
