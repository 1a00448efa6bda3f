import { AppError } from '../../../shared/errors.ts'
import { type DeltaHeader, NAME_MAX_BYTES } from '../delta.ts'
import type { ByteReader } from './byteReader.ts'
import {
  BANNER_DIFF_V1,
  BANNER_DIFF_V2,
  BANNER_IMAGE_V2,
  type DiffGrammar,
  HEADER_RECORDS_MAX,
  isHeaderTag,
  isKnownTag,
  startsWith,
  TAG_FROM,
  TAG_PROTECTION,
  TAG_SIZE,
} from './diffFormat.ts'
import { addFinding, type Finding } from './finding.ts'
import { badRecord, fault, type StreamField, type StreamPart, truncated } from './streamErrors.ts'

/** What the header of a diff says, and how long its `p` record says to be: 8 where 16.2 wrote it, 1 since (FORMATS §4). */
export interface DecodedDiffHeader {
  readonly header: DeltaHeader
  /** Null: it has no `p`. */
  readonly protectionBytes: 1 | 8 | null
}

/**
 * Reads banner and header of a diff and stops before the first data record or end mark (of v1: before the first tag that is
 * not a header's), which is at hand but not taken.
 *
 * Header records come in any order; of a repeated one the last counts, as for the real merge-diff (FORMATS §7.1), and it
 * is a finding. An empty `t` means "no end snapshot" and gives `to: null`; an empty `f` is a name like any other (FORMATS §3).
 * A stream without `s` gives `sizeBytes: null`. Of v2, an unknown record is passed over by its length, which is a finding, and
 * a known one whose length is not that of its body is a fault (FORMATS §13).
 * @throws AppError E_STREAM_TRUNCATED, E_STREAM_BAD_MAGIC, E_FORMAT_UNSUPPORTED, E_FORMAT_IS_IMAGE_V2, E_STREAM_BAD_RECORD,
 *   E_STREAM_TOO_LARGE.
 */
export async function decodeDiffHeader(
  reader: ByteReader,
  grammar: DiffGrammar,
  strict: boolean,
  findings: Finding[],
): Promise<DecodedDiffHeader> {
  reader.part = 'banner'
  const bannerAt = reader.pos
  checkBanner(await reader.exactly(grammar.banner.length, 'banner'), grammar, bannerAt)
  reader.part = 'header'
  const isV2 = grammar.version === 2
  let from: Uint8Array | null = null
  let to: Uint8Array | null = null
  let sizeBytes: number | null = null
  let isProtected: boolean | undefined
  let protectionBytes: 1 | 8 | null = null
  let seen = ''
  for (let count = 0; ; count++) {
    if ((await reader.buffer(1)) === 0) throw truncated('header', 'tag', reader.pos)
    const offset = reader.pos
    const tag = reader.peek()
    const isHeader = isHeaderTag(tag) || (isV2 && tag === TAG_PROTECTION)
    if (!isHeader && (!isV2 || isKnownTag(tag))) break
    if (count === HEADER_RECORDS_MAX) throw badRecord('header', 'tag', 'header-too-long', offset)
    if (!isHeader) {
      await skipUnknown(reader, 'header', findings)
      continue
    }
    reader.u8Now('tag')
    const letter = String.fromCharCode(tag)
    if (seen.includes(letter)) addFinding(findings, { code: 'repeated-header', offset, detail: { tag: letter } })
    else seen += letter
    const bodyBytes = isV2 ? await reader.u64('tag-length') : null
    let bodyRight: number
    if (tag === TAG_SIZE) {
      bodyRight = 8
      sizeBytes = await reader.u64('size')
    } else if (tag === TAG_PROTECTION) {
      // The body is one byte in both dialects; 16.2 says 8 of it.
      bodyRight = bodyBytes === 8 ? 8 : 1
      protectionBytes = bodyRight as 1 | 8
      isProtected = (await reader.u8('protection')) !== 0
    } else {
      const name = await readName(reader, tag === TAG_FROM ? 'from' : 'to', offset)
      bodyRight = 4 + name.length
      if (name.length === 0) addFinding(findings, { code: 'empty-name', offset, detail: { tag: letter } })
      if (tag === TAG_FROM) from = name
      else to = name.length === 0 ? null : name
    }
    if (bodyBytes !== null) checkLength('header', strict, findings, offset, bodyBytes, bodyRight)
  }
  if (sizeBytes === null) addFinding(findings, { code: 'no-size', offset: reader.pos })
  const header = { from, to, sizeBytes }
  return { header: isProtected === undefined ? header : { ...header, isProtected }, protectionBytes }
}

/** Holds the length a v2 record says of itself against that of its body; the real importer does not look (FORMATS §4). */
export function checkLength(
  part: StreamPart,
  strict: boolean,
  findings: Finding[],
  offset: number,
  bodyBytes: number,
  rightBytes: number,
): void {
  if (bodyBytes === rightBytes) return
  fault(strict, findings, { part, field: 'tag-length', fault: 'wrong-length' }, offset, { bodyBytes, rightBytes })
}

/**
 * Passes over a v2 record of unknown tag by its length, and says so.
 * @throws AppError E_STREAM_TRUNCATED, E_STREAM_TOO_LARGE.
 */
export async function skipUnknown(reader: ByteReader, part: StreamPart, findings: Finding[]): Promise<void> {
  reader.part = part
  const offset = reader.pos
  const tag = await reader.u8('tag')
  const bodyBytes = await reader.u64('tag-length')
  addFinding(findings, { code: 'unknown-tag', offset, detail: { tag, bodyBytes } })
  await reader.skip(bodyBytes, 'body')
}

async function readName(reader: ByteReader, field: StreamField, offset: number): Promise<Uint8Array> {
  const length = await reader.u32(field)
  if (length > NAME_MAX_BYTES) throw badRecord('header', field, 'name-too-long', offset, { lengthBytes: length })
  return reader.copy(length, field)
}

function checkBanner(bytes: Uint8Array, { banner, version }: DiffGrammar, offset: number): void {
  if (startsWith(bytes, banner)) return
  if (version === 2) {
    throw new AppError('E_STREAM_BAD_MAGIC', `No diff begins where one must stand, at byte ${offset}`, {
      hint: 'The stream is damaged or was not made by rbd; get it again from where it was made',
      detail: { offset, part: 'banner', field: 'banner' },
    })
  }
  if (startsWith(bytes, BANNER_DIFF_V2)) {
    throw new AppError('E_FORMAT_UNSUPPORTED', 'This is a v2 diff, which stands only inside an export of format 2', {
      hint: 'Use a diff made by rbd export-diff, which is always v1',
      detail: { offset: 0, part: 'banner', field: 'banner', format: 'diff-v2' },
    })
  }
  if (startsWith(bytes, BANNER_IMAGE_V2.subarray(0, BANNER_DIFF_V1.length))) {
    throw new AppError('E_FORMAT_IS_IMAGE_V2', 'This is an export of format 2, not a diff', {
      hint: 'Import it as an image, or make a diff with rbd export-diff',
      detail: { offset: 0, part: 'banner', field: 'banner', format: 'image-v2' },
    })
  }
  throw new AppError('E_STREAM_BAD_MAGIC', 'This is not an rbd diff: it does not begin with "rbd diff v1"', {
    hint: 'A raw export is imported with import, not with import-diff',
    detail: { offset: 0, part: 'banner', field: 'banner' },
  })
}
