import { type Awaitable, type DeltaHeader, type DeltaReader, type DeltaRecord, SLICE_BYTES } from '../delta.ts'
import {
  type DiffGrammar,
  RECORD_BODY_BYTES,
  TAG_DATA,
  TAG_END,
  TAG_FROM,
  TAG_PROTECTION,
  TAG_SIZE,
  TAG_TO,
  TAG_ZERO,
} from './diffFormat.ts'
import { isFilling } from './fillingReader.ts'
import { putU32, putU64 } from './littleEndian.ts'

/** How an encoder gathers its output. */
export interface EncodeOptions {
  /** How much is gathered before it is given out; default 2 MiB, at most {@link SLICE_BYTES}. */
  readonly bufferBytes?: number
}

/** How a diff is written: which version, and how long its `p` says to be (null: it has none). */
export interface DiffDialect {
  readonly grammar: DiffGrammar
  readonly protectionBytes: 1 | 8 | null
}

/** Of 256 KiB to 4 MiB, the size that merged 4 MiB records fastest: large enough for few round trips, small enough to stay in cache. */
const BUFFER_BYTES = 2 * 1024 * 1024
const FIRST_BUFFER_BYTES = 64 * 1024

/** Banner and header of a diff, in the order of the real exporter: `f`, `t`, `p` with `t` alone, `s`, each only where the header has it (FORMATS §3, §4). */
export function encodeDiffHeader(header: DeltaHeader, { grammar, protectionBytes }: DiffDialect): Uint8Array {
  const bytes = new Uint8Array(diffHeaderBytes(header, { grammar, protectionBytes }))
  bytes.set(grammar.banner)
  let at = grammar.banner.length
  const tag = (value: number, bodyBytes: number): void => {
    bytes[at++] = value
    if (grammar.prefixBytes === 0) return
    putU64(bytes, at, bodyBytes)
    at += grammar.prefixBytes
  }
  for (const [letter, name] of [
    [TAG_FROM, header.from],
    [TAG_TO, header.to],
  ] as const) {
    if (name === null) continue
    tag(letter, 4 + name.length)
    putU32(bytes, at, name.length)
    bytes.set(name, at + 4)
    at += 4 + name.length
  }
  if (header.to !== null && protectionBytes !== null) {
    // The body is one byte, whatever its length says (FORMATS §4).
    tag(TAG_PROTECTION, protectionBytes)
    bytes[at++] = header.isProtected === true ? 1 : 0
  }
  if (header.sizeBytes !== null) {
    tag(TAG_SIZE, 8)
    putU64(bytes, at, header.sizeBytes)
  }
  return bytes
}

/** Length of what {@link encodeDiffHeader} gives. */
export function diffHeaderBytes(
  { from, to, sizeBytes }: DeltaHeader,
  { grammar, protectionBytes }: DiffDialect,
): number {
  const head = 1 + grammar.prefixBytes
  const name = (bytes: Uint8Array | null): number => (bytes === null ? 0 : head + 4 + bytes.length)
  const protection = to === null || protectionBytes === null ? 0 : head + 1
  return grammar.banner.length + name(from) + name(to) + protection + (sizeBytes === null ? 0 : head + 8)
}

/** The exact length of an encoded diff, known before a byte of payload is read. */
export function diffSizeBytes(
  header: DeltaHeader,
  records: { readonly count: number; readonly dataBytes: number },
  dialect: DiffDialect,
): number {
  return diffHeaderBytes(header, dialect) + records.count * dialect.grammar.recordHeadBytes + records.dataBytes + 1
}

/** Writes a record's head of `recordHeadBytes` bytes. */
export function putHead(bytes: Uint8Array, at: number, record: DeltaRecord, prefixBytes: 0 | 8): void {
  const isData = record.kind === 'data'
  bytes[at] = isData ? TAG_DATA : TAG_ZERO
  if (prefixBytes !== 0) putU64(bytes, at + 1, RECORD_BODY_BYTES + (isData ? record.length : 0))
  putU64(bytes, at + 1 + prefixBytes, record.offset)
  putU64(bytes, at + 9 + prefixBytes, record.length)
}

