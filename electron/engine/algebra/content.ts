import { truncated } from '../codec/streamErrors.ts'
import type { RandomAccess } from '../delta.ts'
import { composePieces } from './compose.ts'
import type { Layer, Piece } from './piece.ts'
import { ReadAhead } from './readAhead.ts'

/**
 * The bytes of an image at one of its points: a chain from nothing up to there, located. What no record covers is zero.
 *
 * `keys`: for each layer what tells its file from all others; equal keys mean equal bytes at equal positions.
 */
export interface Content {
  readonly layers: readonly Layer[]
  readonly files: readonly RandomAccess[]
  readonly keys: readonly string[]
  readonly sizeBytes: number
}

const WINDOWS_TOTAL_BYTES = 16 * 1024 * 1024
const WINDOW_BYTES = 1024 * 1024

/**
 * Goes over the data of a content from its start to its end and reads stretches of it. The pieces of the stretch that was loaded last are at
 * hand in columns; inside that stretch bytes can be read in any order.
 *
 * Memory: the pieces of the loaded stretch, and 16 MiB of windows.
 */
export class ContentCursor {
  readonly offsets: number[] = []
  readonly lengths: number[] = []
  readonly positions: number[] = []
  readonly layers: number[] = []
  readonly content: Content
  /** Data bytes of all pieces pulled so far. */
  passedBytes = 0
  readonly #pieces: Iterator<Piece>
  readonly #windows: ReadAhead
  #ahead: Piece | null

  constructor(content: Content) {
    this.content = content
    this.#pieces = composePieces(content.layers)
    this.#windows = new ReadAhead(content.files, WINDOW_BYTES, WINDOWS_TOTAL_BYTES)
    this.#ahead = this.#pull()
  }

  /** Where data comes next at or behind `offset`, which lies at or behind everything loaded so far; infinite: nowhere. */
  nextData(offset: number): number {
    const last = this.offsets.length - 1
    if (last >= 0 && (this.offsets[last] as number) + (this.lengths[last] as number) > offset) return offset
    while (this.#ahead !== null && this.#ahead.offset + this.#ahead.length <= offset) this.#ahead = this.#pull()
    return this.#ahead === null ? Number.POSITIVE_INFINITY : Math.max(offset, this.#ahead.offset)
  }

  /** Brings the data pieces of `[start, end)` to hand; stretches are loaded in ascending order. */
  load(start: number, end: number): void {
    let kept = 0
    for (let i = 0; i < this.offsets.length; i++) {
      if ((this.offsets[i] as number) + (this.lengths[i] as number) <= start) continue
      for (const column of [this.offsets, this.lengths, this.positions, this.layers]) column[kept] = column[i] as number
      kept++
    }
    for (const column of [this.offsets, this.lengths, this.positions, this.layers]) column.length = kept
    while (this.#ahead !== null && this.#ahead.offset < end) {
      const { offset, length, position, layer } = this.#ahead
      if (offset + length > start) {
        this.offsets.push(offset)
        this.lengths.push(length)
        this.positions.push(position)
        this.layers.push(layer)
      }
      this.#ahead = this.#pull()
    }
  }

  /** What tells one place of the bytes behind piece `index` from another: the file's key, and where byte 0 of the image would stand in it. */
  keyOf(index: number): string {
    return this.content.keys[this.layers[index] as number] as string
  }

  /**
   * Reads `[start, start + into.length)` of the loaded stretch; zeros where there is no data.
   * @throws AppError E_STREAM_TRUNCATED when a file has become shorter.
   */
  async read(start: number, into: Uint8Array): Promise<void> {
    const end = start + into.length
    into.fill(0)
    for (let i = this.#firstEndingAfter(start); i < this.offsets.length; i++) {
      const offset = this.offsets[i] as number
      if (offset >= end) return
      const from = Math.max(offset, start)
      const to = Math.min(offset + (this.lengths[i] as number), end)
      const position = (this.positions[i] as number) + from - offset
      await this.#copy(this.layers[i] as number, position, into.subarray(from - start, to - start))
    }
  }

  #firstEndingAfter(offset: number): number {
    let low = 0
    let high = this.offsets.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.offsets[middle] as number) + (this.lengths[middle] as number) > offset) high = middle
      else low = middle + 1
    }
    return low
  }

  async #copy(layer: number, position: number, into: Uint8Array): Promise<void> {
    for (let done = 0; done < into.length; ) {
      const left = into.length - done
      const slice = this.#windows.take(layer, position + done, left)
      if (slice !== null) {
        into.set(slice, done)
        done += slice.length
      } else if (left >= WINDOW_BYTES) {
        const count = await (this.content.files[layer] as RandomAccess).readAt(position + done, into.subarray(done))
        if (count === 0) throw truncated('payload', 'data', position + done)
        done += count
      } else {
        await this.#windows.load(layer, position + done, left)
        if (this.#windows.take(layer, position + done, 1) === null) throw truncated('payload', 'data', position + done)
      }
    }
  }

  #pull(): Piece | null {
    for (;;) {
      const step = this.#pieces.next()
      if (step.done === true) return null
      if (step.value.kind !== 'data') continue
      this.passedBytes += step.value.length
      return { ...step.value }
    }
  }
}
