import type { FillingReader } from '../codec/fillingReader.ts'
import { truncated } from '../codec/streamErrors.ts'
import { type Awaitable, type DeltaHeader, type DeltaRecord, type RandomAccess } from '../delta.ts'
import { LargeReads } from './largeReads.ts'
import type { Piece } from './piece.ts'
import { ReadAhead } from './readAhead.ts'

export interface LocatedReaderOptions {
  /** Releases the files; called once, by `close`. */
  readonly close?: () => Promise<void>
  /** Told of every read of a file: its bytes. What the meters of an operation count. */
  readonly onRead?: (bytes: number) => void
}

/** All windows together, however many files there are. */
const WINDOWS_TOTAL_BYTES = 32 * 1024 * 1024
const WINDOW_MAX_BYTES = 1024 * 1024
const WINDOW_MIN_BYTES = 64 * 1024

/**
 * Reads a delta whose payload lies in files: pieces from a plan, bytes from `files[piece.layer]`.
 *
 * Small pieces come from a window of their file that is read ahead where the file is read in sequence; a piece of at least a window is read a
 * MiB at a time, the next one under way while the one before is used, or straight into the consumer's buffer. Pieces must ascend within each file for
 * reading ahead to pay, in any order to be right.
 * `pieces` is pulled one at a time, so it may be a generator that reuses its object. Answers at once when the bytes are in a window.
 * Memory: at most 32 MiB of windows and two slices of 1 MiB, whatever the number of files. The files stay the caller's.
 * @throws AppError E_STREAM_TRUNCATED when a file has become shorter than the plan says.
 */
export function locatedReader(
  header: DeltaHeader,
  pieces: Iterable<Piece>,
  files: readonly RandomAccess[],
  options: LocatedReaderOptions = {},
): FillingReader {
  return new LocatedReader(header, pieces, files, options)
}

class LocatedReader implements FillingReader {
  readonly header: DeltaHeader
  readonly #pieces: Iterator<Piece>
  readonly #files: readonly RandomAccess[]
  readonly #options: LocatedReaderOptions
  readonly #windows: ReadAhead
  readonly #large: LargeReads
  #layer = 0
  #position = 0
  #left = 0
  #closed = false

  constructor(
    header: DeltaHeader,
    pieces: Iterable<Piece>,
    files: readonly RandomAccess[],
    options: LocatedReaderOptions,
  ) {
    this.header = header
    this.#pieces = pieces[Symbol.iterator]()
    this.#files = files
    this.#options = options
    const share = Math.floor(WINDOWS_TOTAL_BYTES / Math.max(files.length, 1) / WINDOW_MIN_BYTES) * WINDOW_MIN_BYTES
    const windowBytes = Math.max(WINDOW_MIN_BYTES, Math.min(WINDOW_MAX_BYTES, share))
    this.#windows = new ReadAhead(files, windowBytes, WINDOWS_TOTAL_BYTES, options.onRead)
    this.#large = new LargeReads(files, options.onRead)
  }

  next(): DeltaRecord | null {
    if (this.#closed) return null
    const step = this.#pieces.next()
    if (step.done === true) {
      this.#left = 0
      return null
    }
    const { kind, offset, length, layer, position } = step.value
    this.#layer = layer
    this.#position = position
    this.#left = kind === 'data' ? length : 0
    return { kind, offset, length }
  }

  payload(maxBytes: number): Awaitable<Uint8Array | null> {
    const want = Math.min(maxBytes, this.#left)
    if (want === 0) return null
    return this.#take(want) ?? this.#later(want)
  }

  payloadInto(into: Uint8Array): Awaitable<number> {
    const want = Math.min(into.length, this.#left)
    if (want === 0) return 0
    const slice = this.#take(want)
    if (slice === null) return this.#intoLater(into.subarray(0, want))
    into.set(slice)
    return slice.length
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#left = 0
    this.#pieces.return?.()
    await this.#large.settle()
    await this.#options.close?.()
  }

  #take(want: number): Uint8Array | null {
    const slice =
      this.#windows.take(this.#layer, this.#position, want) ?? this.#large.take(this.#layer, this.#position, want)
    if (slice !== null) this.#given(slice.length)
    return slice
  }

  #given(count: number): void {
    this.#position += count
    this.#left -= count
  }

  async #later(want: number): Promise<Uint8Array> {
    const isLarge = this.#left >= this.#windows.windowBytes || this.#large.isComing(this.#layer, this.#position)
    return isLarge ? this.#loadLarge(want) : this.#load(want)
  }

  async #intoLater(into: Uint8Array): Promise<number> {
    if (this.#left >= this.#windows.windowBytes) return this.#direct(into)
    const slice = await this.#load(into.length)
    into.set(slice)
    return slice.length
  }

  async #loadLarge(want: number): Promise<Uint8Array> {
    await this.#large.load(this.#layer, this.#position, this.#left)
    const slice = this.#take(want)
    if (slice === null) throw truncated('payload', 'data', this.#position)
    return slice
  }

  async #load(want: number): Promise<Uint8Array> {
    await this.#windows.load(this.#layer, this.#position, this.#left)
    const slice = this.#take(want)
    if (slice === null) throw truncated('payload', 'data', this.#position)
    return slice
  }

  async #direct(into: Uint8Array): Promise<number> {
    const count = await this.#file(this.#layer).readAt(this.#position, into)
    this.#options.onRead?.(count)
    if (count === 0) throw truncated('payload', 'data', this.#position)
    this.#given(count)
    return count
  }

  #file(layer: number): RandomAccess {
    const file = this.#files[layer]
    if (file === undefined) throw new RangeError(`there is no file for layer ${layer}`)
    return file
  }
}
