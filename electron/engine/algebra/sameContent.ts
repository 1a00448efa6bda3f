import { type DeltaReader, type DeltaRecord, SLICE_BYTES } from '../delta.ts'

/**
 * Whether a delta changes nothing: all that it writes or zeroes is what `full`, a delta from nothing, holds at the same place. Both are read once,
 * side by side; `full` no further than the end of `changes`. Bytes beyond the end of either are zero. Neither is closed.
 */
export async function changesNothing(changes: DeltaReader, full: DeltaReader): Promise<boolean> {
  const base = cursorOf(full)
  for (let record = await changes.next(); record !== null; record = await changes.next()) {
    let at = record.offset
    if (record.kind === 'zero') {
      const end = record.offset + record.length
      while (at < end) {
        const bytes = await base.bytesAt(at, Math.min(SLICE_BYTES, end - at))
        if (!isZero(bytes)) return false
        at += bytes.length
      }
      continue
    }
    for (let slice = await changes.payload(SLICE_BYTES); slice !== null; slice = await changes.payload(SLICE_BYTES)) {
      for (let done = 0; done < slice.length; ) {
        const bytes = await base.bytesAt(at, slice.length - done)
        if (!Buffer.from(slice.buffer, slice.byteOffset + done, bytes.length).equals(bytes)) return false
        done += bytes.length
        at += bytes.length
      }
    }
  }
  return true
}

const ZEROS = new Uint8Array(SLICE_BYTES)

function isZero(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).equals(ZEROS.subarray(0, bytes.length))
}

/** Reads a delta from nothing at rising positions. */
function cursorOf(full: DeltaReader): { bytesAt(at: number, most: number): Promise<Uint8Array> } {
  let record: DeltaRecord | null | undefined
  let slice = new Uint8Array(0) as Uint8Array
  /** Where the next byte of `slice` lies in the image. */
  let sliceAt = 0
  return {
    async bytesAt(at, most) {
      for (;;) {
        record ??= record === null ? null : await full.next()
        if (record === null) return ZEROS.subarray(0, Math.min(most, ZEROS.length))
        if (at < record.offset) return ZEROS.subarray(0, Math.min(most, record.offset - at, ZEROS.length))
        const isPast = at >= record.offset + record.length
        if (isPast) {
          record = undefined
          slice = new Uint8Array(0)
          continue
        }
        if (record.kind === 'zero')
          return ZEROS.subarray(0, Math.min(most, record.offset + record.length - at, ZEROS.length))
        if (slice.length === 0 || at >= sliceAt + slice.length) {
          sliceAt = slice.length === 0 ? record.offset : sliceAt + slice.length
          const next = await full.payload(SLICE_BYTES)
          if (next === null) {
            record = undefined
            slice = new Uint8Array(0)
            continue
          }
          slice = next
          continue
        }
        return slice.subarray(at - sliceAt, Math.min(at - sliceAt + most, slice.length))
      }
    },
  }
}
