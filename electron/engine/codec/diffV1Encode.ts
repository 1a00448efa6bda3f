import type { DeltaHeader, DeltaReader, DeltaRecord } from '../delta.ts'
import { DIFF_V1 } from './diffFormat.ts'
import {
  diffSizeBytes,
  type DiffDialect,
  encodeDiffHeader,
  type EncodeOptions,
  encodeStream,
  putHead,
} from './encodeStream.ts'

/** A v1 diff has no `p`. */
const DIALECT: DiffDialect = { grammar: DIFF_V1, protectionBytes: null }

/** Banner and header of a v1 diff, in the order of the real exporter: `f`, `t`, `s`, each only where the header has it (FORMATS §3). */
export function encodeDiffV1Header(header: DeltaHeader): Uint8Array {
  return encodeDiffHeader(header, DIALECT)
}

/** Writes a record's head of `RECORD_HEAD_BYTES` bytes. */
export function putRecordHead(bytes: Uint8Array, at: number, record: DeltaRecord): void {
  putHead(bytes, at, record, 0)
}

/** The exact length of the encoded stream, known before a byte of payload is read. */
export function encodedSizeBytes(
  header: DeltaHeader,
  records: { readonly count: number; readonly dataBytes: number },
): number {
  return diffSizeBytes(header, records, DIALECT)
}

/**
 * Encodes a delta as a v1 diff, one record per record; a decoded stream of the real tool comes out byte-identical.
 *
 * Ownership of the chunks and memory: as {@link encodeStream}. The reader is not closed.
 * @throws what the reader throws.
 */
export function encodeDiffV1(
  reader: DeltaReader,
  options: EncodeOptions = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  let rest: DeltaReader | null = reader
  const next = (): DeltaReader | null => {
    const one = rest
    rest = null
    return one
  }
  return encodeStream([], next, DIALECT, options)
}
