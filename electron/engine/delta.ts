/**
 * The one idea (DESIGN §2): everything is a delta. These are its shapes; codecs make them from bytes and back,
 * the algebra combines them, operations move them.
 */

/** A value that is often at hand and sometimes must be waited for: 1,000,000 records must not cost 1,000,000 promises. */
export type Awaitable<T> = T | Promise<T>

/** A half-open run of bytes of an image, `[offset, offset + length)`. */
export interface Extent {
  readonly offset: number
  readonly length: number
}

/**
 * What stands before a delta's records.
 *
 * `from` null: the stream has no `f`; it begins from nothing, or, inside a chain, from whatever the index says it continues.
 * `to` null: its end is the head. `sizeBytes` null: a stream without an `s` record (FORMATS §6.4 lets it be).
 * Names are bytes (FORMATS §1). `isProtected`: whether the end snapshot is protected, where the stream says (`p`, format 2 alone).
 */
export interface DeltaHeader {
  readonly from: Uint8Array | null
  readonly to: Uint8Array | null
  readonly sizeBytes: number | null
  readonly isProtected?: boolean | undefined
}

/** One record's head: an extent that gets data, or becomes zero. */
export interface DeltaRecord extends Extent {
  readonly kind: 'data' | 'zero'
}

/**
 * A delta being read, whichever way its payload is held (streamed from a pipe, or located in a file and read late).
 *
 * `next` gives the records in order, ascending and disjoint; what is left of the current payload is skipped.
 * `payload` gives the current data record's next slice of at most `maxBytes`, or null when it has all been given;
 * the slice is a view, valid until the next call of any method. `close` releases what the reader holds, at any moment.
 */
export interface DeltaReader {
  readonly header: DeltaHeader
  next(): Awaitable<DeltaRecord | null>
  payload(maxBytes: number): Awaitable<Uint8Array | null>
  close(): Promise<void>
}

/** Bytes as they come: null at the end. A chunk is a view, valid until the next pull. */
export interface ByteStream {
  read(): Awaitable<Uint8Array | null>
}

/**
 * Bytes at a position: a seekable file. `readAt` fills `into` from `position` and gives how many bytes it could
 * (fewer only at the end of the file). `readAtSync` is the same without a promise: for headers, where a promise costs more than the read.
 */
export interface RandomAccess {
  readonly sizeBytes: number
  readAt(position: number, into: Uint8Array): Promise<number>
  readAtSync(position: number, into: Uint8Array): number
}

/** No slice of payload is larger than this, whatever a file says (DESIGN §6.5, §7). */
export const SLICE_BYTES = 4 * 1024 * 1024

/** No name is longer than this (FORMATS §3). */
export const NAME_MAX_BYTES = 4096
