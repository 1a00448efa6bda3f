import { Socket } from 'node:net'
import { fileError } from './fileError.ts'
import { folderError, type OpenOptions, readFully } from './fileSource.ts'
import { type IoMeter, reading } from './meter.ts'
import type { OpenByteStream } from './readableByteStream.ts'
import { socketByteStream } from './socketByteStream.ts'
import { closeDescriptor, constants, type FileHandle, open, openDescriptor, stat } from './fs.ts'

/** Options of {@link openByteStream}. */
export interface StreamOptions extends OpenOptions {
  readonly signal: AbortSignal
  /** Size of one of the {@link READ_AHEAD} buffers; default 1 MiB. */
  readonly chunkBytes?: number | undefined
}

/** Buffers of a stream over a file: one is with the consumer, the others are being filled. Memory: their number times 1 MiB. */
export const READ_AHEAD = 3

const CHUNK_BYTES = 1024 * 1024

/**
 * Opens anything that can be read from its beginning: a regular file or device (read ahead by {@link READ_AHEAD} overlapped reads
 * into buffers that are used again), or a FIFO (cancellable while it waits for a writer). A chunk is valid until the next pull.
 *
 * @throws AppError E_FILE_NOT_FOUND, E_FILE_IS_DIRECTORY, E_FILE_PERMISSION, E_FILE_READ; the signal's reason when aborted.
 */
export async function openByteStream(path: string, options: StreamOptions): Promise<OpenByteStream> {
  options.signal.throwIfAborted()
  try {
    const stats = await stat(path)
    if (stats.isDirectory()) throw folderError(path)
    if (stats.isFIFO()) return await openFifo(path, options)
    const handle = await open(path, 'r')
    const positions = stats.isFile() || stats.isBlockDevice() ? 'any' : null
    return readAhead(handleSource(path, handle, positions, stats.isFile() ? stats.size : null, options.meter), options)
  } catch (error) {
    throw fileError(error, path, 'read')
  }
}

function handleSource(
  name: string,
  handle: FileHandle,
  positions: 'any' | null,
  sizeBytes: number | null,
  meter: IoMeter | undefined,
): AheadSource {
  return {
    name,
    positions,
    sizeBytes,
    async read(into, position) {
      if (positions === 'any') return readFully(handle, position, into, meter)
      const { bytesRead } = await reading(meter, () => handle.read(into, 0, into.length, null))
      if (meter !== undefined) meter.readBytes += bytesRead
      return bytesRead
    },
    close: () => handle.close(),
  }
}

/** What {@link readAhead} reads from: gives the number of bytes put at the beginning of `into`, 0 at the end. */
export interface AheadSource {
  readonly name: string
  /** Null when reads can only follow each other; else several are made at once, each at its position. */
  readonly positions: 'any' | null
  readonly sizeBytes: number | null
  read(into: Uint8Array, position: number): Promise<number>
  close(): Promise<void>
}

/** A stream over a source, which it owns, with reads under way while the consumer works on what was read before. */
export function readAhead(source: AheadSource, options: StreamOptions): OpenByteStream {
  return new ReadAhead(source, options)
}

class ReadAhead implements OpenByteStream {
  readonly #source: AheadSource
  readonly #signal: AbortSignal
  readonly #buffers: Uint8Array[]
  readonly #pending: Promise<Uint8Array>[] = []
  readonly #spare: Uint8Array[]
  #given: Uint8Array | null = null
  #position = 0
  #ended = false

  constructor(source: AheadSource, options: StreamOptions) {
    const chunkBytes = options.chunkBytes ?? CHUNK_BYTES
    this.#source = source
    this.#signal = options.signal
    this.#buffers = Array.from({ length: READ_AHEAD }, () => new Uint8Array(chunkBytes))
    this.#spare = [...this.#buffers]
  }

  get sizeBytes(): number | null {
    return this.#source.sizeBytes
  }

  async read(): Promise<Uint8Array | null> {
    this.#signal.throwIfAborted()
    if (this.#given !== null) this.#spare.push(this.#given)
    this.#given = null
    this.#fill()
    const first = this.#pending.shift()
    if (first === undefined) return null
    try {
      const chunk = await first
      this.#given = this.#bufferOf(chunk)
      if (chunk.length > 0) return chunk
    } catch (error) {
      this.#ended = true
      throw fileError(error, this.#source.name, 'read')
    }
    this.#ended = true
    return null
  }

  async close(): Promise<void> {
    this.#ended = true
    await this.#source.close()
  }

  #fill(): void {
    // A source without positions gives its bytes in order only to one read at a time.
    const most = this.#source.positions === 'any' ? READ_AHEAD - 1 : 1
    while (!this.#ended && this.#pending.length < most) {
      const buffer = this.#spare.pop()
      if (buffer === undefined) return
      const reading = this.#source.read(buffer, this.#position).then((count) => buffer.subarray(0, count))
      this.#position += buffer.length
      // It is awaited only when its turn comes; until then a failure must not count as unhandled.
      reading.catch(() => {})
      this.#pending.push(reading)
    }
  }

  #bufferOf(chunk: Uint8Array): Uint8Array | null {
    return this.#buffers.find((buffer) => buffer.buffer === chunk.buffer) ?? null
  }
}

/**
 * Opens a FIFO. The open waits in a thread of its own for a writer, where no signal is heard; so on abort we become the
 * writer ourselves for a moment, which lets the open return.
 */
async function openFifo(path: string, options: StreamOptions): Promise<OpenByteStream> {
  const { signal } = options
  signal.throwIfAborted()
  let opened = false
  const release = (): void => {
    openDescriptor(path, constants.O_WRONLY | constants.O_NONBLOCK)
      .then(closeDescriptor)
      // Refused as long as the thread has not come to its open: then once more.
      .catch(() => {
        if (!opened) setTimeout(release, RELEASE_AGAIN_MS)
      })
  }
  signal.addEventListener('abort', release, { once: true })
  let descriptor: number
  try {
    // A plain descriptor, not a FileHandle: the socket below is its only owner and closes it.
    descriptor = await openDescriptor(path, 'r')
  } finally {
    opened = true
    signal.removeEventListener('abort', release)
  }
  if (signal.aborted) {
    await closeDescriptor(descriptor)
    signal.throwIfAborted()
  }
  const fd = descriptor
  return socketByteStream((onread) => new Socket({ fd, readable: true, writable: false, onread }), {
    ...options,
    name: path,
  })
}

const RELEASE_AGAIN_MS = 10
