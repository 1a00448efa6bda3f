import { AppError } from '../../../shared/errors.ts'
import { type ByteReader, PIECE_MAX_BYTES } from './byteReader.ts'
import {
  BANNER_DIFF_V1,
  BANNER_DIFF_V2,
  BANNER_IMAGE_DIFFS_V2,
  BANNER_IMAGE_V2,
  HEADER_RECORDS_MAX,
  startsWith,
} from './diffFormat.ts'
import { checkLength, skipUnknown } from './diffHeader.ts'
import { addFinding, type Finding } from './finding.ts'
import {
  HELD_MAX_BYTES,
  META_KEY_MAX_BYTES,
  META_VALUE_MAX_BYTES,
  TAG_FEATURES,
  TAG_HEADER_END,
  TAG_META,
  TAG_ORDER,
  TAG_STRIPE_COUNT,
  TAG_STRIPE_UNIT,
} from './imageV2Format.ts'
import { badRecord, type RecordFault, type StreamField, truncated, wrongCount } from './streamErrors.ts'

/** One key and value of an image's metadata. */
export interface ImageMeta {
  readonly key: Uint8Array
  readonly value: Uint8Array
}

/** What an export of format 2 says of the image itself; null: it does not say (FORMATS §5.1). */
export interface ImageV2Header {
  /** Log2 of the object size. */
  readonly order: number | null
  /** Feature bits (FORMATS §5.2). */
  readonly features: number | null
  /** Bytes. */
  readonly stripeUnit: number | null
  readonly stripeCount: number | null
  /** As the stream has them; of a repeated key the last value, in the place of the first. */
  readonly meta: readonly ImageMeta[]
  /** The length its `p` records say of themselves: 8 of 16.2, 1 since; null when there was none (FORMATS §4). */
  readonly protectionBytes: 1 | 8 | null
}

type NumberField = 'order' | 'features' | 'stripeUnit' | 'stripeCount'

const NUMBERS: ReadonlyMap<number, readonly [NumberField, StreamField]> = new Map([
  [TAG_ORDER, ['order', 'order']],
  [TAG_FEATURES, ['features', 'features']],
  [TAG_STRIPE_UNIT, ['stripeUnit', 'stripe-unit']],
  [TAG_STRIPE_COUNT, ['stripeCount', 'stripe-count']],
])

/**
 * Reads an export of format 2 up to its first diff: banner, header records, the second banner and the number of diffs.
 *
 * Header records come in any order and all may be missing. Of a repeated number the first counts, of a repeated metadata key
 * the last, and either is a finding; an unknown record is passed over by its length, which is a finding (FORMATS §5.1). No
 * number is held against what an image can be: that is for whoever makes one. `protectionBytes` is null here.
 * @throws AppError E_STREAM_TRUNCATED, E_STREAM_BAD_MAGIC, E_FORMAT_IS_DIFF, E_FORMAT_UNSUPPORTED, E_STREAM_BAD_RECORD,
 *   E_STREAM_TOO_LARGE, E_STREAM_COUNT when it says that there are no diffs.
 */
export async function decodeImageV2Header(
  reader: ByteReader,
  strict: boolean,
  findings: Finding[],
): Promise<{ readonly header: ImageV2Header; readonly diffCount: number }> {
  await checkImageBanner(reader)
  reader.part = 'image'
  const numbers: Record<NumberField, number | null> = {
    order: null,
    features: null,
    stripeUnit: null,
    stripeCount: null,
  }
  const meta = new Map<string, ImageMeta>()
  let heldBytes = 0
  for (let count = 0; ; count++) {
    if ((await reader.buffer(1)) === 0) throw truncated('image', 'tag', reader.pos)
    const offset = reader.pos
    const tag = reader.peek()
    if (tag === TAG_HEADER_END) break
    if (count === HEADER_RECORDS_MAX) throw badRecord('image', 'tag', 'header-too-long', offset)
    const known = NUMBERS.get(tag)
    if (known === undefined && tag !== TAG_META) {
      await skipUnknown(reader, 'image', findings)
      continue
    }
    reader.u8Now('tag')
    const bodyBytes = await reader.u64('tag-length')
    let isRepeated: boolean
    let rightBytes = 8
    if (known === undefined) {
      const one = await readMeta(reader, offset)
      rightBytes += one.key.length + one.value.length
      heldBytes += one.key.length + one.value.length
      if (heldBytes > HELD_MAX_BYTES) throw badRecord('image', 'meta-value', 'header-too-long', offset)
      const key = bytesKey(one.key)
      isRepeated = meta.has(key)
      meta.set(key, one)
    } else {
      const [name, field] = known
      const value = await reader.u64(field)
      isRepeated = numbers[name] !== null
      numbers[name] ??= value
    }
    checkLength('image', strict, findings, offset, bodyBytes, rightBytes)
    if (isRepeated) addFinding(findings, { code: 'repeated-header', offset, detail: { tag: String.fromCharCode(tag) } })
  }
  reader.u8Now('tag')
  const diffCount = await decodeDiffCount(reader)
  return { header: { ...numbers, meta: [...meta.values()], protectionBytes: null }, diffCount }
}

