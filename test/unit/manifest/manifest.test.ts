import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fileDigest } from '../../../electron/engine/manifest/blocks.ts'
import type { ManifestFacts } from '../../../electron/engine/manifest/facts.ts'
import {
  encodeManifest,
  type Manifest,
  MANIFEST_MAX_BYTES,
  newManifest,
  parseManifest,
} from '../../../electron/engine/manifest/manifest.ts'
import { VERSION } from '../../../shared/version.ts'
import { bytesOf } from '../../support/libraryParts.ts'

const MIB = 1024 * 1024
const LENGTH = 9 * MIB
const BLOCKS = ['11'.repeat(32), null, '22'.repeat(32)]

const FILE = {
  lengthBytes: LENGTH,
  blockBytes: 4 * MIB,
  blocks: BLOCKS,
  digest: fileDigest(LENGTH, 4 * MIB, BLOCKS),
}

const FACTS: ManifestFacts = {
  kind: 'diff-v1',
  deltas: [
    {
      header: { from: bytesOf('s1'), to: Uint8Array.of(0xff, 0xfe), sizeBytes: 20 * MIB },
      records: 3,
      dataBytes: 8 * MIB,
      zeroBytes: 4096,
      fromId: 4,
      toId: 5,
      toCreatedAt: '2026-01-02T03:04:05.678Z',
    },
  ],
  source: { fsid: 'f00', pool: bytesOf('rbd'), namespace: 'ns', image: Uint8Array.of(0x80), imageId: 'abc' },
  parent: `sha256:${'33'.repeat(32)}`,
  replaces: [`sha256:${'44'.repeat(32)}`],
  madeFrom: { digest: `sha256:${'55'.repeat(32)}`, imageId: 'old', toId: 2 },
}

const manifest = newManifest(FACTS, FILE, 'none')
const parse = (bytes: Uint8Array): Manifest => parseManifest(bytes, '/x/a.diff.rbdm.json')

/** The text with its object changed and sealed anew: what somebody who knows the seal could write. */
function resealed(change: (json: Record<string, unknown>) => void): Uint8Array {
  const json = JSON.parse(new TextDecoder().decode(encodeManifest(manifest))) as Record<string, unknown>
  delete json['self']
  change(json)
  const body = JSON.stringify(json, null, 1).slice(0, -2)
  return Buffer.from(`${body},\n "self": "sha256:${hash('sha256', body, 'hex')}"\n}\n`)
}

