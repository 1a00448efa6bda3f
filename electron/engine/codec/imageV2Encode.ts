import type { Awaitable, DeltaHeader, DeltaReader } from '../delta.ts'
import { BANNER_IMAGE_DIFFS_V2, BANNER_IMAGE_V2, DIFF_V2 } from './diffFormat.ts'
import { diffSizeBytes, type EncodeOptions, encodeStream } from './encodeStream.ts'
import {
  TAG_FEATURES,
  TAG_HEADER_END,
  TAG_META,
  TAG_ORDER,
  TAG_STRIPE_COUNT,
  TAG_STRIPE_UNIT,
} from './imageV2Format.ts'
import type { ImageMeta, ImageV2Header } from './imageV2Header.ts'
import { putU32, putU64 } from './littleEndian.ts'

/** How a stream of format 2 is written. */
export interface EncodeImageV2Options extends EncodeOptions {
  /** The length `p` records say of themselves: that of the file it was read from, 1 for a new one (FORMATS §4). */
  readonly protectionBytes: 1 | 8
}

/**
 * Encodes an image and its points as an export of format 2: the header in the order of the real exporter, metadata sorted by
 * key, then the diffs as `next` gives them, oldest first and the head last (FORMATS §5). A decoded file of the real tool
 * comes out byte-identical. `header.protectionBytes` is not looked at.
 *
 * Ownership of the chunks and memory: as `encodeStream`. The readers are not closed.
 * @throws what the readers throw.
 */
export function encodeImageV2(
  header: ImageV2Header,
  diffs: { readonly count: number; readonly next: () => Awaitable<DeltaReader | null> },
  options: EncodeImageV2Options,
): AsyncGenerator<Uint8Array, void, undefined> {
  let given = 0
  const next = async (): Promise<DeltaReader | null> => {
    const reader = await diffs.next()
    if (reader !== null) given++
    // The number stands in front of the diffs already.
    if (reader === null ? given < diffs.count : given > diffs.count) {
      throw new Error(`${given} diffs or more were given where ${diffs.count} were promised`)
    }
    return reader
  }
  const dialect = { grammar: DIFF_V2, protectionBytes: options.protectionBytes }
  return encodeStream(headerPieces(header, diffs.count), next, dialect, options)
}

/** The exact length of the encoded stream, known from the numbers of records and their data alone. */
export function encodedImageV2SizeBytes(
  header: ImageV2Header,
  diffs: readonly {
    readonly header: DeltaHeader
    readonly records: { readonly count: number; readonly dataBytes: number }
  }[],
  { protectionBytes }: { readonly protectionBytes: 1 | 8 },
): number {
  let size = 0
  for (const piece of headerPieces(header, diffs.length)) size += piece.length
  const dialect = { grammar: DIFF_V2, protectionBytes }
  for (const diff of diffs) size += diffSizeBytes(diff.header, diff.records, dialect)
  return size
}

/** What stands before the first diff, a record at a time: metadata may be long. */
function* headerPieces(header: ImageV2Header, diffCount: number): Generator<Uint8Array, void, undefined> {
  yield BANNER_IMAGE_V2
  for (const [tag, value] of [
    [TAG_ORDER, header.order],
    [TAG_FEATURES, header.features],
    [TAG_STRIPE_UNIT, header.stripeUnit],
    [TAG_STRIPE_COUNT, header.stripeCount],
  ] as const) {
    if (value === null) continue
    const record = startRecord(tag, 8)
    putU64(record, 9, value)
    yield record
  }
  for (const { key, value } of header.meta.toSorted(byKey)) {
    const record = startRecord(TAG_META, 8 + key.length + value.length)
    putU32(record, 9, key.length)
    record.set(key, 13)
    putU32(record, 13 + key.length, value.length)
    record.set(value, 17 + key.length)
    yield record
  }
  yield Uint8Array.of(TAG_HEADER_END)
  yield BANNER_IMAGE_DIFFS_V2
  const count = new Uint8Array(8)
  putU64(count, 0, diffCount)
  yield count
}

function startRecord(tag: number, bodyBytes: number): Uint8Array {
  const record = new Uint8Array(9 + bodyBytes)
  record[0] = tag
  putU64(record, 1, bodyBytes)
  return record
}

function byKey(a: ImageMeta, b: ImageMeta): number {
  const shorter = Math.min(a.key.length, b.key.length)
  for (let i = 0; i < shorter; i++) {
    const difference = (a.key[i] ?? 0) - (b.key[i] ?? 0)
    if (difference !== 0) return difference
  }
  return a.key.length - b.key.length
}
