import type { Awaitable, DeltaHeader, DeltaReader, DeltaRecord } from '../delta.ts'
import type { ByteReader } from './byteReader.ts'
import { type DiffGrammar, isKnownTag, TAG_DATA, TAG_END, TAG_ZERO } from './diffFormat.ts'
import { skipUnknown } from './diffHeader.ts'
import type { Finding } from './finding.ts'
import { RecordRules } from './recordRules.ts'
import { truncated } from './streamErrors.ts'

/** How a stream is decoded, of either format. */
export interface DecodeOptions {
  /** False: what `ToleratedFault` names becomes a finding instead of an error. Default true. */
  readonly strict?: boolean
  /** False: stops at the last end mark as the real importer does, without waiting for the stream to end. Default true. */
  readonly toEnd?: boolean
  /** Releases the source of the stream; called once, by `close`. */
  readonly close?: () => Promise<void>
}

/** What a {@link DiffDecoder} is told of the stream it stands in. */
export interface DiffDecoderOptions {
  readonly strict: boolean
  readonly findings: Finding[]
  /** Called once, when the end mark has been taken. */
  readonly ended: () => Awaitable<void>
  /** Called once, by `close`. */
  readonly close?: (() => Promise<void>) | undefined
}

/**
 * Decodes the records of one diff of either version, in stream order, from behind its header.
 *
 * Payload slices are views of the stream's own chunks. Nothing is allocated by a length from the stream.
 * @throws AppError as `decodeDiffV1`, from `next` and from `payload`.
 */
export class DiffDecoder implements DeltaReader {
  readonly header: DeltaHeader
  readonly findings: Finding[]
  readonly #reader: ByteReader
  readonly #prefixBytes: number
  readonly #headBytes: number
  readonly #rules: RecordRules
  readonly #options: DiffDecoderOptions
  #payloadLeft = 0
  #done = false
  #closed = false

  constructor(reader: ByteReader, grammar: DiffGrammar, header: DeltaHeader, options: DiffDecoderOptions) {
    this.header = header
    this.findings = options.findings
    this.#reader = reader
    this.#prefixBytes = grammar.prefixBytes
    this.#headBytes = grammar.recordHeadBytes
    this.#rules = new RecordRules(grammar, header, options.strict, options.findings)
    this.#options = options
    reader.part = 'record'
  }

  next(): Awaitable<DeltaRecord | null> {
    return this.#closed ? null : this.#next()
  }

  payload(maxBytes: number): Awaitable<Uint8Array | null> {
    if (this.#payloadLeft === 0 || this.#closed) return null
    const slice = this.#reader.some(Math.min(maxBytes, this.#payloadLeft))
    return slice instanceof Promise ? slice.then((bytes) => this.#give(bytes)) : this.#give(slice)
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await this.#options.close?.()
  }

  /** Reads on to the end mark, closed or not, so that the next diff of the stream can begin. */
  async drain(): Promise<void> {
    while ((await this.#next()) !== null);
  }

  #next(): Awaitable<DeltaRecord | null> {
    if (this.#payloadLeft > 0) {
      const skipped = this.#reader.skip(this.#payloadLeft, 'data')
      if (skipped instanceof Promise) {
        return skipped.then(() => {
          this.#payloadLeft = 0
          return this.#next()
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
    if (tag !== TAG_DATA && tag !== TAG_ZERO) {
      if (this.#prefixBytes === 0 || isKnownTag(tag)) this.#rules.refuseTag(reader.pos, tag)
      return this.#pastUnknown()
    }
    const have = reader.buffer(this.#headBytes)
    return have instanceof Promise ? have.then(() => this.#head(tag)) : this.#head(tag)
  }

  #head(tag: number): DeltaRecord {
    const reader = this.#reader
    const at = reader.pos
    reader.u8Now('tag')
    const bodyBytes = this.#prefixBytes === 0 ? 0 : reader.u64Now('tag-length')
    const offset = reader.u64Now('offset')
    const length = reader.u64Now('length')
    const isData = tag === TAG_DATA
    if (this.#prefixBytes !== 0) this.#rules.checkBody(at, bodyBytes, isData ? length : 0)
    this.#rules.check(at, isData, offset, length)
    if (isData) {
      this.#payloadLeft = length
      reader.part = 'payload'
    }
    return { kind: isData ? 'data' : 'zero', offset, length }
  }

  /** A loop, since a stream may hold any number of unknown records in a row. */
  async #pastUnknown(): Promise<DeltaRecord | null> {
    const reader = this.#reader
    do {
      await skipUnknown(reader, 'record', this.findings)
      if ((await reader.buffer(1)) === 0) throw truncated('end', 'tag', reader.pos)
    } while (!isKnownTag(reader.peek()))
    return this.#afterTag()
  }

  #end(): Awaitable<null> {
    this.#reader.u8Now('tag')
    this.#done = true
    const ended = this.#options.ended()
    return ended instanceof Promise ? ended.then(() => null) : null
  }
}

/** Whether nothing follows; only what is at hand counts where the end is not waited for. */
export function hasEnded(reader: ByteReader, options: DecodeOptions): Awaitable<boolean> {
  return options.toEnd === false ? reader.buffered === 0 : reader.atEnd()
}
