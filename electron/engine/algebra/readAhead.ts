import type { RandomAccess } from '../delta.ts'

/** The first read of a file, and every read behind a jump: little, since what follows may not be wanted. */
const PROBE_BYTES = 64 * 1024

interface Window {
  buffer: Uint8Array | null
  start: number
  end: number
  /** How much the next read in sequence brings. */
  reach: number
  usedAt: number
}

/**
 * Windows onto files, one a file while there is room, else those used last.
 *
 * A window that is read in sequence doubles what it reads ahead, up to `windowBytes`; a jump begins anew with 64 KiB.
 */
export class ReadAhead {
  readonly windowBytes: number
  readonly #files: readonly RandomAccess[]
  readonly #windows: Window[]
  readonly #buffersMax: number
  readonly #onRead: ((bytes: number) => void) | undefined
  #buffers = 0
  #clock = 0

  constructor(
    files: readonly RandomAccess[],
    windowBytes: number,
    totalBytes: number,
    onRead?: (bytes: number) => void,
  ) {
    this.windowBytes = windowBytes
    this.#files = files
    this.#buffersMax = Math.max(1, Math.floor(totalBytes / windowBytes))
    this.#onRead = onRead
    this.#windows = files.map(() => ({
      buffer: null,
      start: 0,
      end: 0,
      reach: Math.min(PROBE_BYTES, windowBytes),
      usedAt: 0,
    }))
  }

  /** What the file's window has of `[position, position + maxBytes)`, at least one byte; null when it has none of it. */
  take(file: number, position: number, maxBytes: number): Uint8Array | null {
    const window = this.#windows[file]
    if (window === undefined || window.buffer === null || position < window.start || position >= window.end) return null
    const from = position - window.start
    return window.buffer.subarray(from, Math.min(from + maxBytes, window.end - window.start))
  }

  /** Fills the file's window from `position`, with `atLeast` bytes or more where the file has them. */
  async load(file: number, position: number, atLeast: number): Promise<void> {
    const window = this.#windows[file]
    const source = this.#files[file]
    if (window === undefined || source === undefined) throw new RangeError(`there is no file for layer ${file}`)
    const isSequence =
      window.buffer !== null && position >= window.end && position - window.end <= window.end - window.start
    window.reach = isSequence ? Math.min(window.reach * 2, this.windowBytes) : Math.min(PROBE_BYTES, this.windowBytes)
    window.usedAt = ++this.#clock
    const want = Math.min(Math.max(window.reach, atLeast), this.windowBytes)
    const buffer = this.#bufferOf(window, want)
    window.start = window.end = position
    const count = await source.readAt(position, buffer.subarray(0, want))
    window.end = position + count
    this.#onRead?.(count)
  }

  /** Buffers grow with the reach of their window, so that many files read a little cost little. */
  #bufferOf(window: Window, want: number): Uint8Array {
    if (window.buffer === null && this.#buffers === this.#buffersMax) this.#takeOver(window)
    if (window.buffer === null) this.#buffers++
    if (window.buffer === null || window.buffer.length < want) window.buffer = new Uint8Array(want)
    return window.buffer
  }

  #takeOver(window: Window): void {
    let oldest: Window | null = null
    for (const other of this.#windows) {
      if (other.buffer !== null && (oldest === null || other.usedAt < oldest.usedAt)) oldest = other
    }
    if (oldest === null) return
    window.buffer = oldest.buffer
    oldest.buffer = null
  }
}
