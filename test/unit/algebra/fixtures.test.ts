import { describe, expect, it } from 'vitest'
import { apply } from '../../../electron/engine/algebra/apply.ts'
import { summarise } from '../../../electron/engine/algebra/summarise.ts'
import { decodeDiffV1 } from '../../../electron/engine/codec/diffV1Decode.ts'
import { encodeDiffV1, encodedSizeBytes } from '../../../electron/engine/codec/diffV1Encode.ts'
import { scanDiffV1 } from '../../../electron/engine/codec/diffV1Scan.ts'
import { decodeRaw, encodeRaw } from '../../../electron/engine/codec/raw.ts'
import { ByteModel } from '../../support/byteModel.ts'
import { chunked, collect, streamOf } from '../../support/byteStreams.ts'
import { FIXTURES, type FixtureFile, fixtureBytes, sha256 } from '../../support/fixtures.ts'
import { mergeLocated, mergeStreamed } from '../../support/layers.ts'
import { MemoryFile } from '../../support/memoryFile.ts'

const signal = new AbortController().signal
const ofKind = (...kinds: readonly FixtureFile['kind'][]): FixtureFile[] =>
  FIXTURES.filter(({ kind }) => kinds.includes(kind))

/** A diff's bytes, also of those not stored: these are merged again from their sources and held against their SHA-256. */
const known = new Map<string, Promise<Uint8Array>>()
function diffBytes(file: string): Promise<Uint8Array> {
  const cached = known.get(file)
  if (cached !== undefined) return cached
  const fixture = FIXTURES.find((one) => one.file === file)
  const bytes = fixture?.kept === false ? remade(fixture) : Promise.resolve(fixtureBytes(file))
  known.set(file, bytes)
  return bytes
}
async function remade({ sources, sha256: digest, file }: FixtureFile): Promise<Uint8Array> {
  const merged = await mergeLocated(await Promise.all((sources ?? []).map(diffBytes)))
  expect(sha256(merged), file).toBe(digest)
  return merged
}

describe('files of the real tool', () => {
  it('are all there', () => {
    expect([ofKind('diff').length, ofKind('merged').length, ofKind('export1').length]).toEqual([52, 29, 1])
    for (const { file, kept, bytes, sha256: digest } of FIXTURES) {
      if (kept === false) continue
      expect([fixtureBytes(file).length, sha256(fixtureBytes(file))], file).toEqual([bytes, digest])
    }
  })

  it('come out byte-identical when decoded and encoded, and their size is known beforehand', async () => {
    for (const { file } of ofKind('diff', 'merged')) {
      const bytes = await diffBytes(file)
      const reader = await decodeDiffV1(streamOf(chunked(bytes, [65_536])))
      const encoded = await collect(encodeDiffV1(reader))
      expect(Buffer.compare(encoded, bytes), file).toBe(0)
      expect(reader.findings, file).toEqual([])
      const { header, records, findings, trailingBytes } = await scanDiffV1(new MemoryFile(bytes), { signal })
      expect([encodedSizeBytes(header, records), findings, trailingBytes], file).toEqual([bytes.length, [], 0])
    }
  })

  it('hold the extents rbd diff lists, but for objects of zeros', async () => {
    for (const { file, listing } of ofKind('diff')) {
      if (listing === undefined) throw new Error(`${file} has no listing`)
      const { records } = await scanDiffV1(new MemoryFile(await diffBytes(file)), { signal })
      expect(
        Array.from({ length: records.count }, (_, i) => [records.offset(i), records.length(i)]),
        file,
      ).toEqual(listing.map(([offset, length]) => [offset, length]))
      for (const [i, [, , exists]] of listing.entries()) if (!exists) expect(records.kind(i)).toBe('zero')
      const bytes = summarise(records)
      expect(bytes.dataBytes + bytes.zeroBytes).toBe(listing.reduce((sum, [, length]) => sum + length, 0))
    }
  })

  it('merge to the very bytes of the real merge-diff, streamed and located', async () => {
    for (const { file, sources, sha256: digest, bytes } of ofKind('merged')) {
      const [first, second, ...others] = await Promise.all((sources ?? []).map(diffBytes))
      if (first === undefined || second === undefined || others.length > 0) throw new Error(`${file}: not two sources`)
      for (const merged of [
        await mergeLocated([first, second]),
        await mergeStreamed(first, second),
        await mergeStreamed(first, second, true),
      ]) {
        expect([merged.length, sha256(merged)], file).toEqual([bytes, digest])
      }
    }
  })

  it('merge in one pass to the left fold of pairs: the longest chain of every image', async () => {
    for (const { file, sha256: digest } of ofKind('merged').filter((one) =>
      one.file.endsWith('.begin-head.chain.diff'),
    )) {
      const chain: Uint8Array[] = []
      for (let at = FIXTURES.find((one) => one.file === file); at !== undefined; ) {
        const [before, last] = at.sources ?? []
        if (before === undefined || last === undefined) throw new Error(`${at.file}: no sources`)
        chain.unshift(await diffBytes(last))
        const next = FIXTURES.find((one) => one.file === before)
        if (next?.kind !== 'merged') {
          chain.unshift(await diffBytes(before))
          break
        }
        at = next
      }
      expect(chain.length, file).toBeGreaterThan(2)
      expect(sha256(await mergeLocated(chain)), file).toBe(digest)
    }
  })

  it('applied to their start give the content of their end, at every point', async () => {
    const contents = new Map<string, Uint8Array>()
    const left = ofKind('diff', 'merged')
    for (let done = -1; left.length > 0 && done !== left.length; ) {
      done = left.length
      for (const fixture of left.slice()) {
        const { file, image, from_snap: from, to_snap: to, content_sha256: content } = fixture
        const base = from === null ? new Uint8Array(0) : contents.get(`${image}@${from}`)
        if (base === undefined) continue
        const target = new ByteModel(base)
        await apply(await decodeDiffV1(streamOf([await diffBytes(file)])), target, { signal })
        expect(sha256(target.bytes), file).toBe(content?.to)
        expect(target.bytes.length, file).toBe(fixture.image_size?.to)
        if (typeof to === 'string') contents.set(`${image}@${to}`, target.bytes)
        left.splice(left.indexOf(fixture), 1)
      }
    }
    expect(left.map(({ file }) => file)).toEqual([])
  })

  it('come out byte-identical as raw', async () => {
    for (const { file, content_sha256: content } of ofKind('export1')) {
      const bytes = fixtureBytes(file)
      const again = await collect(
        encodeRaw(decodeRaw(streamOf(chunked(bytes, [65_536])), { sizeBytes: bytes.length }), bytes.length),
      )
      expect(sha256(again)).toBe(content?.to)
      const target = new ByteModel()
      await apply(decodeRaw(streamOf([bytes]), { sizeBytes: bytes.length }), target, { signal })
      expect(sha256(target.bytes)).toBe(content?.to)
    }
  })
})
