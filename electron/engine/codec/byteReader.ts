import type { Awaitable, ByteStream } from '../delta.ts'
import { getU32, getU64 } from './littleEndian.ts'
import { type StreamField, type StreamPart, tooLarge, truncated } from './streamErrors.ts'

/** No more than this can be asked for in one piece: a field, a name, never a payload. */
export const PIECE_MAX_BYTES = 8192

const EMPTY = new Uint8Array(0)

/** A stream that can pass over bytes without reading them; `skip` gives how many it did, fewer than `count` only at its end. */
export interface SkippingStream extends ByteStream {
  skip(count: number): number
}

/**
 * Reads fields and slices from a {@link ByteStream}, counting bytes.
 *
 * Answers at once when the bytes are at hand and with a promise only when the stream must be waited for. Views are
 * valid until the next call; bytes are copied only when a field straddles two chunks. Whoever reads says in `part`
 * where it is, so that errors are located.
 * @throws AppError E_STREAM_TRUNCATED, E_STREAM_TOO_LARGE, both with `detail.offset`, `detail.part` and `detail.field`.
 */
export class ByteReader {
  part: StreamPart = 'banner'
  readonly #stream: ByteStream
  /** Where the stream has one: passes over bytes that have not come yet. */
  readonly #skipAhead: ((count: number) => number) | null
  readonly #scratch = new Uint8Array(PIECE_MAX_BYTES)
  #chunk: Uint8Array = EMPTY
  #at = 0
  /** What is left of the newest chunk while `#chunk` is the scratch copy of a straddling piece. */
  #pending: Uint8Array | null = null
  #ended = false
  #pos = 0

  constructor(stream: ByteStream | SkippingStream) {
    this.#stream = stream
    this.#skipAhead = 'skip' in stream ? (count) => stream.skip(count) : null
  }

  /** Bytes taken from the stream so far. */
  get pos(): number {
    return this.#pos
  }

  /** Bytes at hand in one piece. */
  get buffered(): number {
    return this.#chunk.length - this.#at
  }

  /** Brings `count` bytes (at most {@link PIECE_MAX_BYTES}) to hand in one piece; gives how many are, fewer only at the end. */
  buffer(count: number): Awaitable<number> {
    const have = this.#chunk.length - this.#at
    return have >= count ? have : this.#fill(count)
  }

  /** The next byte, not taken. Only after `buffer(1)`; NaN at the end. */
  peek(): number {
    return this.#chunk[this.#at] ?? Number.NaN
  }

  /** The bytes at hand, not taken; a view, valid until the next call. */
  ahead(): Uint8Array {
    return this.#chunk.subarray(this.#at)
  }

  /** Takes a byte that is at hand. */
  u8Now(field: StreamField): number {
    const at = this.#take(1, field)
    return this.#chunk[at] ?? 0
  }

