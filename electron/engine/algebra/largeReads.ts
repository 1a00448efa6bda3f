import type { RandomAccess } from '../delta.ts'

/** Large enough for few round trips, small enough that what was read is still in the processor's cache when it is written. */
const READ_BYTES = 1024 * 1024

interface Filled {
  readonly file: number
  readonly start: number
  readonly buffer: Uint8Array
}

/**
 * Reads large runs of bytes a MiB at a time, the next one under way while the consumer works on the one before.
 *
 * Memory: two buffers. A slice is valid until the next `load`.
 */
export class LargeReads {
  readonly #files: readonly RandomAccess[]
  readonly #onRead: ((bytes: number) => void) | undefined
  #now: (Filled & { readonly end: number }) | null = null
  #next: (Filled & { readonly count: Promise<number> }) | null = null
  #spare: Uint8Array | null = null

  constructor(files: readonly RandomAccess[], onRead?: (bytes: number) => void) {
    this.#files = files
    this.#onRead = onRead
  }

  /** What is at hand of `[position, position + maxBytes)`, at least one byte; null when nothing is. */
  take(file: number, position: number, maxBytes: number): Uint8Array | null {
    const now = this.#now
    if (now === null || now.file !== file || position < now.start || position >= now.end) return null
    const from = position - now.start
    return now.buffer.subarray(from, Math.min(from + maxBytes, now.end - now.start))
  }

  /** Whether the bytes at a position are already being read. */
  isComing(file: number, position: number): boolean {
    return this.#next?.file === file && this.#next.start === position
  }

  /** Brings the bytes at a position to hand, and asks for those behind them as far as `knownBytes` says that they will be wanted. */
  async load(file: number, position: number, knownBytes: number): Promise<void> {
    if (!this.isComing(file, position)) {
      // What was asked for and is not wanted after all still fills its buffer.
      await this.#next?.count.catch(() => undefined)
      this.#spare ??= this.#next?.buffer ?? null
      this.#start(file, position, knownBytes)
    }
    const next = this.#next
    this.#next = null
    if (next === null) return
    const given = this.#now?.buffer ?? null
    this.#now = null
    this.#spare ??= given
    const count = await next.count
    this.#now = { ...next, end: position + count }
    this.#onRead?.(count)
    if (count === READ_BYTES && knownBytes > count) this.#start(file, position + count, knownBytes - count)
  }

  /** Waits for what is under way, so that no buffer is filled any more. */
  async settle(): Promise<void> {
    await this.#next?.count.catch(() => undefined)
  }

  #start(file: number, start: number, knownBytes: number): void {
    const source = this.#files[file]
    if (source === undefined) throw new RangeError(`there is no file for layer ${file}`)
    const buffer = this.#spare ?? new Uint8Array(READ_BYTES)
    this.#spare = null
    const count = source.readAt(start, buffer.subarray(0, Math.min(knownBytes, READ_BYTES)))
    // It is awaited when its turn comes; until then a failure must not count as unhandled.
    count.catch(() => undefined)
    this.#next = { file, start, buffer, count }
  }
}
