import type { Socket, SocketConstructorOpts } from 'node:net'
import { type OpenByteStream, pulled, type ReadableStreamOptions } from './readableByteStream.ts'

/** Bytes that are taken of the system at once, where they are there: a socket holds some 200 KiB. */
const READ_BYTES = 1024 * 1024

/** Where a socket puts what it reads (`onread` of `net.Socket`). */
export type OnRead = NonNullable<SocketConstructorOpts['onread']>

/**
 * A byte stream over a socket, a FIFO or a pipe that is read into one buffer of its own, over and over: Node's readables make a new one for every 64 KiB,
 * which costs three times as much (docs/adr/0011). Nothing is read ahead of the pull but one buffer, so backpressure is the system's.
 *
 * The stream ends with the socket; one destroyed before its end is E_FILE_READ, an abort rejects the pull at once.
 *
 * @param make makes the socket, with what it is given as its `onread`
 */
export function socketByteStream(make: (onread: OnRead) => Socket, options: ReadableStreamOptions): OpenByteStream {
  const buffer = new Uint8Array(READ_BYTES)
  /** Bytes at the beginning of the buffer that nobody has pulled. While there are any, nothing is read. */
  let filled = 0
  const socket = make({
    buffer,
    callback(count) {
      filled = count
      stir()
      return false
    },
  })
  const take = (): Uint8Array | null => {
    if (filled === 0) return null
    const chunk = buffer.subarray(0, filled)
    filled = 0
    return chunk
  }
  const { stream, stir } = pulled(socket, { take, ask: () => void socket.resume() }, options)
  return stream
}