/**
 * Encodes what stands before the first diff and then every diff `next` gives, one record per record: the one encoder of both
 * formats.
 *
 * Ownership: chunks are views of two buffers used in turn, so a chunk is valid until the *second* next pull and a writer
 * may have one write in flight. Memory: twice `bufferBytes`. The readers are not closed.
 * @throws what the readers throw.
 */
export async function* encodeStream(
  leading: Iterable<Uint8Array>,
  next: () => Awaitable<DeltaReader | null>,
  dialect: DiffDialect,
  options: EncodeOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  const gathered = new Gathered(dialect.grammar, options.bufferBytes ?? BUFFER_BYTES)
  for (const bytes of leading) {
    for (let done = gathered.put(bytes, 0); done < bytes.length; done = gathered.put(bytes, done)) yield gathered.give()
  }
  for (;;) {
    const reader = await next()
    if (reader === null) break
    const header = encodeDiffHeader(reader.header, dialect)
    for (let done = gathered.put(header, 0); done < header.length; done = gathered.put(header, done)) {
      yield gathered.give()
    }
    for (;;) {
      const state = gathered.putRecords(reader)
      if (state === 'ended') break
      if (state === 'full') yield gathered.give()
      else await state
    }
  }
  yield gathered.give()
}

/** What is gathered before it is given out. Its loops are plain functions, which V8 makes fast; those of a generator it does not. */
class Gathered {
  readonly #prefixBytes: 0 | 8
  readonly #headBytes: number
  readonly #bufferBytes: number
  #buffer: Uint8Array
  #spare: Uint8Array | null = null
  #at = 0
  /** Payload of the record at hand that is still to come. */
  #left = 0
  #ended = false

  constructor({ prefixBytes, recordHeadBytes }: DiffGrammar, bufferBytes: number) {
    this.#prefixBytes = prefixBytes
    this.#headBytes = recordHeadBytes
    this.#bufferBytes = Math.max(Math.min(bufferBytes, SLICE_BYTES), recordHeadBytes)
    // The first is small, since most streams of a chain are; it is given out once and not used again.
    this.#buffer = new Uint8Array(Math.min(this.#bufferBytes, FIRST_BUFFER_BYTES))
  }

  /** What has been gathered; the other buffer is next. */
  give(): Uint8Array {
    const given = this.#buffer
    const bytes = given.subarray(0, this.#at)
    this.#buffer = this.#spare ?? new Uint8Array(this.#bufferBytes)
    this.#spare = given.length === this.#bufferBytes ? given : null
    this.#at = 0
    return bytes
  }

  /** Puts as many of some bytes as there is room for, from `done` on; gives how many of them are done. A header may be longer than a buffer. */
  put(bytes: Uint8Array, done: number): number {
    const step = Math.min(this.#buffer.length - this.#at, bytes.length - done)
    this.#buffer.set(bytes.subarray(done, done + step), this.#at)
    this.#at += step
    return done + step
  }

  /** Puts records, payload and at last the end mark. A promise: the reader must be waited for, then this called again. */
  putRecords(reader: DeltaReader): 'full' | 'ended' | Promise<void> {
    for (;;) {
      const buffer = this.#buffer
      const left = this.#left
      if (left > 0) {
        // A reader of files is asked for large slices only: little room is left unused, unless the rest fits into it.
        if (buffer.length - this.#at < Math.min(left, Math.max(buffer.length >> 2, 1))) return 'full'
        const filled = fillFrom(reader, buffer, this.#at)
        if (filled instanceof Promise) return filled.then((count) => this.#filled(count))
        this.#filled(filled)
      } else if (this.#ended) {
        this.#ended = false
        return 'ended'
      } else {
        if (this.#at + this.#headBytes > buffer.length) return 'full'
        const record = reader.next()
        if (record instanceof Promise) return record.then((come) => this.#begin(come))
        this.#begin(record)
      }
    }
  }

  #begin(record: DeltaRecord | null): void {
    if (record === null) {
      this.#buffer[this.#at++] = TAG_END
      this.#ended = true
      return
    }
    putHead(this.#buffer, this.#at, record, this.#prefixBytes)
    this.#at += this.#headBytes
    this.#left = record.kind === 'data' ? record.length : 0
  }

  #filled(count: number): void {
    if (count === 0) throw new Error('a reader gave less payload than its record says')
    this.#at += count
    this.#left -= count
  }
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
