import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { createMeter } from '../../../electron/engine/io/meter.ts'
import { inspectFile } from '../../../electron/engine/ops/inspect.ts'
import { FileInspection } from '../../../shared/inspection.ts'
import { FIXTURE_IMAGES, FIXTURES, fixtureBytes, fixturePath } from '../../support/fixtures.ts'
import { encodeModelImage } from '../../support/images.ts'
import { tempDir } from '../../support/tempDir.ts'

const context = { meter: createMeter(), signal: new AbortController().signal }
const inspect = async (file: string): Promise<FileInspection> => FileInspection.parse(await inspectFile(file, context))

async function inspectBytes(bytes: Uint8Array): Promise<FileInspection> {
  const file = path.join(tempDir(), 'some.v2')
  writeFileSync(file, bytes)
  return inspect(file)
}

describe('inspect of an export of format 2', () => {
  it('lists the points and facts the real tool had, of every fixture', async () => {
    for (const { file, image: of } of FIXTURES.filter(({ kind }) => kind === 'export2')) {
      const image = FIXTURE_IMAGES[of]
      if (image === undefined) throw new Error(`no image ${of}`)
      const { points, ...said } = await inspect(fixturePath(file))
      expect(said, file).toMatchObject({
        kind: 'image-v2',
        complete: true,
        findings: [],
        problem: null,
        from: null,
        to: null,
      })
      expect(said.sizeBytes).toBe(image.head.size)
      expect(said.image, file).toEqual({
        order: image.order,
        features: image.features,
        stripeUnit: image.stripe_unit,
        stripeCount: image.stripe_count,
        meta: Object.entries(image.meta)
          .map(([key, value]) => ({ key: { text: key }, value: { text: value } }))
          .toSorted((a, b) => (a.key.text < b.key.text ? -1 : 1)),
      })
      expect(
        points?.map((point) => [point.name?.text ?? null, point.sizeBytes, point.protected]),
        file,
      ).toEqual([...image.snaps.map((snap) => [snap.name, snap.size, snap.protected]), [null, image.head.size, false]])
      expect(points?.reduce((sum, { records }) => sum + records, 0)).toBe(said.records)
      expect(points?.reduce((sum, { dataBytes }) => sum + dataBytes, 0)).toBe(said.dataBytes)
    }
  })

  it('says the same of it packed', async () => {
    for (const pack of [gzipSync, zstdCompressSync]) {
      const { fileBytes: _1, packing, ...said } = await inspectBytes(pack(fixtureBytes('img.v2')))
      const { fileBytes: _2, ...plain } = await inspectBytes(fixtureBytes('img.v2'))
      expect(said).toEqual({ ...plain, path: said.path })
      expect(packing).toBe(pack === gzipSync ? 'gzip' : 'zstd')
    }
  })

  it('shows the beginning of metadata that is long, and says so', async () => {
    const value = new TextEncoder().encode(`${'a'.repeat(4095)}ü${'b'.repeat(9000)}`)
    const meta = [{ key: Uint8Array.of(0x6b), value }]
    const header = { order: null, features: null, stripeUnit: null, stripeCount: null, meta, protectionBytes: null }
    const head = { header: { from: null, to: null, sizeBytes: 0 }, records: [] }
    const said = await inspectBytes(encodeModelImage({ header, diffs: [head] }))
    expect(said.image?.meta).toEqual([{ key: { text: 'k' }, value: { text: 'a'.repeat(4095) } }])
    expect(said.findings).toEqual(['metadata k has 13097 bytes, of which the first 4096 are shown'])
  })

  it('says where it is cut, and what is odd, without failing', async () => {
    const bytes = fixtureBytes('small.v2')
    const cut = await inspectBytes(bytes.subarray(0, -1))
    expect(cut).toMatchObject({ kind: 'image-v2', complete: false, problem: { code: 'E_STREAM_TRUNCATED' } })
    const longer = await inspectBytes(Uint8Array.from([...bytes, 0]))
    expect(longer).toMatchObject({
      complete: true,
      problem: null,
      findings: [`trailing bytes at byte ${bytes.length}`],
    })
    const count = bytes.slice()
    const at = Buffer.from(bytes).indexOf('rbd image diffs v2\n') + 19
    count[at] = (count[at] ?? 0) - 1
    expect(await inspectBytes(count)).toMatchObject({ complete: null, problem: { code: 'E_STREAM_COUNT' } })
  })
})
