import type { Awaitable, ByteStream, DeltaHeader, DeltaReader, DeltaRecord } from '../delta.ts'
import { ByteReader } from './byteReader.ts'
import { RECORD_HEAD_BYTES, TAG_DATA, TAG_END, TAG_ZERO } from './diffV1Format.ts'
import { decodeDiffV1Header } from './diffV1Header.ts'
import { addFinding, type Finding } from './finding.ts'
import { RecordRules } from './recordRules.ts'
import { truncated } from './streamErrors.ts'

/** A v1 diff being decoded: `findings` grow while it is read and are complete once `next` gave null. */
export interface DiffV1Reader extends DeltaReader {
  readonly findings: readonly Finding[]
}

export interface DecodeDiffV1Options {
  /** False: records out of order, overlapping, empty or past the size become findings instead of errors. Default true. */
  readonly strict?: boolean
  /** False: stops at the end mark as the real importer does, without waiting for the stream to end. Default true. */
  readonly toEnd?: boolean
  /** Releases the source of the stream; called once, by `close`. */
  readonly close?: () => Promise<void>
}

/**
 * Decodes one v1 diff, in stream order; the promise settles when the header is read.
 *
 * Payload slices are views of the stream's own chunks. Nothing is allocated by a length from the stream.
 * Source: FORMATS §3, §13. An unknown tag cannot be skipped in v1 and is an error. Bytes after the end mark are a finding.
 * @throws AppError E_STREAM_TRUNCATED, E_STREAM_BAD_MAGIC, E_STREAM_BAD_RECORD, E_STREAM_UNKNOWN_TAG, E_STREAM_TOO_LARGE,
 *   E_FORMAT_UNSUPPORTED, E_FORMAT_IS_IMAGE_V2 — each with `detail.offset`, `detail.part` and `detail.field`; from here,
 *   from `next` and from `payload`.
 */
export async function decodeDiffV1(stream: ByteStream, options: DecodeDiffV1Options = {}): Promise<DiffV1Reader> {
  const reader = new ByteReader(stream)
  const findings: Finding[] = []
  const header = await decodeDiffV1Header(reader, findings)
  reader.part = 'record'
  return new Decoder(reader, header, findings, options)
}

class Decoder implements DiffV1Reader {
  readonly header: DeltaHeader
  readonly findings: Finding[]
  readonly #reader: ByteReader
  readonly #rules: RecordRules
  readonly #options: DecodeDiffV1Options
  #payloadLeft = 0
  #done = false
  #closed = false

  constructor(reader: ByteReader, header: DeltaHeader, findings: Finding[], options: DecodeDiffV1Options) {
    this.header = header
    this.findings = findings
    this.#reader = reader
    this.#rules = new RecordRules(header, options.strict ?? true, findings)
    this.#options = options
  }

  next(): Awaitable<DeltaRecord | null> {
    if (this.#payloadLeft > 0) {
      const skipped = this.#reader.skip(this.#payloadLeft, 'data')
      if (skipped instanceof Promise) {
        return skipped.then(() => {
          this.#payloadLeft = 0
          return this.next()
        })
      }
      this.#payloadLeft = 0
    }
    if (this.#done) return null
    this.#reader.part = 'record'
    // Only the tag is waited for at first: an end mark may be the last byte an open pipe has to give.
    const have = this.#reader.buffer(1)
    return have instanceof Promise ? have.then(() => this.#afterTag()) : this.#afterTag()
  }

  payload(maxBytes: number): Awaitable<Uint8Array | null> {
    if (this.#payloadLeft === 0) return null
    const slice = this.#reader.some(Math.min(maxBytes, this.#payloadLeft))
    return slice instanceof Promise ? slice.then((bytes) => this.#give(bytes)) : this.#give(slice)
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#done = true
    this.#payloadLeft = 0
    await this.#options.close?.()
  }

  #give(slice: Uint8Array | null): Uint8Array {
    if (slice === null) throw truncated('payload', 'data', this.#reader.pos)
    this.#payloadLeft -= slice.length
    return slice
  }

  #afterTag(): Awaitable<DeltaRecord | null> {
    const reader = this.#reader
    if (reader.buffered === 0) throw truncated('end', 'tag', reader.pos)
    const tag = reader.peek()
    if (tag === TAG_END) return this.#end()
    if (tag !== TAG_DATA && tag !== TAG_ZERO) this.#rules.refuseTag(reader.pos, tag)
    const have = reader.buffer(RECORD_HEAD_BYTES)
    return have instanceof Promise ? have.then(() => this.#head(tag)) : this.#head(tag)
  }

  #head(tag: number): DeltaRecord {
    const reader = this.#reader
    const at = reader.pos
    reader.u8Now('tag')
    const offset = reader.u64Now('offset')
    const length = reader.u64Now('length')
    const isData = tag === TAG_DATA
    this.#rules.check(at, isData, offset, length)
    if (isData) {
      this.#payloadLeft = length
      reader.part = 'payload'
    }
    return { kind: isData ? 'data' : 'zero', offset, length }
  }

  #end(): Awaitable<null> {
    const reader = this.#reader
    reader.u8Now('tag')
    this.#done = true
    if (this.#options.toEnd === false) return this.#trailing(reader.buffered === 0)
    const ended = reader.atEnd()
    return ended instanceof Promise ? ended.then((is) => this.#trailing(is)) : this.#trailing(ended)
  }

  #trailing(ended: boolean): null {
    if (!ended) addFinding(this.findings, { code: 'trailing-bytes', offset: this.#reader.pos })
    return null
  }
}
