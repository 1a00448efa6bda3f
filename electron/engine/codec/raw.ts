import { AppError } from '../../../shared/errors.ts'
import {
  type Awaitable,
  type ByteStream,
  type DeltaHeader,
  type DeltaReader,
  type DeltaRecord,
  type RandomAccess,
  SLICE_BYTES,
} from '../delta.ts'
import type { Finding } from './finding.ts'
import { RecordTable } from './recordTable.ts'
import { truncated } from './streamErrors.ts'
import { runEnd, ZERO_BLOCK_BYTES } from './zeroBlocks.ts'

export interface DecodeRawOptions {
  /** The size when it is known (a file); a stream that ends before it is truncated, one that goes on is a finding. */
  readonly sizeBytes?: number
  /** Blocks of this many bytes decide what is data and what is a hole. Default 4096; at most {@link SLICE_BYTES}. */
  readonly blockBytes?: number
  /** Releases the source of the stream; called once, by `close`. */
  readonly close?: () => Promise<void>
}

/** A raw image being decoded. `totalBytes` is null until `next` gave null, then the size of the image. */
export interface RawReader extends DeltaReader {
  readonly totalBytes: number | null
  readonly findings: readonly Finding[]
}

/**
 * Decodes raw bytes as a delta from nothing to the head: its records are the runs of blocks that are not zero, holes are
 * simply absent (DESIGN §2).
 *
 * A run is cut where a 4 MiB slice of the image ends, since a record's head must be known before its payload has all
 * come: the records are those of {@link scanRaw}, however the stream is chunked. `header.sizeBytes` is null
 * where the size is not known beforehand (a pipe). Memory: one slice.
 * @throws AppError E_STREAM_TRUNCATED when `sizeBytes` is given and the stream ends before it.
 */
export function decodeRaw(stream: ByteStream, options: DecodeRawOptions = {}): RawReader {
  return new RawDecoder(stream, options)
}

class RawDecoder implements RawReader {
  readonly header: DeltaHeader
  readonly findings: Finding[] = []
  totalBytes: number | null = null
  readonly #stream: ByteStream
  readonly #options: DecodeRawOptions
  readonly #blockBytes: number
  readonly #slice: Uint8Array
  /** Where the slice stands in the image, how much of it is filled, and how far it has been looked through. */
  #base = 0
  #filled = 0
  #at = 0
  #rest: Uint8Array | null = null
  #ended = false
  #closed = false
  #givenTo = 0
  #recordEnd = 0

  constructor(stream: ByteStream, options: DecodeRawOptions) {
    this.header = { from: null, to: null, sizeBytes: options.sizeBytes ?? null }
    this.#stream = stream
    this.#options = options
    this.#blockBytes = Math.min(options.blockBytes ?? ZERO_BLOCK_BYTES, SLICE_BYTES)
    this.#slice = new Uint8Array(Math.min(SLICE_BYTES, Math.max(options.sizeBytes ?? SLICE_BYTES, 1)))
  }

  next(): Awaitable<DeltaRecord | null> {
    return this.#find() ?? (this.#ended ? null : this.#findLater())
  }

  /** The next run in the slice at hand. */
  #find(): DeltaRecord | null {
    this.#givenTo = this.#recordEnd
    while (this.#at < this.#filled) {
      const start = this.#at
      const run = runEnd(this.#slice, start, this.#filled, this.#blockBytes)
      this.#at = run.end
      if (run.zero) continue
      this.#givenTo = start
      this.#recordEnd = run.end
      return { kind: 'data', offset: this.#base + start, length: run.end - start }
    }
    return null
  }

  async #findLater(): Promise<DeltaRecord | null> {
    while (!this.#ended) {
      await this.#refill()
      const record = this.#find()
      if (record !== null) return record
    }
    return null
  }

