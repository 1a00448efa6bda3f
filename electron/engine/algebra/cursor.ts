import { type DeltaReader, type DeltaRecord, SLICE_BYTES } from '../delta.ts'

/** Reads a delta from nothing at rising positions. It is not closed. */
export interface Cursor {
  /** The first byte from `at` on that some record of data holds; null: there is none. */
  dataFrom(at: number): Promise<number | null>
  /** At least one and at most `most` bytes of the content from `at` on; a view, valid until the next call. */
  bytesAt(at: number, most: number): Promise<Uint8Array>
}

const ZEROS = new Uint8Array(SLICE_BYTES)

const zeros = (length: number): Uint8Array => ZEROS.subarray(0, Math.min(length, ZEROS.length))

/** Whether bytes, at most a slice of them, are all zero. */
export function isZero(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).equals(ZEROS.subarray(0, bytes.length))
}

/** A cursor over a delta from nothing: what no record covers, and what lies behind its end, is zero. */
export function cursorOf(full: DeltaReader): Cursor {
  /** Undefined: the next one was not asked for yet. */
  let record: DeltaRecord | null | undefined
  let slice: Uint8Array = new Uint8Array(0)
  /** Where the first byte of `slice` lies in the image. */
  let sliceAt = 0

  /** The first record that ends behind `at`. */
  async function recordAt(at: number): Promise<DeltaRecord | null> {
    for (;;) {
      record ??= record === null ? null : await full.next()
      if (record === null || at < record.offset + record.length) return record
      record = undefined
      slice = new Uint8Array(0)
    }
  }

  return {
    async dataFrom(at) {
      for (let from = at; ; ) {
        const found = await recordAt(from)
        if (found === null) return null
        if (found.kind === 'data') return Math.max(from, found.offset)
        from = found.offset + found.length
      }
    },
    async bytesAt(at, most) {
      const found = await recordAt(at)
      if (found === null) return zeros(most)
      if (at < found.offset) return zeros(Math.min(most, found.offset - at))
      if (found.kind === 'zero') return zeros(Math.min(most, found.offset + found.length - at))
      while (slice.length === 0 || at >= sliceAt + slice.length) {
        sliceAt = slice.length === 0 ? found.offset : sliceAt + slice.length
        const next = await full.payload(SLICE_BYTES)
        if (next === null) throw new Error('a reader gave less payload than its record says')
        slice = next
      }
      return slice.subarray(at - sliceAt, Math.min(at - sliceAt + most, slice.length))
    },
  }
}