describe('a manifest', () => {
  it('comes back as it was written', () => {
    expect(parse(encodeManifest(manifest))).toEqual(manifest)
    const bare = newManifest({ kind: 'raw', deltas: [], source: null, parent: null }, FILE, 'zstd')
    expect(parse(encodeManifest(bare))).toEqual(bare)
  })

  it('leaves out what is not known', () => {
    const bare = newManifest({ kind: 'raw', deltas: [], source: null, parent: null }, FILE, 'none')
    const json = JSON.parse(new TextDecoder().decode(encodeManifest(bare))) as Record<string, unknown>
    expect(Object.keys(json)).toEqual([
      'format',
      'version',
      'kind',
      'packing',
      'lengthBytes',
      'digest',
      'tool',
      'createdAt',
      'blockBytes',
      'blocks',
      'self',
    ])
  })

  it('names the version of this program', () => {
    const text = readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8')
    const { version } = JSON.parse(text) as { version: string }
    expect(VERSION).toBe(version)
    expect(manifest.tool).toEqual({ name: 'rbd-studio', version })
  })

  it('is refused after any flip of a bit and any cut', () => {
    const good = encodeManifest(manifest)
    for (let at = 0; at < good.length; at++) {
      const bad = good.slice()
      bad[at] = (bad[at] as number) ^ (1 << (at % 8))
      expect(() => parse(bad), `bit ${at % 8} of byte ${at}`).toThrow(
        expect.objectContaining({ code: 'E_MANIFEST_INVALID' }),
      )
      expect(() => parse(good.subarray(0, at)), `cut at ${at}`).toThrow(
        expect.objectContaining({ code: 'E_MANIFEST_INVALID' }),
      )
    }
  })

  it.each<[string, (json: Record<string, unknown>) => void, string]>([
    ['a later version', (json) => (json['version'] = 2), 'later'],
    ['another format', (json) => (json['format'] = 'x'), 'format'],
    ['no kind', (json) => delete json['kind'], 'kind'],
    ['a kind nobody knows', (json) => (json['kind'] = 'diff-v2'), 'kind'],
    ['a packing nobody knows', (json) => (json['packing'] = 'xz'), 'packing'],
    ['a negative length', (json) => (json['lengthBytes'] = -1), 'lengthBytes'],
    ['a length with a part of a byte', (json) => (json['lengthBytes'] = 1.5), 'lengthBytes'],
    ['a length beyond 2^53', (json) => (json['lengthBytes'] = 2 ** 53), 'lengthBytes'],
    ['a length of other blocks', (json) => (json['lengthBytes'] = 13 * MIB), 'blocks'],
    ['other blocks than the length asks for', (json) => (json['blockBytes'] = 8 * MIB), 'blocks of'],
    ['blocks of no length', (json) => (json['blockBytes'] = 0), 'blockBytes'],
    ['a block too few', (json) => (json['blocks'] = BLOCKS.slice(1)), 'blocks instead of'],
    ['another length of the last block', (json) => (json['lengthBytes'] = LENGTH - 1), 'not that of its blocks'],
    ['a block in capitals', (json) => (json['blocks'] = [...BLOCKS.slice(0, 2), 'AA'.repeat(32)]), 'blocks.2'],
    [
      'a block that is another',
      (json) => (json['blocks'] = ['12'.repeat(32), ...BLOCKS.slice(1)]),
      'not that of its blocks',
    ],
    ['a block that is null', (json) => (json['blocks'] = [null, ...BLOCKS.slice(1)]), 'not that of its blocks'],
    [
      'a block of zeros that is not null',
      (json) => (json['blocks'] = [BLOCKS[0], hash('sha256', new Uint8Array(4 * MIB), 'hex'), BLOCKS[2]]),
      'all zero',
    ],
    ['a digest without its kind', (json) => (json['digest'] = '66'.repeat(32)), 'digest'],
    ['a parent that is none', (json) => (json['parent'] = 'sha256:1'), 'parent'],
    [
      'two deltas in a diff',
      (json) => (json['deltas'] = [...(json['deltas'] as []), ...(json['deltas'] as [])]),
      'holds 2 deltas',
    ],
    ['a name twice', (json) => Object.assign((json['deltas'] as object[])[0] as object, { to: 'x' }), 'deltas.0'],
    [
      'a source without an image',
      (json) => delete (json['source'] as Record<string, unknown>)['imageBase64'],
      'source',
    ],
    [
      'more data than bytes',
      (json) => Object.assign((json['deltas'] as object[])[0] as object, { dataBytes: LENGTH + 1 }),
      'do not fit',
    ],
    ['a raw file of another size', (json) => (json['kind'] = 'raw'), 'as long as its image'],
    ['a time that is none', (json) => (json['createdAt'] = 'yesterday'), 'createdAt'],
  ])('with %s is refused', (_, change, message) => {
    expect(() => parse(resealed(change))).toThrow(
      expect.objectContaining({ code: 'E_MANIFEST_INVALID', message: expect.stringContaining(message) as string }),
    )
  })

  it('of the longest file there can be is read without hashing its zeros, which would take a quarter of an hour', () => {
    const blockBytes = 4 * MIB * 2 ** 15
    const blocks = [...Array<null>(65_535).fill(null), 'ab'.repeat(32)]
    const lengthBytes = Number.MAX_SAFE_INTEGER
    const longest = parse(resealed((json) => Object.assign(json, { lengthBytes, blockBytes, blocks, deltas: [] })))
    expect(longest.file.lengthBytes).toBe(lengthBytes)
  })

  it('may hold keys of somebody else', () => {
    expect(parse(resealed((json) => (json['note'] = 'mine')))).toEqual(manifest)
  })

  it('is not read when it is too large', () => {
    expect(() => parse(new Uint8Array(MANIFEST_MAX_BYTES + 1))).toThrow('larger')
  })
})
