import type { Readable } from 'node:stream'
import type { ByteStream } from '../delta.ts'
import { fileError } from './fileError.ts'
import { awaitingSource, type IoMeter } from './meter.ts'

/** A stream of bytes that holds something to be released. */
export interface OpenByteStream extends ByteStream {
  /** Length where it is known beforehand (a regular file); null for a pipe or a device. */
  readonly sizeBytes: number | null
  close(): Promise<void>
}

/** Options of {@link readableByteStream}. */
export interface ReadableStreamOptions {
  readonly signal: AbortSignal
  readonly meter?: IoMeter | undefined
  /** What sentences call the stream; default `standard input`. */
  readonly name?: string | undefined
}

/**
 * A {@link ByteStream} over one of Node's readables (standard input, a pipe, an upload), read in paused mode: what has come
 * in small pieces since the last pull is given as one chunk. Backpressure is the readable's own.
 *
 * The stream ends with its readable; a readable destroyed before its end is E_FILE_READ, an abort rejects the pull at once.
 */
export function readableByteStream(readable: Readable, options: ReadableStreamOptions): OpenByteStream {
  readable.pause()
  const { stream, stir } = pulled(readable, { take: () => readable.read() as Uint8Array | null }, options)
  readable.on('readable', stir)
  return stream
}

/** Where a pulled stream has its bytes from. */
interface PullSource {
  /** What there is now; null: nothing. */
  take(): Uint8Array | null
  /** Called before each wait, where more has to be asked for. */
  ask?(): void
}

/** A stream that is pulled out of something that ends, fails or is destroyed as a readable is. `stir`: there may be something to take. */
export function pulled(
  readable: Readable,
  source: PullSource,
  { signal, meter, name = 'standard input' }: ReadableStreamOptions,
): { readonly stream: OpenByteStream; readonly stir: () => void } {
  let ended = readable.readableEnded
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
  readable.on('end', onEnd).on('error', onError).on('close', onClose)
  if (readable.destroyed) onClose()
  signal.addEventListener('abort', stir)
  const stream: OpenByteStream = {
    sizeBytes: null,
    async read() {
      for (;;) {
        signal.throwIfAborted()
        const chunk = source.take()
        if (chunk !== null) {
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
              source.ask?.()
              // Whatever happened between the look above and here has woken nobody.
              if (ended || failure !== null || signal.aborted) stir()
            }),
        )
      }
    },
    async close() {
      signal.removeEventListener('abort', stir)
      readable.off('readable', stir).off('end', onEnd).off('close', onClose)
      readable.destroy()
    },
  }
  return { stream, stir }
}
