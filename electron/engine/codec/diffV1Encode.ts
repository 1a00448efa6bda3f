import { type Awaitable, type DeltaHeader, type DeltaReader, type DeltaRecord, SLICE_BYTES } from '../delta.ts'
import {
  BANNER_DIFF_V1,
  RECORD_HEAD_BYTES,
  TAG_DATA,
  TAG_END,
  TAG_FROM,
  TAG_SIZE,
  TAG_TO,
  TAG_ZERO,
} from './diffV1Format.ts'
import { isFilling } from './fillingReader.ts'
import { putU32, putU64 } from './littleEndian.ts'

export interface EncodeDiffV1Options {
  /** How much is gathered before it is given out; default 2 MiB, at most {@link SLICE_BYTES}. */
  readonly bufferBytes?: number
}

/** Of 256 KiB to 4 MiB, the size that merged 4 MiB records fastest: large enough for few round trips, small enough to stay in cache. */
const BUFFER_BYTES = 2 * 1024 * 1024
const FIRST_BUFFER_BYTES = 64 * 1024

/** Banner and header of a v1 diff, in the order of the real exporter: `f`, `t`, `s`, each only where the header has it (FORMATS §3). */
export function encodeDiffV1Header(header: DeltaHeader): Uint8Array {
  const bytes = new Uint8Array(headerSizeBytes(header))
  bytes.set(BANNER_DIFF_V1)
  let at = BANNER_DIFF_V1.length
  for (const [tag, name] of [
    [TAG_FROM, header.from],
    [TAG_TO, header.to],
  ] as const) {
    if (name === null) continue
    bytes[at] = tag
    putU32(bytes, at + 1, name.length)
    bytes.set(name, at + 5)
    at += 5 + name.length
  }
  if (header.sizeBytes !== null) {
    bytes[at] = TAG_SIZE
    putU64(bytes, at + 1, header.sizeBytes)
  }
  return bytes
}

/** Writes a record's head of {@link RECORD_HEAD_BYTES} bytes. */
export function putRecordHead(bytes: Uint8Array, at: number, record: DeltaRecord): void {
  bytes[at] = record.kind === 'data' ? TAG_DATA : TAG_ZERO
  putU64(bytes, at + 1, record.offset)
  putU64(bytes, at + 9, record.length)
}

/** The exact length of the encoded stream, known before a byte of payload is read. */
export function encodedSizeBytes(
  header: DeltaHeader,
  records: { readonly count: number; readonly dataBytes: number },
): number {
  return headerSizeBytes(header) + records.count * RECORD_HEAD_BYTES + records.dataBytes + 1
}

function headerSizeBytes(header: DeltaHeader): number {
  const { from, to, sizeBytes } = header
  const name = (bytes: Uint8Array | null): number => (bytes === null ? 0 : 5 + bytes.length)
  return BANNER_DIFF_V1.length + name(from) + name(to) + (sizeBytes === null ? 0 : 9)
}

/**
 * Encodes a delta as a v1 diff, one record per record; a decoded stream of the real tool comes out byte-identical.
 *
 * Ownership: chunks are views of two buffers used in turn, so a chunk is valid until the *second* next pull and a writer
 * may have one write in flight. Memory: twice `bufferBytes`. The reader is not closed.
 * @throws what the reader throws.
 */
export async function* encodeDiffV1(
  reader: DeltaReader,
  options: EncodeDiffV1Options = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const header = encodeDiffV1Header(reader.header)
  const bufferBytes = Math.max(Math.min(options.bufferBytes ?? BUFFER_BYTES, SLICE_BYTES), RECORD_HEAD_BYTES)
  // The first is small, since most streams of a chain are; it is given out once and not used again.
  let buffer: Uint8Array = new Uint8Array(Math.min(bufferBytes, FIRST_BUFFER_BYTES))
  let spare: Uint8Array | null = null
  let at = 0
  const next = (): void => {
    const given = buffer
    buffer = spare ?? new Uint8Array(bufferBytes)
    spare = given.length === bufferBytes ? given : null
    at = 0
  }
  // A header may be longer than a small buffer (two names of 4096 bytes), so it goes through in pieces like payload.
  for (let done = 0; done < header.length; ) {
    if (at === buffer.length) {
      yield buffer
      next()
    }
    const step = Math.min(buffer.length - at, header.length - done)
    buffer.set(header.subarray(done, done + step), at)
    at += step
    done += step
  }
  for (;;) {
    const pulled = reader.next()
    const record = pulled instanceof Promise ? await pulled : pulled
    if (at + RECORD_HEAD_BYTES > buffer.length) {
      yield buffer.subarray(0, at)
      next()
    }
    if (record === null) break
    putRecordHead(buffer, at, record)
    at += RECORD_HEAD_BYTES
    let left = record.kind === 'data' ? record.length : 0
    while (left > 0) {
      // A reader of files is asked for large slices only: little room is left unused, unless the rest fits into it.
      if (buffer.length - at < Math.min(left, Math.max(buffer.length >> 2, 1))) {
        yield buffer.subarray(0, at)
        next()
      }
      const filled = fillFrom(reader, buffer, at)
      const count = filled instanceof Promise ? await filled : filled
      if (count === 0) throw new Error('a reader gave less payload than its record says')
      at += count
      left -= count
    }
  }
  buffer[at] = TAG_END
  yield buffer.subarray(0, at + 1)
}

/** Puts the next payload at `at`, no more than there is room for; gives how many bytes. */
function fillFrom(reader: DeltaReader, buffer: Uint8Array, at: number): Awaitable<number> {
  if (isFilling(reader)) return reader.payloadInto(buffer.subarray(at))
  const put = (slice: Uint8Array | null): number => {
    if (slice !== null) buffer.set(slice, at)
    return slice?.length ?? 0
  }
  const slice = reader.payload(buffer.length - at)
  return slice instanceof Promise ? slice.then(put) : put(slice)
}
