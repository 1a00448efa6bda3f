/**
 * The bytes of a diff (FORMATS §3, §4): what its two versions share.
 *
 * | tag | body | | tag | body |
 * |---|---|---|---|---|
 * | `f` 0x66 | le32 n, n bytes | | `w` 0x77 | le64 offset, le64 length, `length` bytes |
 * | `t` 0x74 | le32 n, n bytes | | `z` 0x7a | le64 offset, le64 length |
 * | `s` 0x73 | le64 size | | `e` 0x65 | nothing |
 * | `p` 0x70 | one byte (v2 alone) | | | |
 */
export const TAG_FROM = 0x66
export const TAG_TO = 0x74
export const TAG_SIZE = 0x73
export const TAG_PROTECTION = 0x70
export const TAG_DATA = 0x77
export const TAG_ZERO = 0x7a
export const TAG_END = 0x65

/** A tag, an offset and a length: the head of a v1 record. */
export const RECORD_HEAD_BYTES = 17

/** The banners (FORMATS §1): plain ASCII with a line feed. */
export const BANNER_DIFF_V1 = ascii('rbd diff v1\n')
export const BANNER_DIFF_V2 = ascii('rbd diff v2\n')
export const BANNER_IMAGE_V2 = ascii('rbd image v2\n')
export const BANNER_IMAGE_DIFFS_V2 = ascii('rbd image diffs v2\n')

/** In which of its two versions a diff is written: they differ in the banner and in the length behind each tag. */
export interface DiffGrammar {
  readonly version: 1 | 2
  readonly banner: Uint8Array
  /** Bytes between a tag and its body: none, or the le64 length of the body. The end mark has none in either. */
  readonly prefixBytes: 0 | 8
  /** Tag, prefix, offset and length of a record. */
  readonly recordHeadBytes: number
}

/** A file of its own (FORMATS §3). */
export const DIFF_V1: DiffGrammar = {
  version: 1,
  banner: BANNER_DIFF_V1,
  prefixBytes: 0,
  recordHeadBytes: RECORD_HEAD_BYTES,
}

/** Inside an export of format 2 alone (FORMATS §4). */
export const DIFF_V2: DiffGrammar = {
  version: 2,
  banner: BANNER_DIFF_V2,
  prefixBytes: 8,
  recordHeadBytes: RECORD_HEAD_BYTES + 8,
}

/** What a record says of itself before its data: offset and length. A v2 prefix counts it, and the data too. */
export const RECORD_BODY_BYTES = 16

/** The longest data record that may be written: real importers hold a record in memory with a 32-bit length (FORMATS §3). */
export const DATA_RECORD_MAX_BYTES = 2 * 1024 * 1024 * 1024

/** No header, of a diff or of an image, has more records than this. */
export const HEADER_RECORDS_MAX = 65_536

function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}

/** Whether `bytes` begin with `start`. */
export function startsWith(bytes: Uint8Array, start: Uint8Array): boolean {
  if (bytes.length < start.length) return false
  for (let i = 0; i < start.length; i++) if (bytes[i] !== start[i]) return false
  return true
}

/** Whether a tag has a meaning in a diff of either version. */
export function isKnownTag(tag: number): boolean {
  return tag === TAG_DATA || tag === TAG_ZERO || tag === TAG_END || isHeaderTag(tag) || tag === TAG_PROTECTION
}

/** Whether a tag belongs into the header of a diff of either version. */
export function isHeaderTag(tag: number): boolean {
  return tag === TAG_FROM || tag === TAG_TO || tag === TAG_SIZE
}
