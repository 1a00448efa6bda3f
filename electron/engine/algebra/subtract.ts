import { isZero, ZERO_BLOCK_BYTES } from '../codec/zeroBlocks.ts'
import type { DeltaHeader, DeltaReader, DeltaRecord } from '../delta.ts'
import { type Content, ContentCursor } from './content.ts'

export interface SubtractOptions {
  readonly signal: AbortSignal
  /** Data bytes of both sides passed so far, read or known to be equal without. */
  readonly onProgress?: (doneBytes: number) => void
}

/** Both sides are looked at by slices of the image of this size; no record is longer. */
const SLICE_BYTES = 1024 * 1024

/**
 * The delta that turns content `a` into content `b`: applied to `a` it gives `b`, bytes and size (DESIGN §2, §4).
 *
 * Reads both sides once and compares them by blocks of 4 KiB of the image; stretches that come from the same place of the same file are equal
 * without being read, and where neither side has data nothing is looked at. A block that differs is a zero where `b` is zero, else data;
 * neighbours of a kind are joined up to 1 MiB. What `a` has beyond the end of `b` goes with the size; what `b` has beyond the end of `a` is
 * compared with zeros. Payload is valid until the next call. Memory: 2 MiB and the two cursors. The files stay the caller's.
 * @throws AppError E_STREAM_TRUNCATED, E_MERGE_RECORD; the signal's reason when aborted.
 */
export function subtract(header: DeltaHeader, a: Content, b: Content, options: SubtractOptions): DeltaReader {
  const found = differences(new ContentCursor(a), new ContentCursor(b), options)
  let left: Uint8Array | null = null
  let isClosed = false
  return {
    header: { ...header, sizeBytes: b.sizeBytes },
    async next() {
      left = null
      if (isClosed) return null
      const step = await found.next()
      if (step.done === true) return null
      left = step.value.bytes
      const { kind, offset, length } = step.value
      return { kind, offset, length }
    },
    payload(maxBytes) {
      if (left === null || left.length === 0) return null
      const slice = left.subarray(0, maxBytes)
      left = left.subarray(slice.length)
      return slice
    },
    async close() {
      isClosed = true
      left = null
      await found.return(undefined)
    },
  }
}

interface Found extends DeltaRecord {
  readonly bytes: Uint8Array | null
}

async function* differences(
  a: ContentCursor,
  b: ContentCursor,
  { signal, onProgress }: SubtractOptions,
): AsyncGenerator<Found, void, undefined> {
  const { sizeBytes } = b.content
  const ours = new Uint8Array(Math.min(SLICE_BYTES, sizeBytes))
  const theirs = new Uint8Array(ours.length)
  for (let at = 0; ; ) {
    signal.throwIfAborted()
    const next = Math.min(a.nextData(at), b.nextData(at))
    if (next >= sizeBytes) break
    const start = next - (next % SLICE_BYTES)
    const end = Math.min(start + SLICE_BYTES, sizeBytes)
    a.load(start, end)
    b.load(start, end)
    for (const [from, to] of unknownRuns(a, b, start, end)) {
      const before = ours.subarray(0, to - from)
      const after = theirs.subarray(0, to - from)
      await Promise.all([a.read(from, before), b.read(from, after)])
      yield* differingRuns(before, after, from)
    }
    onProgress?.(a.passedBytes + b.passedBytes)
    at = end
  }
  onProgress?.(a.passedBytes + b.passedBytes)
}

/** The stretches of `[start, end)` that are not known to be equal, in whole blocks; not one of them touches the next. */
function unknownRuns(a: ContentCursor, b: ContentCursor, start: number, end: number): (readonly [number, number])[] {
  const runs: [number, number][] = []
  const add = (from: number, to: number): void => {
    const first = from - (from % ZERO_BLOCK_BYTES)
    const last = Math.min(to - 1 - ((to - 1) % ZERO_BLOCK_BYTES) + ZERO_BLOCK_BYTES, end)
    const before = runs.at(-1)
    if (before !== undefined && before[1] >= first) before[1] = Math.max(before[1], last)
    else runs.push([first, last])
  }
  let i = 0
  let j = 0
  for (let at = start; at < end; ) {
    while (i < a.offsets.length && endOf(a, i) <= at) i++
    while (j < b.offsets.length && endOf(b, j) <= at) j++
    const [aFrom, aTo] = extentAt(a, i, end)
    const [bFrom, bTo] = extentAt(b, j, end)
    const inA = aFrom <= at
    const inB = bFrom <= at
    const stop = Math.min(inA ? aTo : aFrom, inB ? bTo : bFrom, end)
    if ((inA || inB) && !(inA && inB && isSamePlace(a, i, b, j))) add(at, stop)
    at = stop
  }
  return runs
}

function endOf(side: ContentCursor, index: number): number {
  return (side.offsets[index] as number) + (side.lengths[index] as number)
}

function extentAt(side: ContentCursor, index: number, end: number): readonly [number, number] {
  return index < side.offsets.length ? [side.offsets[index] as number, endOf(side, index)] : [end, end]
}

function isSamePlace(a: ContentCursor, i: number, b: ContentCursor, j: number): boolean {
  const shift = (side: ContentCursor, index: number): number =>
    (side.positions[index] as number) - (side.offsets[index] as number)
  return shift(a, i) === shift(b, j) && a.keyOf(i) === b.keyOf(j)
}

/** The runs of blocks that differ; `from`, where both begin in the image, is a block's edge. */
function* differingRuns(before: Uint8Array, after: Uint8Array, from: number): Generator<Found, void, undefined> {
  let kind: DeltaRecord['kind'] | null = null
  let runStart = 0
  const { length } = after
  for (let at = 0; at < length; ) {
    const stop = Math.min(at + ZERO_BLOCK_BYTES, length)
    const now = isSame(before, after, at, stop) ? null : isZero(after, at, stop) ? 'zero' : 'data'
    if (now !== kind) {
      if (kind !== null) yield found(kind, after, from, runStart, at)
      kind = now
      runStart = at
    }
    at = stop
  }
  if (kind !== null) yield found(kind, after, from, runStart, length)
}

function found(kind: DeltaRecord['kind'], after: Uint8Array, from: number, start: number, end: number): Found {
  return {
    kind,
    offset: from + start,
    length: end - start,
    bytes: kind === 'data' ? after.subarray(start, end) : null,
  }
}

/** Whether two buffers are equal in `[start, end)`; both are whole buffers, so their words are aligned when `start` is. */
function isSame(a: Uint8Array, b: Uint8Array, start: number, end: number): boolean {
  const count = (end - start) >>> 2
  const x = new Int32Array(a.buffer, a.byteOffset + start, count)
  const y = new Int32Array(b.buffer, b.byteOffset + start, count)
  let i = 0
  for (const whole = count & ~3; i < whole; i += 4) {
    const any =
      ((x[i] as number) ^ (y[i] as number)) |
      ((x[i + 1] as number) ^ (y[i + 1] as number)) |
      ((x[i + 2] as number) ^ (y[i + 2] as number)) |
      ((x[i + 3] as number) ^ (y[i + 3] as number))
    if (any !== 0) return false
  }
  for (; i < count; i++) if (x[i] !== y[i]) return false
  for (let at = start + count * 4; at < end; at++) if (a[at] !== b[at]) return false
  return true
}
