import type { Socket, SocketConstructorOpts } from 'node:net'
import { fileError } from './fileError.ts'
import { awaitingSource } from './meter.ts'
import type { OpenByteStream, ReadableStreamOptions } from './readableByteStream.ts'

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
  const { signal, meter, name = 'standard input' } = options
  const buffer = new Uint8Array(READ_BYTES)
  /** Bytes at the beginning of the buffer that nobody has pulled. While there are any, nothing is read. */
  let filled = 0
  let ended = false
  let failure: Error | null = null
  let wake: (() => void) | null = null
  const stir = (): void => {
    wake?.()
    wake = null
  }
  const onEnd = (): void => {
    ended = true
    stir()
  }
  const onError = (error: Error): void => {
    failure ??= error
    stir()
  }
  const onClose = (): void => {
    if (!ended) failure ??= Object.assign(new Error(`${name} was closed early`), { code: 'ECONNABORTED' })
    stir()
  }
  const socket = make({
    buffer,
    callback(count) {
      filled = count
      stir()
      return false
    },
  })
  socket.on('end', onEnd).on('error', onError).on('close', onClose)
  signal.addEventListener('abort', stir)
  return {
    sizeBytes: null,
    async read() {
      for (;;) {
        signal.throwIfAborted()
        if (filled > 0) {
          const chunk = buffer.subarray(0, filled)
          filled = 0
          if (meter !== undefined) meter.readBytes += chunk.length
          return chunk
        }
        if (failure !== null) throw fileError(failure, name, 'read')
        if (ended) return null
        await awaitingSource(
          meter,
          () =>
            new Promise<void>((resolve) => {
              wake = resolve
              socket.resume()
              // Whatever happened between the look above and here has woken nobody.
              if (filled > 0 || ended || failure !== null || signal.aborted) stir()
            }),
        )
      }
    },
    async close() {
      signal.removeEventListener('abort', stir)
      socket.off('end', onEnd).off('close', onClose)
      socket.destroy()
    },
  }
}
