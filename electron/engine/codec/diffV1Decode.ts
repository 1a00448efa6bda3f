import type { ByteStream, DeltaReader } from '../delta.ts'
import { ByteReader } from './byteReader.ts'
import { type DecodeOptions, DiffDecoder, hasEnded } from './diffDecoder.ts'
import { DIFF_V1 } from './diffFormat.ts'
import { decodeDiffHeader } from './diffHeader.ts'
import { addFinding, type Finding } from './finding.ts'

/** A v1 diff being decoded: `findings` grow while it is read and are complete once `next` gave null. */
export interface DiffV1Reader extends DeltaReader {
  readonly findings: readonly Finding[]
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
export async function decodeDiffV1(stream: ByteStream, options: DecodeOptions = {}): Promise<DiffV1Reader> {
  const reader = new ByteReader(stream)
  const findings: Finding[] = []
  const strict = options.strict ?? true
  const { header } = await decodeDiffHeader(reader, DIFF_V1, strict, findings)
  return new DiffDecoder(reader, DIFF_V1, header, {
    strict,
    findings,
    ended: () => {
      const none = hasEnded(reader, options)
      return none instanceof Promise
        ? none.then((is) => noteTrailing(is, findings, reader))
        : noteTrailing(none, findings, reader)
    },
    close: options.close,
  })
}

function noteTrailing(ended: boolean, findings: Finding[], reader: ByteReader): void {
  if (!ended) addFinding(findings, { code: 'trailing-bytes', offset: reader.pos })
}
