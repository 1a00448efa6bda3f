import { BANNER_DIFF_V1, BANNER_DIFF_V2, BANNER_IMAGE_V2, startsWith } from './diffFormat.ts'

/** The banners content is recognised by. */
export type BannerKind = 'diff-v1' | 'diff-v2' | 'image-v2'

/** Files of other programs that must not be taken for a raw image (DESIGN §3). */
export type ForeignFormat =
  | 'qcow2'
  | 'vmdk'
  | 'vhdx'
  | 'vhd'
  | 'vdi'
  | 'qed'
  | 'parallels'
  | 'gzip'
  | 'zstd'
  | 'xz'
  | 'bzip2'
  | 'lz4'
  | 'lzip'
  | 'lzop'
  | 'zip'
  | '7z'

/**
 * What some bytes are. `damaged-banner`: within two bit flips of a banner, or a file that ends inside one (`cut`).
 * `raw` is what is left.
 */
export type Detected =
  | { readonly kind: 'empty' | 'raw' | BannerKind }
  | {
      readonly kind: 'damaged-banner'
      readonly banner: BannerKind
      readonly flippedBits: number
      readonly cut: boolean
    }
  | { readonly kind: 'foreign'; readonly format: ForeignFormat; readonly compressed: boolean }

/** As many bytes of the start as {@link detect} looks at. */
export const DETECT_BYTES = 4096

const BANNERS: readonly (readonly [BannerKind, Uint8Array])[] = [
  ['diff-v1', BANNER_DIFF_V1],
  ['diff-v2', BANNER_DIFF_V2],
  ['image-v2', BANNER_IMAGE_V2],
]

/** Where it stands, its bytes (two hex digits each), whether it compresses. */
const SIGNATURES: readonly (readonly [ForeignFormat, number, string, boolean])[] = [
  ['qcow2', 0, '514649fb', false],
  ['vmdk', 0, '4b444d56', false],
  ['vmdk', 0, '434f5744', false],
  ['vmdk', 0, '23204469736b2044657363726970746f7246696c65', false],
  ['vhdx', 0, '7668647866696c65', false],
  ['vhd', 0, '636f6e6563746978', false],
  ['vdi', 64, '7f10dabe', false],
  ['qed', 0, '51454400', false],
  ['parallels', 0, '576974686f7574467265655370616365', false],
  ['parallels', 0, '576974686f75467265537061634578740200', false],
  ['gzip', 0, '1f8b08', true],
  ['zstd', 0, '28b52ffd', true],
  ['xz', 0, 'fd377a585a00', true],
  ['lz4', 0, '04224d18', true],
  ['lzip', 0, '4c5a495001', true],
  ['lzop', 0, '894c5a4f000d0a1a0a', true],
  ['zip', 0, '504b0304', true],
  ['7z', 0, '377abcaf271c', true],
]

/** "BZh", the block size, and the mark of the first block (or of the end, for an empty one). */
const BZIP2 = /^425a683[1-9](314159265359|177245385090)/

/** A zstd file may begin with a frame to be passed over, as those of parallel packers do. */
const ZSTD_SKIPPABLE = /^5[0-9a-f]2a4d18/

/** Bits that may be flipped in a banner for it still to be called one. */
const FLIPS_MAX = 2
/** A file that ends inside a banner is called cut from this many bytes on: "rbd ". */
const CUT_MIN_BYTES = 4

/**
 * Tells what a file or stream is from its first bytes, never from its name. `head` is the first {@link DETECT_BYTES}, or
 * all there is; `fileBytes` the length of the whole, null for a pipe (whose `head` is then taken for as much as came).
 * Source: FORMATS §1, DESIGN §3.
 */
export function detect(head: Uint8Array, fileBytes: number | null): Detected {
  if (head.length === 0) return { kind: 'empty' }
  for (const [kind, banner] of BANNERS) if (startsWith(head, banner)) return { kind }
  const whole = fileBytes === null || fileBytes <= head.length
  for (const [banner, bytes] of BANNERS) {
    const cut = head.length < bytes.length
    if (cut && whole && head.length >= CUT_MIN_BYTES && startsWith(bytes, head)) {
      return { kind: 'damaged-banner', banner, flippedBits: 0, cut: true }
    }
  }
  return damaged(head) ?? foreign(head) ?? { kind: 'raw' }
}

function damaged(head: Uint8Array): Detected | null {
  let nearest: BannerKind | null = null
  let fewest = FLIPS_MAX + 1
  for (const [kind, banner] of BANNERS) {
    const flips = flippedBits(head, banner)
    if (flips < fewest) [nearest, fewest] = [kind, flips]
  }
  return nearest === null ? null : { kind: 'damaged-banner', banner: nearest, flippedBits: fewest, cut: false }
}

function flippedBits(head: Uint8Array, banner: Uint8Array): number {
  if (head.length < banner.length) return Number.POSITIVE_INFINITY
  let flips = 0
  for (let i = 0; i < banner.length && flips <= FLIPS_MAX; i++) {
    for (let bits = (head[i] ?? 0) ^ (banner[i] ?? 0); bits !== 0; bits &= bits - 1) flips++
  }
  return flips
}

function foreign(head: Uint8Array): Detected | null {
  const hex = Array.from(head.subarray(0, 96), (byte) => byte.toString(16).padStart(2, '0')).join('')
  for (const [format, at, signature, compressed] of SIGNATURES) {
    if (hex.startsWith(signature, at * 2)) return { kind: 'foreign', format, compressed }
  }
  if (ZSTD_SKIPPABLE.test(hex)) return { kind: 'foreign', format: 'zstd', compressed: true }
  return BZIP2.test(hex) ? { kind: 'foreign', format: 'bzip2', compressed: true } : null
}
