import { describe, expect, it } from 'vitest'
import { detect, type ForeignFormat } from '../../../electron/engine/codec/detect.ts'
import { FIXTURES, fixtureBytes } from '../../support/fixtures.ts'

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0))
const padded = (start: Uint8Array, at = 0): Uint8Array => {
  const bytes = new Uint8Array(512)
  bytes.set(start, at)
  return bytes
}

describe('detect', () => {
  it('names the files of the real tool', () => {
    for (const { file, kind, kept } of FIXTURES) {
      if (kept === false) continue
      const bytes = fixtureBytes(file)
      const wanted = kind === 'export1' ? 'raw' : kind === 'export2' ? 'image-v2' : 'diff-v1'
      expect(detect(bytes.subarray(0, 4096), bytes.length), file).toEqual({ kind: wanted })
    }
  })

  it('tells empty, the v2 diff and raw', () => {
    expect(detect(new Uint8Array(0), 0)).toEqual({ kind: 'empty' })
    expect(detect(new Uint8Array(0), null)).toEqual({ kind: 'empty' })
    expect(detect(ascii('rbd diff v2\n'), null)).toEqual({ kind: 'diff-v2' })
    for (const raw of ['r', 'rbd', 'hello', 'rbd diff v9 and more']) {
      expect(detect(ascii(raw), raw.length), raw).toEqual({ kind: 'raw' })
    }
    expect(detect(ascii('rbd is the name of a tool'), 25)).toEqual({ kind: 'raw' })
  })

  it('calls every banner with one or two bits flipped damaged, and says which', () => {
    for (const [banner, kind] of [
      ['rbd diff v1\n', 'diff-v1'],
      ['rbd diff v2\n', 'diff-v2'],
      ['rbd image v2\n', 'image-v2'],
    ] as const) {
      const bits = banner.length * 8
      for (let first = 0; first < bits; first++) {
        for (let second = first; second < bits; second++) {
          const bytes = padded(ascii(banner))
          bytes[first >> 3] = (bytes[first >> 3] ?? 0) ^ (1 << (first & 7))
          if (second !== first) bytes[second >> 3] = (bytes[second >> 3] ?? 0) ^ (1 << (second & 7))
          const found = detect(bytes, bytes.length)
          if (found.kind === 'damaged-banner') {
            expect(found.cut).toBe(false)
            expect(found.flippedBits).toBeLessThanOrEqual(first === second ? 1 : 2)
            if (found.banner !== kind) expect(banner).toContain('diff')
          } else {
            // v1 and v2 are two bits apart, so those two flips make the one out of the other.
            expect(kind === 'diff-v1' ? 'diff-v2' : 'diff-v1').toBe(found.kind)
          }
        }
      }
    }
  })

  it('calls three flipped bits raw', () => {
    const bytes = padded(ascii('rbd image v2\n'))
    bytes[0] = (bytes[0] ?? 0) ^ 0x07
    expect(detect(bytes, bytes.length)).toEqual({ kind: 'raw' })
  })

  it('names a file that ends inside a banner', () => {
    expect(detect(ascii('rbd diff v'), 10)).toEqual({
      kind: 'damaged-banner',
      banner: 'diff-v1',
      flippedBits: 0,
      cut: true,
    })
    expect(detect(ascii('rbd imag'), null)).toEqual({
      kind: 'damaged-banner',
      banner: 'image-v2',
      flippedBits: 0,
      cut: true,
    })
  })

  it('knows the files of other programs', () => {
    const signatures: readonly (readonly [ForeignFormat, Uint8Array])[] = [
      ['qcow2', ascii('QFI\xfb')],
      ['vmdk', ascii('KDMV')],
      ['vmdk', ascii('# Disk DescriptorFile\nversion=1')],
      ['vhdx', ascii('vhdxfile')],
      ['vhd', ascii('conectix')],
      ['qed', ascii('QED\0')],
      ['parallels', ascii('WithoutFreeSpace')],
      ['gzip', ascii('\x1f\x8b\x08\0')],
      ['zstd', ascii('\x28\xb5\x2f\xfd')],
      ['xz', ascii('\xfd7zXZ\0')],
      ['bzip2', ascii('BZh91AY&SY')],
      ['lz4', ascii('\x04\x22\x4d\x18')],
      ['lzip', ascii('LZIP\x01')],
      ['lzop', ascii('\x89LZO\0\r\n\x1a\n')],
      ['zip', ascii('PK\x03\x04')],
      ['7z', ascii('7z\xbc\xaf\x27\x1c')],
    ]
    for (const [format, start] of signatures) {
      for (const head of [padded(start), start])
        expect(detect(head, head.length)).toMatchObject({ kind: 'foreign', format })
    }
    expect(detect(padded(ascii('\x7f\x10\xda\xbe'), 64), 512)).toMatchObject({
      kind: 'foreign',
      format: 'vdi',
      compressed: false,
    })
    expect(detect(padded(ascii('\x1f\x8b\x08')), 512)).toMatchObject({ compressed: true })
    expect(detect(ascii('BZh9 is not a block'), 19)).toEqual({ kind: 'raw' })
  })
})