  payload(maxBytes: number): Uint8Array | null {
    const start = this.#givenTo
    if (start >= this.#recordEnd) return null
    this.#givenTo = Math.min(start + maxBytes, this.#recordEnd)
    return this.#slice.subarray(start, this.#givenTo)
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#ended = true
    this.#at = this.#filled
    this.#givenTo = this.#recordEnd
    await this.#options.close?.()
  }

  /** Gathers the next slice from the chunks of the stream, always the same slices whatever the chunks. */
  async #refill(): Promise<void> {
    this.#base += this.#filled
    this.#filled = this.#at = this.#givenTo = this.#recordEnd = 0
    const sizeBytes = this.#options.sizeBytes
    const want = Math.min(this.#slice.length, sizeBytes === undefined ? SLICE_BYTES : sizeBytes - this.#base)
    while (this.#filled < want) {
      const chunk = this.#rest ?? (await this.#stream.read())
      this.#rest = null
      if (chunk === null) {
        if (sizeBytes !== undefined) throw truncated('payload', 'data', this.#base + this.#filled)
        break
      }
      const step = Math.min(chunk.length, want - this.#filled)
      this.#slice.set(chunk.subarray(0, step), this.#filled)
      this.#filled += step
      if (step < chunk.length) this.#rest = chunk.subarray(step)
    }
    if (this.#base + this.#filled === sizeBytes || this.#filled < want) await this.#finish()
  }

  async #finish(): Promise<void> {
    this.#ended = true
    this.totalBytes = this.#base + this.#filled
    if (this.#options.sizeBytes === undefined) return
    const more = this.#rest ?? (await this.#stream.read())
    if (more !== null && more.length > 0) this.findings.push({ code: 'trailing-bytes', offset: this.totalBytes })
  }
}

/** A stretch of a file, in bytes. */
interface FileStretch {
  readonly offset: number
  readonly length: number
}

/**
 * What of a raw file is there, as records that may still hold zeros: ascending stretches, rounded out to whole blocks, so that what is found in them are the
 * very runs that a look at all of the file finds. Null: all of it.
 */
export function rawRecords(stretches: readonly FileStretch[] | null, sizeBytes: number): RecordTable {
  const records = new RecordTable()
  const put = (from: number, to: number): void => {
    if (to > from) records.push('data', from, to - from, from)
  }
  let begin = 0
  let end = 0
  for (const { offset, length } of stretches ?? [{ offset: 0, length: sizeBytes }]) {
    const from = offset - (offset % ZERO_BLOCK_BYTES)
    if (from >= sizeBytes) break
    if (from > end) {
      put(begin, end)
      begin = from
    }
    end = Math.min(Math.ceil((offset + length) / ZERO_BLOCK_BYTES) * ZERO_BLOCK_BYTES, sizeBytes)
  }
  put(begin, end)
  return records
}

/**
 * The runs of non-zero blocks of a raw file, cut at every 4 MiB: the records {@link decodeRaw} gives, with their positions. `stretches`: outside of them the
 * file is known to be zeros; left out, all of it is read. A slice at a time.
 * @throws the signal's reason when aborted.
 */
export async function scanRaw(
  file: RandomAccess,
  options: {
    readonly signal: AbortSignal
    readonly blockBytes?: number
    readonly stretches?: readonly FileStretch[] | null
  },
): Promise<RecordTable> {
  const records = new RecordTable()
  const { sizeBytes } = file
  const blockBytes = Math.min(options.blockBytes ?? ZERO_BLOCK_BYTES, SLICE_BYTES)
  const there = rawRecords(options.stretches ?? null, sizeBytes)
  const slice = new Uint8Array(Math.min(SLICE_BYTES, Math.max(sizeBytes, 1)))
  for (let i = 0; i < there.count; i++) {
    const end = there.offset(i) + there.length(i)
    for (let base = there.offset(i); base < end; ) {
      options.signal.throwIfAborted()
      const want = Math.min(SLICE_BYTES - (base % SLICE_BYTES), end - base)
      const count = await file.readAt(base, slice.subarray(0, want))
      if (count < want) throw truncated('payload', 'data', base + count)
      for (let at = 0; at < count; ) {
        const run = runEnd(slice, at, count, blockBytes)
        if (!run.zero) records.push('data', base + at, run.end - at, base + at)
        at = run.end
      }
      base += count
    }
  }
  return records
}

const ZEROS = new Uint8Array(1024 * 1024)

/**
 * Encodes a delta from nothing as raw bytes: every byte of `[0, sizeBytes)`, zeros too, as a pipe needs them.
 *
 * Chunks are the reader's own payload slices and views of one shared zero buffer: read only, valid until the next pull.
 * The reader is not closed.
 * @throws AppError E_STREAM_BAD_RECORD for a record that reaches beyond `sizeBytes` or goes back.
 */
export async function* encodeRaw(reader: DeltaReader, sizeBytes: number): AsyncGenerator<Uint8Array, void, undefined> {
  let at = 0
  for (;;) {
    const pulled = reader.next()
    const record = pulled instanceof Promise ? await pulled : pulled
    if (record === null) break
    if (record.offset < at || record.offset + record.length > sizeBytes) {
      throw new AppError('E_STREAM_BAD_RECORD', `A record at ${record.offset} does not lie within the image`, {
        detail: { offset: record.offset, part: 'record', field: 'offset', fault: 'past-size', sizeBytes },
      })
    }
    if (record.kind === 'zero') continue
    yield* zeros(record.offset - at)
    at = record.offset + record.length
    for (let left = record.length; left > 0; ) {
      const given = reader.payload(Math.min(left, SLICE_BYTES))
      const slice = given instanceof Promise ? await given : given
      if (slice === null) throw new Error('a reader gave less payload than its record says')
      left -= slice.length
      yield slice
    }
  }
  yield* zeros(sizeBytes - at)
}

function* zeros(count: number): Generator<Uint8Array, void, undefined> {
  for (let left = count; left > 0; left -= ZEROS.length) yield left >= ZEROS.length ? ZEROS : ZEROS.subarray(0, left)
}
