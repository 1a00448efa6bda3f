import { type DeltaReader, SLICE_BYTES } from '../delta.ts'
import { cursorOf, isZero } from './cursor.ts'

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
        if (!isSame(slice.subarray(done, done + bytes.length), bytes)) return false
        done += bytes.length
        at += bytes.length
      }
    }
  }
  return true
}

/**
 * Where two deltas from nothing first differ in content, within the first `mostBytes` that either holds data at; null: nowhere in them. Whether
 * something is zero or was never written makes no difference. Neither is closed.
 */
export async function firstDifference(a: DeltaReader, b: DeltaReader, mostBytes: number): Promise<number | null> {
  const sides = [cursorOf(a), cursorOf(b)] as const
  let at = 0
  for (let left = mostBytes; left > 0; ) {
    const [inA, inB] = await Promise.all(sides.map((side) => side.dataFrom(at)))
    const start = Math.min(inA ?? Number.POSITIVE_INFINITY, inB ?? Number.POSITIVE_INFINITY)
    if (start === Number.POSITIVE_INFINITY) return null
    const ofA = await sides[0].bytesAt(start, Math.min(left, SLICE_BYTES))
    const ofB = await sides[1].bytesAt(start, ofA.length)
    const length = Math.min(ofA.length, ofB.length)
    if (!isSame(ofA.subarray(0, length), ofB.subarray(0, length))) return start + differsAt(ofA, ofB)
    at = start + length
    left -= length
  }
  return null
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.from(a.buffer, a.byteOffset, a.length).equals(b)
}

function differsAt(a: Uint8Array, b: Uint8Array): number {
  const at = a.findIndex((byte, index) => byte !== b[index])
  return Math.max(at, 0)
}