  /** Takes a u32 that is at hand. */
  u32Now(field: StreamField): number {
    return getU32(this.#chunk, this.#take(4, field))
  }

  /** Takes a u64 that is at hand; refused above 2^53-1. */
  u64Now(field: StreamField): number {
    const at = this.#take(8, field)
    const value = getU64(this.#chunk, at)
    if (value === null) throw tooLarge(this.part, field, this.#pos - 8)
    return value
  }

  u8(field: StreamField): Awaitable<number> {
    const have = this.buffer(1)
    return have instanceof Promise ? have.then(() => this.u8Now(field)) : this.u8Now(field)
  }

  u32(field: StreamField): Awaitable<number> {
    const have = this.buffer(4)
    return have instanceof Promise ? have.then(() => this.u32Now(field)) : this.u32Now(field)
  }

  u64(field: StreamField): Awaitable<number> {
    const have = this.buffer(8)
    return have instanceof Promise ? have.then(() => this.u64Now(field)) : this.u64Now(field)
  }

  /** Takes exactly `count` bytes, at most {@link PIECE_MAX_BYTES}. */
  exactly(count: number, field: StreamField): Awaitable<Uint8Array> {
    const have = this.buffer(count)
    return have instanceof Promise ? have.then(() => this.#view(count, field)) : this.#view(count, field)
  }

  /** {@link exactly}, as bytes that stay: a Buffer's own `slice` would be a view, too. */
  async copy(count: number, field: StreamField): Promise<Uint8Array> {
    return new Uint8Array(await this.exactly(count, field))
  }

  /** Takes what is at hand, at most `maxBytes` and at least one byte; null at the end. */
  some(maxBytes: number): Awaitable<Uint8Array | null> {
    const have = this.buffer(1)
    return have instanceof Promise ? have.then(() => this.#slice(maxBytes)) : this.#slice(maxBytes)
  }

  /** Passes over `count` bytes, any number. */
  skip(count: number, field: StreamField): Awaitable<void> {
    let left = count
    while (left > 0) {
      const step = Math.min(left, this.#chunk.length - this.#at)
      this.#at += step
      this.#pos += step
      left -= step
      if (left === 0) return
      if (this.#skipAhead !== null && this.#pending === null) {
        const ahead = this.#skipAhead(left)
        this.#pos += ahead
        left -= ahead
        if (left === 0) return
      }
      const have = this.buffer(1)
      if (have instanceof Promise) return this.#skipLater(have, left, field)
      if (have === 0) throw truncated(this.part, field, this.#pos)
    }
  }

  /** Whether the stream has no more bytes; waits for the answer. */
  atEnd(): Awaitable<boolean> {
    const have = this.buffer(1)
    return have instanceof Promise ? have.then((some) => some === 0) : have === 0
  }

  /** A loop, since a promise that waits for a promise that waits … would grow with the payload passed over. */
  async #skipLater(pulled: Promise<number>, count: number, field: StreamField): Promise<void> {
    let have: Awaitable<number> = pulled
    for (let left = count; left > 0; have = this.buffer(Math.min(left, 1))) {
      if ((await have) === 0) throw truncated(this.part, field, this.#pos)
      const step = Math.min(left, this.#chunk.length - this.#at)
      this.#at += step
      this.#pos += step
      left -= step
    }
  }

  #take(count: number, field: StreamField): number {
    const at = this.#at
    const have = this.#chunk.length - at
    if (have < count) throw truncated(this.part, field, this.#pos + have)
    this.#at = at + count
    this.#pos += count
    return at
  }

  #view(count: number, field: StreamField): Uint8Array {
    const at = this.#take(count, field)
    return this.#chunk.subarray(at, at + count)
  }

  #slice(maxBytes: number): Uint8Array | null {
    const have = this.#chunk.length - this.#at
    if (have === 0) return null
    const at = this.#at
    const step = Math.min(have, maxBytes)
    this.#at += step
    this.#pos += step
    return this.#chunk.subarray(at, at + step)
  }

  #fill(count: number): Awaitable<number> {
    if (count > PIECE_MAX_BYTES) throw new RangeError(`a piece of ${count} bytes is too large`)
    for (;;) {
      const have = this.#chunk.length - this.#at
      if (have >= count) return have
      if (this.#pending === null) {
        if (this.#ended) return have
        // The pull makes views of the last chunk invalid, so what is left of it moves to the scratch first.
        this.#keep()
        const pulled = this.#stream.read()
        if (pulled instanceof Promise) {
          return pulled.then((chunk) => {
            this.#join(chunk, count)
            return this.#fill(count)
          })
        }
        this.#join(pulled, count)
      } else {
        const chunk = this.#pending
        this.#pending = null
        this.#keep()
        this.#join(chunk, count)
      }
    }
  }

  #keep(): void {
    const have = this.#chunk.length - this.#at
    if (have === 0) {
      this.#chunk = EMPTY
    } else {
      this.#scratch.set(this.#chunk.subarray(this.#at))
      this.#chunk = this.#scratch.subarray(0, have)
    }
    this.#at = 0
  }

  /** Puts a chunk behind what was kept: whole when nothing was, else as much as the piece needs. */
  #join(chunk: Uint8Array | null, count: number): void {
    if (chunk === null) {
      this.#ended = true
      return
    }
    const have = this.#chunk.length
    if (have === 0) {
      this.#chunk = chunk
      return
    }
    const step = Math.min(count - have, chunk.length)
    this.#scratch.set(chunk.subarray(0, step), have)
    this.#chunk = this.#scratch.subarray(0, have + step)
    this.#pending = step < chunk.length ? chunk.subarray(step) : null
  }
}
