import { isZero } from '../codec/zeroBlocks.ts'
import type { DeltaHeader, DeltaReader, DeltaRecord } from '../delta.ts'
import { type Content, ContentCursor } from './content.ts'

const SLICE_BYTES = 1024 * 1024

/**
 * The delta of `touched` with its extents rounded out to whole objects, cut at the image's end: `export-diff --whole-object`
 * (FORMATS §6.3). `content` is the image at the delta's end; an object that is all zero there is a zero, every other one data.
 *
 * Objects are read once or, where they begin with zeros, as far as the first other byte a second time. Payload is valid until the next call.
 */
export function wholeObjects(
  header: DeltaHeader,
  touched: Iterable<DeltaRecord>,
  content: Content,
  objectBytes: number,
): DeltaReader {
  const records = touched[Symbol.iterator]()
  const cursor = new ContentCursor(content)
  const buffer = new Uint8Array(Math.min(SLICE_BYTES, objectBytes))
  let extent: { offset: number; end: number } | null = null
  let next = 0
  let at = 0
  let end = 0

  /** The next object that is touched, or null. */
  const nextObject = (): number | null => {
    for (;;) {
      if (extent !== null && extent.end > next) return Math.max(next, extent.offset - (extent.offset % objectBytes))
      const step = records.next()
      if (step.done === true) return null
      extent = { offset: step.value.offset, end: Math.min(step.value.offset + step.value.length, content.sizeBytes) }
    }
  }
  const isZeroObject = async (offset: number, stop: number): Promise<boolean> => {
    if (cursor.nextData(offset) >= stop) return true
    for (let from = offset; from < stop; from += buffer.length) {
      const slice = buffer.subarray(0, Math.min(buffer.length, stop - from))
      await cursor.read(from, slice)
      if (!isZero(slice, 0, slice.length)) return false
    }
    return true
  }
  return {
    header,
    async next() {
      const offset = nextObject()
      if (offset === null) return null
      const stop = Math.min(offset + objectBytes, content.sizeBytes)
      next = stop
      cursor.load(offset, stop)
      const isHole = await isZeroObject(offset, stop)
      ;[at, end] = isHole ? [stop, stop] : [offset, stop]
      return { kind: isHole ? 'zero' : 'data', offset, length: stop - offset }
    },
    payload(maxBytes) {
      if (at >= end) return null
      const slice = buffer.subarray(0, Math.min(maxBytes, buffer.length, end - at))
      const from = at
      at += slice.length
      return cursor.read(from, slice).then(() => slice)
    },
    async close() {
      extent = null
      next = at = end = Number.POSITIVE_INFINITY
      records.return?.()
    },
  }
}