/** A string that is equal for equal bytes and only for them. */
export function bytesKey(bytes: Uint8Array): string {
  let key = ''
  for (const byte of bytes) key += String.fromCharCode(byte)
  return key
}

async function decodeDiffCount(reader: ByteReader): Promise<number> {
  reader.part = 'banner'
  const bannerAt = reader.pos
  if (!startsWith(await reader.exactly(BANNER_IMAGE_DIFFS_V2.length, 'banner'), BANNER_IMAGE_DIFFS_V2)) {
    throw new AppError('E_STREAM_BAD_MAGIC', `The diffs do not begin where they must, at byte ${bannerAt}`, {
      hint: 'The stream is damaged or was not made by rbd; get it again from where it was made',
      detail: { offset: bannerAt, part: 'banner', field: 'banner' },
    })
  }
  reader.part = 'count'
  const diffCount = await reader.u64('count')
  // The number of snapshots and one, so never 0: there would not even be a head.
  if (diffCount === 0) throw wrongCount('The stream says that it has no diffs', reader.pos - 8, 0)
  return diffCount
}

async function readMeta(reader: ByteReader, offset: number): Promise<ImageMeta> {
  const key = await readString(reader, 'meta-key', META_KEY_MAX_BYTES, 'key-too-long', offset)
  const value = await readString(reader, 'meta-value', META_VALUE_MAX_BYTES, 'value-too-long', offset)
  return { key, value }
}

/** Room is made only for what has come. */
async function readString(
  reader: ByteReader,
  field: StreamField,
  maxBytes: number,
  tooLong: RecordFault,
  offset: number,
): Promise<Uint8Array> {
  const length = await reader.u32(field)
  if (length > maxBytes) throw badRecord('image', field, tooLong, offset, { lengthBytes: length })
  if (length <= PIECE_MAX_BYTES) return reader.copy(length, field)
  const pieces: Uint8Array[] = []
  for (let left = length; left > 0; ) {
    const piece = await reader.copy(Math.min(left, PIECE_MAX_BYTES), field)
    pieces.push(piece)
    left -= piece.length
  }
  const all = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.length
  }
  return all
}

async function checkImageBanner(reader: ByteReader): Promise<void> {
  reader.part = 'banner'
  const bytes = await reader.exactly(BANNER_DIFF_V1.length, 'banner')
  const detail = { offset: 0, part: 'banner', field: 'banner' } as const
  if (startsWith(bytes, BANNER_DIFF_V1)) {
    throw new AppError('E_FORMAT_IS_DIFF', 'This is a diff, not an export of format 2', {
      hint: 'Apply it to an image with import-diff',
      detail: { ...detail, format: 'diff-v1' },
    })
  }
  if (startsWith(bytes, BANNER_DIFF_V2)) {
    throw new AppError('E_FORMAT_UNSUPPORTED', 'This is a v2 diff, which stands only inside an export of format 2', {
      hint: 'Use the whole export it was taken from',
      detail: { ...detail, format: 'diff-v2' },
    })
  }
  const short = BANNER_IMAGE_V2.length - BANNER_DIFF_V1.length
  const isImage = startsWith(bytes, BANNER_IMAGE_V2.subarray(0, BANNER_DIFF_V1.length))
  if (isImage && startsWith(await reader.exactly(short, 'banner'), BANNER_IMAGE_V2.subarray(-short))) return
  throw new AppError('E_STREAM_BAD_MAGIC', 'This is not an export of format 2: it does not begin with "rbd image v2"', {
    hint: 'A raw export is imported without --export-format 2',
    detail,
  })
}
