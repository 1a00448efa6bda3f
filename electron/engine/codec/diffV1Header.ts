import { AppError } from '../../../shared/errors.ts'
import { type DeltaHeader, NAME_MAX_BYTES } from '../delta.ts'
import type { ByteReader } from './byteReader.ts'
import {
  BANNER_DIFF_V1,
  BANNER_DIFF_V2,
  BANNER_IMAGE_V2,
  startsWith,
  TAG_FROM,
  TAG_SIZE,
  TAG_TO,
} from './diffV1Format.ts'
import { addFinding, type Finding } from './finding.ts'
import { badRecord, type StreamField, truncated } from './streamErrors.ts'

/**
 * Reads banner and header of a v1 diff and stops before the first other tag, which is at hand but not taken.
 *
 * Header records come in any order; of a repeated one the last counts, as for the real merge-diff (FORMATS §7.1), and it
 * is a finding. An empty `t` means "no end snapshot" and gives `to: null`; an empty `f` is a name like any other (FORMATS §3).
 * A stream without `s` gives `sizeBytes: null`.
 * @throws AppError E_STREAM_TRUNCATED, E_STREAM_BAD_MAGIC, E_FORMAT_UNSUPPORTED, E_FORMAT_IS_IMAGE_V2, E_STREAM_BAD_RECORD,
 *   E_STREAM_TOO_LARGE.
 */
export async function decodeDiffV1Header(reader: ByteReader, findings: Finding[]): Promise<DeltaHeader> {
  reader.part = 'banner'
  checkBanner(await reader.exactly(BANNER_DIFF_V1.length, 'banner'))
  reader.part = 'header'
  let from: Uint8Array | null = null
  let to: Uint8Array | null = null
  let sizeBytes: number | null = null
  let seen = ''
  for (;;) {
    if ((await reader.buffer(1)) === 0) throw truncated('header', 'tag', reader.pos)
    const offset = reader.pos
    const tag = reader.peek()
    if (tag !== TAG_FROM && tag !== TAG_TO && tag !== TAG_SIZE) break
    reader.u8Now('tag')
    const letter = String.fromCharCode(tag)
    if (seen.includes(letter)) addFinding(findings, { code: 'repeated-header', offset, detail: { tag: letter } })
    seen += letter
    if (tag === TAG_SIZE) {
      sizeBytes = await reader.u64('size')
    } else {
      const field = tag === TAG_FROM ? 'from' : 'to'
      const name = await readName(reader, field, offset)
      if (name.length === 0) addFinding(findings, { code: 'empty-name', offset, detail: { tag: letter } })
      if (tag === TAG_FROM) from = name
      else to = name.length === 0 ? null : name
    }
  }
  if (sizeBytes === null) addFinding(findings, { code: 'no-size', offset: reader.pos })
  return { from, to, sizeBytes }
}

async function readName(reader: ByteReader, field: StreamField, offset: number): Promise<Uint8Array> {
  const length = await reader.u32(field)
  if (length > NAME_MAX_BYTES) throw badRecord('header', field, 'name-too-long', offset, { lengthBytes: length })
  return (await reader.exactly(length, field)).slice()
}

function checkBanner(bytes: Uint8Array): void {
  if (startsWith(bytes, BANNER_DIFF_V1)) return
  if (startsWith(bytes, BANNER_DIFF_V2)) {
    throw new AppError('E_FORMAT_UNSUPPORTED', 'This is a v2 diff, which stands only inside an export of format 2', {
      hint: 'Use a diff made by rbd export-diff, which is always v1',
      detail: { offset: 0, part: 'banner', field: 'banner', format: 'diff-v2' },
    })
  }
  if (startsWith(bytes, BANNER_IMAGE_V2.subarray(0, bytes.length))) {
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
