import { hash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { readExtents } from '../../../electron/engine/library/extentsCache.ts'
import { decodeIndex, encodeIndex } from '../../../electron/engine/library/index.ts'
import { readJsonNow } from '../../../electron/engine/library/json.ts'
import { fileDigest } from '../../../electron/engine/manifest/blocks.ts'
import { encodeManifest, newManifest, parseManifest } from '../../../electron/engine/manifest/manifest.ts'
import { textOf } from '../../support/structures.ts'
import { mutateJson } from '../mutate.ts'
import type { Random } from '../random.ts'
import { bytesOf, type FuzzTarget, must } from '../target.ts'

const folder = mkdtempSync(join(tmpdir(), 'rbd-studio-fuzz-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))

/** An input as the file a reader takes. */
function fileOf(name: string, input: Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, input)
  return path
}

const encoder = new TextEncoder()
const decoded = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)
const jsonOf = (bytes: Uint8Array): Record<string, unknown> | null => {
  try {
    const value = JSON.parse(decoded(bytes)) as unknown
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null
  } catch {
    return null
  }
}
function jsonMutation(input: Uint8Array, random: Random): Uint8Array | null {
  const text = mutateJson(decoded(input), random)
  return text === null ? null : encoder.encode(text)
}
const JSON_WORDS = ['null', '"x"', '-1', '1e999', '[]', '{}', ',', '"\\ud800"', '9007199254740993', 'Base64'].map(
  (text) => bytesOf(text),
)

const STAMP = { fileBytes: 1_000_000, modifiedNs: 5n }
const SIZE_BYTES = 50_000

/** A cache of a link by hand, its sum right. */
function extentsOf(records: readonly (readonly [number, number, number])[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(36 + 24 * records.length))
  new Uint8Array(view.buffer).set(bytesOf('rbdsext1'))
  view.setFloat64(8, STAMP.fileBytes, true)
  view.setBigUint64(16, STAMP.modifiedNs, true)
  view.setFloat64(24, records.length, true)
  for (const [i, numbers] of records.entries()) {
    for (const [at, value] of numbers.entries()) view.setFloat64(32 + 24 * i + 8 * at, value, true)
  }
  return withCrc(new Uint8Array(view.buffer))
}

function withCrc(input: Uint8Array): Uint8Array {
  if (input.length < 36) return input
  const bytes = input.slice()
  new DataView(bytes.buffer).setUint32(bytes.length - 4, crc32(bytes.subarray(0, -4)), true)
  return bytes
}

/** Ends a manifest's text with the seal of what stands before it (docs/MANIFEST.md), its digest that of its blocks. */
function sealed(input: Uint8Array): Uint8Array {
  const json = jsonOf(input)
  if (json === null) return input
  const { lengthBytes, blockBytes, blocks, self: _, ...rest } = json
  const digests = { lengthBytes, blockBytes, blocks }
  try {
    Object.assign(digests, { digest: fileDigest(Number(lengthBytes), Number(blockBytes), blocks as string[]) })
  } catch {
    // What cannot be summed keeps the digest that it says.
  }
  const body = JSON.stringify({ ...rest, ...digests }, null, 1).slice(0, -2)
  return encoder.encode(`${body},\n "self": "sha256:${hash('sha256', body, 'hex')}"\n}\n`)
}

function manifestSeeds(): Uint8Array[] {
  const blocks = ['ab'.repeat(32), null, 'cd'.repeat(32)]
  const [lengthBytes, blockBytes] = [9 * 1024 * 1024, 4 * 1024 * 1024]
  const file = { lengthBytes, blockBytes, blocks, digest: fileDigest(lengthBytes, blockBytes, blocks) }
  const source = { pool: bytesOf('rbd'), namespace: '', image: bytesOf('\u00ff'), imageId: 'a1' }
  const header = { from: bytesOf('a'), to: bytesOf('b\u00fe'), sizeBytes: lengthBytes, isProtected: true }
  const delta = {
    header,
    records: 2,
    dataBytes: 9,
    zeroBytes: 1,
    fromId: 1,
    toId: 2,
    toCreatedAt: '2026-01-02T03:04:05Z',
  }
  const parent = `sha256:${'0'.repeat(64)}`
  return [
    encodeManifest(newManifest({ kind: 'raw', deltas: [], source: null, parent: null }, file, 'none')),
    encodeManifest(
      newManifest({ kind: 'image-v2', deltas: [delta, delta], source, parent, replaces: [parent] }, file, 'zstd'),
    ),
  ]
}

const library = join(import.meta.dirname, '..', '..', 'fixtures', 'library', 'v1', 'pools', 'rbd-163ee7')

/** The readers of what lies beside the streams: indexes, manifests, caches. */
export const libraryTargets: readonly FuzzTarget[] = [
  {
    name: 'index',
    seeds: () =>
      ['web-01-0b9d9f', 'gr-e-bee9de', 'empty-2e1cfa'].map(
        (image) => new Uint8Array(readFileSync(join(library, image, 'image.json'))),
      ),
    words: JSON_WORDS,
    mutate: jsonMutation,
    run(input) {
      const path = fileOf('image.json', input)
      const once = encodeIndex(decodeIndex(readJsonNow(path), path))
      const again = encodeIndex(decodeIndex(JSON.parse(JSON.stringify(once)), path))
      must(textOf(again) === textOf(once), 'an index that is written and read again is another')
    },
  },
  {
    name: 'manifest',
    seeds: manifestSeeds,
    words: JSON_WORDS,
    mutate: jsonMutation,
    repair: sealed,
    run(input) {
      const encoded = encodeManifest(parseManifest(input, 'x.rbdm.json'))
      const again = encodeManifest(parseManifest(encoded, 'x.rbdm.json'))
      must(Buffer.compare(encoded, again) === 0, 'a manifest that is written and read again is another')
    },
  },
  {
    name: 'extents-cache',
    seeds: () => [
      extentsOf([]),
      extentsOf([
        [0, 10, 100],
        [10, 5, -1],
        [100, 49_900, 950_100],
      ]),
      extentsOf(Array.from({ length: 100 }, (_, i) => [i * 500, 400, i % 3 === 0 ? -1 : i * 400] as const)),
    ],
    repair: withCrc,
    async run(input) {
      const records = await readExtents(fileOf('1.extents', input), STAMP, SIZE_BYTES)
      if (records === null) return
      let end = 0
      for (let i = 0; i < records.count; i++) {
        const [offset, length, position] = [records.offset(i), records.length(i), records.position(i)]
        must([offset, length, position].every(Number.isSafeInteger), `record ${i} is no whole number`)
        must(offset >= end && length > 0 && offset + length <= SIZE_BYTES, `record ${i} lies outside`)
        must(records.isData(i) === position >= 0, `record ${i} is of the wrong kind`)
        must(position + length <= STAMP.fileBytes || !records.isData(i), `record ${i} has no payload in the file`)
        end = offset + length
      }
    },
  },
]
