import { describe, expect, it } from 'vitest'
import { apply } from '../../../electron/engine/algebra/apply.ts'
import { decodeImageV2 } from '../../../electron/engine/codec/imageV2Decode.ts'
import { encodedImageV2SizeBytes, encodeImageV2 } from '../../../electron/engine/codec/imageV2Encode.ts'
import { scanImageV2 } from '../../../electron/engine/codec/imageV2Scan.ts'
import { nameFromText, nameToBytes } from '../../../shared/names.ts'
import { ByteModel } from '../../support/byteModel.ts'
import { chunked, collect, streamOf } from '../../support/byteStreams.ts'
import { FIXTURE_IMAGES, FIXTURES, fixtureBytes, sha256 } from '../../support/fixtures.ts'
import { inTurn, readerOf } from '../../support/images.ts'
import { MemoryFile } from '../../support/memoryFile.ts'

const signal = new AbortController().signal
const files = FIXTURES.filter(({ kind }) => kind === 'export2')
const bytesOf = (text: string): Uint8Array => nameToBytes(nameFromText(text))

describe('exports of format 2 of the real tool', () => {
  it('are all there', () => {
    expect(files.map(({ file }) => file).toSorted()).toEqual(
      ['empty', 'img', 'kid', 'odd', 'small', 'striped'].map((image) => `${image}.v2`),
    )
  })

  it('say of the image what the real tool said of it', async () => {
    for (const { file, image } of files) {
      const { header, diffs, findings, trailingBytes } = await scanImageV2(new MemoryFile(fixtureBytes(file)), {
        signal,
      })
      const { order, features, stripe_unit: stripeUnit, stripe_count: stripeCount, meta, snaps, head } = imageOf(image)
      // Made by 16.2, whose p says that it is 8 bytes long.
      expect(header, file).toEqual({
        order,
        features,
        stripeUnit,
        stripeCount,
        protectionBytes: 8,
        meta: Object.entries(meta)
          .map(([key, value]) => ({ key: bytesOf(key), value: bytesOf(value) }))
          .toSorted((a, b) => Buffer.compare(a.key, b.key)),
      })
      expect([findings, trailingBytes], file).toEqual([[], 0])
      expect(
        diffs.map((diff) => [diff.header.to, diff.header.sizeBytes, diff.header.isProtected ?? null]),
        file,
      ).toEqual([...snaps.map((snap) => [bytesOf(snap.name), snap.size, snap.protected]), [null, head.size, null]])
    }
  })

  it('come out byte-identical, streamed and located, and their size is known beforehand', async () => {
    for (const { file, sha256: digest } of files) {
      const bytes = fixtureBytes(file)
      for (const sizes of [[bytes.length], [65_536], [1000, 1, 24]]) {
        const image = await decodeImageV2(streamOf(chunked(bytes, sizes), { isAsync: sizes.length > 1 }))
        const diffs = { count: image.diffCount, next: () => image.nextDiff() }
        const encoded = await collect(encodeImageV2(image.header, diffs, { protectionBytes: 8 }))
        expect(sha256(encoded), file).toBe(digest)
        expect([image.findings, image.header.protectionBytes], file).toEqual([[], 8])
      }
      const source = new MemoryFile(bytes)
      const { header, diffs } = await scanImageV2(source, { signal })
      const readers = inTurn(diffs.map((diff) => readerOf(diff, source)))
      expect(sha256(await collect(encodeImageV2(header, readers, { protectionBytes: 8 }))), file).toBe(digest)
      expect(encodedImageV2SizeBytes(header, diffs, { protectionBytes: 8 }), file).toBe(bytes.length)
      expect([diffs.at(0)?.startPosition, diffs.at(-1)?.endPosition], file).toEqual([
        bytes.length - diffs.reduce((sum, diff) => sum + diff.endPosition - diff.startPosition, 0),
        bytes.length,
      ])
    }
  })

  it('rebuild to the content of every point, streamed and located', async () => {
    for (const { file, image: of } of files) {
      const bytes = fixtureBytes(file)
      const wanted = [...imageOf(of).snaps, imageOf(of).head].map((point) => point.sha256)
      const image = await decodeImageV2(streamOf(chunked(bytes, [65_536])))
      const source = new MemoryFile(bytes)
      const { diffs } = await scanImageV2(source, { signal })
      const [streamed, located] = [new ByteModel(), new ByteModel()]
      const digests: [string, string][] = []
      for (const diff of diffs) {
        const reader = await image.nextDiff()
        if (reader === null) throw new Error('too few diffs')
        await apply(reader, streamed, { signal })
        await apply(readerOf(diff, source), located, { signal })
        digests.push([sha256(streamed.bytes), sha256(located.bytes)])
      }
      expect(digests, file).toEqual(wanted.map((digest) => [digest, digest]))
    }
  })
})

function imageOf(name: string): (typeof FIXTURE_IMAGES)[string] {
  const image = FIXTURE_IMAGES[name]
  if (image === undefined) throw new Error(`the manifest has no image ${name}`)
  return image
}
