import type { ByteStream } from '../delta.ts'

/** The first bytes of a stream, and the stream as if they had not been looked at. */
export interface Peeked {
  /** As many as were asked for; fewer only where the stream ends before. */
  readonly head: Uint8Array
  readonly stream: ByteStream
}

/** Looks at the first `count` bytes of a stream, waiting for no more than those. Memory: a copy of them. */
export async function peeked(stream: ByteStream, count: number): Promise<Peeked> {
  const bytes = new Uint8Array(count)
  let have = 0
  let rest: Uint8Array | null = null
  while (have < count) {
    const chunk = await stream.read()
    if (chunk === null) break
    const step = Math.min(chunk.length, count - have)
    bytes.set(chunk.subarray(0, step), have)
    have += step
    // Still valid when it is given out, since nothing is pulled before.
    if (step < chunk.length) rest = chunk.subarray(step)
  }
  const head = bytes.subarray(0, have)
  let isHeadGiven = have === 0
  return {
    head,
    stream: {
      read() {
        if (!isHeadGiven) {
          isHeadGiven = true
          return head
        }
        const chunk = rest
        rest = null
        return chunk ?? stream.read()
      },
    },
  }
}
