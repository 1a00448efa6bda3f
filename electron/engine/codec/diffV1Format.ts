/**
 * The bytes of a v1 diff (FORMATS §3).
 *
 * | tag | body | | tag | body |
 * |---|---|---|---|---|
 * | `f` 0x66 | le32 n, n bytes | | `w` 0x77 | le64 offset, le64 length, `length` bytes |
 * | `t` 0x74 | le32 n, n bytes | | `z` 0x7a | le64 offset, le64 length |
 * | `s` 0x73 | le64 size | | `e` 0x65 | nothing |
 */
export const TAG_FROM = 0x66
export const TAG_TO = 0x74
export const TAG_SIZE = 0x73
export const TAG_DATA = 0x77
export const TAG_ZERO = 0x7a
export const TAG_END = 0x65

/** A tag, an offset and a length. */
export const RECORD_HEAD_BYTES = 17

/** The banners (FORMATS §1): plain ASCII with a line feed. */
export const BANNER_DIFF_V1 = ascii('rbd diff v1\n')
export const BANNER_DIFF_V2 = ascii('rbd diff v2\n')
export const BANNER_IMAGE_V2 = ascii('rbd image v2\n')

/** The longest data record that may be written: real importers hold a record in memory with a 32-bit length (FORMATS §3). */
export const DATA_RECORD_MAX_BYTES = 2 * 1024 * 1024 * 1024

function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}

/** Whether `bytes` begin with `start`. */
export function startsWith(bytes: Uint8Array, start: Uint8Array): boolean {
  if (bytes.length < start.length) return false
  for (let i = 0; i < start.length; i++) if (bytes[i] !== start[i]) return false
  return true
}
