import { Socket } from 'node:net'
import type { Writable } from 'node:stream'
import type { ByteSink } from './bufferedOutput.ts'
import { fileError } from './fileError.ts'
import type { IoMeter } from './meter.ts'
import { statDescriptor, writeDescriptor } from './fs.ts'

/** Where a stream of bytes goes that is no file of ours: standard output, a download. */
export interface OutputStream extends ByteSink {
  /** Waits until everything has been handed on; standard output itself is left open. */
  finish(): Promise<void>
  /** Lets go at once, with whatever is still on its way. */
  abandon(): void
}

/** Options of {@link openDescriptorOutput} and {@link writableOutput}. */
export interface OutputOptions {
  readonly signal: AbortSignal
  readonly meter?: IoMeter | undefined
  /** What sentences call the stream; default `standard output`. */
  readonly name?: string | undefined
}

/**
 * Standard output (descriptor 1), or another open descriptor, as a sink. A pipe or socket is written without ever blocking a thread, so a
 * reader that has stopped reading cannot hold up a cancel.
 *
 * `write` settles when the bytes are with the system (backpressure). @throws AppError E_PIPE_CLOSED when the reader went away, E_FILE_NO_SPACE, E_FILE_WRITE;
 * the signal's reason when aborted.
 */
export async function openDescriptorOutput(descriptor: number, options: OutputOptions): Promise<OutputStream> {
  const stats = await statDescriptor(descriptor)
  if (stats.isFIFO() || stats.isSocket()) {
    return writableOutput(new Socket({ fd: descriptor, readable: false, writable: true }), options)
  }
  return fileOutput(descriptor, options)
}

/** A sink over one of Node's writables. */
export function writableOutput(writable: Writable, options: OutputOptions): OutputStream {
  const { signal, meter, name = 'standard output' } = options
  let failure: Error | null = null
  const rejecters = new Set<(error: Error) => void>()
  const fail = (error: Error): void => {
    failure ??= error
    for (const reject of rejecters) reject(failure)
    rejecters.clear()
  }
  // Without a reader the next write fails as well; the event alone must not end the process.
  writable.on('error', (error) => fail(writeError(error, name)))
  writable.on('close', () => fail(closedError(name)))
  const onAbort = (): void => fail(signal.reason instanceof Error ? signal.reason : new Error('aborted'))
  signal.addEventListener('abort', onAbort, { once: true })
  return {
    async write(bytes) {
      signal.throwIfAborted()
      if (failure !== null) throw failure
      await new Promise<void>((resolve, reject) => {
        rejecters.add(reject)
        writable.write(bytes, (error) => {
          rejecters.delete(reject)
          if (error) reject(failure ?? writeError(error, name))
          else resolve()
        })
      })
      if (meter !== undefined) meter.writtenBytes += bytes.length
    },
    async finish() {
      signal.removeEventListener('abort', onAbort)
      if (failure !== null) throw failure
    },
    abandon() {
      signal.removeEventListener('abort', onAbort)
      writable.destroy()
    },
  }
}

/** What Node says of a stream that is gone is no errno, but means the same. */
function writeError(error: Error, name: string): Error {
  const { code } = error as NodeJS.ErrnoException
  return code?.startsWith('ERR_STREAM_') ? closedError(name) : fileError(error, name, 'write')
}

function closedError(name: string): Error {
  return fileError(Object.assign(new Error('closed'), { code: 'EPIPE' }), name, 'write')
}

function fileOutput(descriptor: number, options: OutputOptions): OutputStream {
  const { signal, meter, name = 'standard output' } = options
  // Writes without a position land in order only one at a time.
  let last: Promise<void> = Promise.resolve()
  const put = async (bytes: Uint8Array): Promise<void> => {
    for (let done = 0; done < bytes.length; ) {
      signal.throwIfAborted()
      const { bytesWritten } = await writeDescriptor(descriptor, bytes, done, bytes.length - done, null)
      if (meter !== undefined) meter.writtenBytes += bytesWritten
      done += bytesWritten
    }
  }
  return {
    async write(bytes) {
      const mine = last.then(() => put(bytes))
      last = mine.catch(() => {})
      try {
        await mine
      } catch (error) {
        throw fileError(error, name, 'write')
      }
    },
    finish: () => last,
    abandon() {},
  }
}
