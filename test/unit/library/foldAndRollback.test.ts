import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { imageDetails } from '../../../electron/engine/answers/images.ts'
import { apply } from '../../../electron/engine/algebra/apply.ts'
import { contentPieces, touchedExtents } from '../../../electron/engine/algebra/restore.ts'
import { decodeDiffV1 } from '../../../electron/engine/codec/diffV1Decode.ts'
import { RecordTable } from '../../../electron/engine/codec/recordTable.ts'
import type { Library } from '../../../electron/engine/library/library.ts'
import { nameFromText } from '../../../shared/names.ts'
import {
  appendDiff,
  contentAt,
  FIXTURE_IMAGES,
  fixtureChain,
  importDiffFiles,
  newLibrary,
} from '../../support/libraries.ts'
import { imageRef, runJob } from '../../support/libraryJobs.ts'
import { bytesOf, makeDiff, ref } from '../../support/libraryParts.ts'
import { neverAborted } from '../../support/signal.ts'
import { ByteModel } from '../../support/byteModel.ts'
import { streamOf } from '../../support/byteStreams.ts'
import { sha256 } from '../../support/fixtures.ts'
import { tempDir } from '../../support/tempDir.ts'

const options = { signal: neverAborted }
const image = ref('a')
const target = imageRef(image)
const SIZE = 1024 * 1024
const block = (fill: number, length = 4096): Uint8Array => new Uint8Array(length).fill(fill)

/** `a` with a full first link, s1, a change of 4 KiB, s2, another one. */
async function withTwoSnapshots(): Promise<Library> {
  const library = await newLibrary()
  await library.createImage(image, { ...options, sizeBytes: SIZE })
  await appendDiff(library, image, { sizeBytes: SIZE, to: 's1', records: [[0, block(1, SIZE)]] })
  await appendDiff(library, image, { sizeBytes: SIZE, to: 's2', records: [[8192, block(2)]] })
  await appendDiff(library, image, { sizeBytes: SIZE, records: [[10240, block(3)]] })
  return library
}

const rollBack = (library: Library, snapshot: string) =>
  runJob(library, { kind: 'rollback', target, snapshot: nameFromText(snapshot) })
const fold = (library: Library, bounds: { first?: number; last?: number } = {}) =>
  runJob(library, { kind: 'fold', target, ...bounds })

describe('a roll back', () => {
  it('writes and reads what changed since, and no more; newer snapshots stay', async () => {
    const library = await withTwoSnapshots()
    const before = await contentAt(library, image, 's2')
    const { plan, report } = await rollBack(library, 's1')
    expect(report).toMatchObject({ dataBytes: 6144, zeroBytes: 0, records: 1, sizeBytes: SIZE, warnings: [] })
    // Small reads go through a window of 64 KiB; the megabyte below is not read.
    expect(report.readBytes).toBeLessThan(2 * 65536)
    expect(plan.outputBytes).toBe(report.writtenBytes)
    expect(await contentAt(library, image, null)).toEqual(block(1, SIZE))
    expect(await contentAt(library, image, 's2')).toEqual(before)
    expect((await library.readImage(image)).snapshots.map(({ name }) => Buffer.from(name).toString())).toEqual([
      's1',
      's2',
    ])
  })

  it('brings back what a shrink cut off, and the size', async () => {
    const library = await withTwoSnapshots()
    await library.resizeImage(image, { ...options, sizeBytes: SIZE - 100, allowShrink: true })
    await library.resizeImage(image, { ...options, sizeBytes: 2 * SIZE, allowShrink: false })
    const { report } = await rollBack(library, 's1')
    expect(report).toMatchObject({ dataBytes: 6144 + 100, records: 2, sizeBytes: SIZE })
    expect(report.warnings).toHaveLength(1)
    expect(await contentAt(library, image, null)).toEqual(block(1, SIZE))
  })

  it('to a point the head stands at changes nothing and says so', async () => {
    const library = await withTwoSnapshots()
    await rollBack(library, 's1')
    const { generation } = await library.readImage(image)
    const { plan, report } = await rollBack(library, 's1')
    expect(report.warnings[0]).toMatch(/already/)
    expect([plan.outputBytes, report.writtenBytes, report.records]).toEqual([0, 0, 0])
    expect((await library.readImage(image)).generation).toBe(generation)
  })

  it('lets a diff from that snapshot be imported, which was refused before', async () => {
    const library = await withTwoSnapshots()
    const path = join(tempDir(), 'b.diff')
    writeFileSync(path, makeDiff({ from: 's1', to: 's3', sizeBytes: SIZE }, [[0, block(9)]]))
    const importIt = () => runJob(library, { kind: 'import-diff', paths: [path], target, overlay: false })
    await expect(importIt()).rejects.toMatchObject({ code: 'E_DIFF_DRIFTED' })
    await rollBack(library, 's1')
    // Folded or not: what the head equals is not forgotten.
    await fold(library)
    await library.createSnapshot(image, bytesOf('again'), options)
    await importIt()
    const expected = block(1, SIZE)
    expected.set(block(9))
    expect(await contentAt(library, image, 's3')).toEqual(expected)
    await expect(importIt()).rejects.toMatchObject({ code: 'E_DIFF_END_SNAPSHOT_EXISTS' })
  })

  it('to no snapshot is refused', async () => {
    const library = await withTwoSnapshots()
    await expect(rollBack(library, 's9')).rejects.toMatchObject({ code: 'E_SNAPSHOT_NOT_FOUND' })
  })
})

describe('a fold', () => {
  it('joins links between points without a name into one diff and keeps every point', async () => {
    const library = await withTwoSnapshots()
    await library.removeSnapshot(image, bytesOf('s1'), options)
    expect((await imageDetails(library, target)).foldable).toEqual({ links: 3, into: 1 })
    const [s2, head] = [await contentAt(library, image, 's2'), await contentAt(library, image, null)]
    const { folder } = await library.inspectImage(image)
    const { report } = await fold(library)
    expect(report.warnings).toEqual([])
    const index = await library.readImage(image)
    expect(index.links.map(({ file, records }) => [file, records])).toEqual([
      ['000005.diff', 3],
      ['000004.diff', 1],
    ])
    expect(readdirSync(join(folder, 'links')).toSorted()).toEqual(
      ['000004.diff', '000005.diff'].flatMap((file) => [file, `${file}.rbdm.json`]),
    )
    expect(index.snapshots).toMatchObject([{ id: 2, afterLink: 1 }])
    expect(await contentAt(library, image, 's2')).toEqual(s2)
    expect(await contentAt(library, image, null)).toEqual(head)
    expect((await imageDetails(library, target)).foldable).toEqual({ links: 0, into: 0 })
    expect((await fold(library)).report.warnings).toHaveLength(1)
  })

  it('drops seals of removed snapshots without writing a byte, and leaves those in use alone', async () => {
    const library = await withTwoSnapshots()
    for (const name of ['x', 'y', 'z']) await library.createSnapshot(image, bytesOf(name), options)
    for (const name of ['x', 'y']) await library.removeSnapshot(image, bytesOf(name), options)
    const { report } = await fold(library)
    expect(report.writtenBytes).toBe(0)
    const { links, snapshots } = await library.readImage(image)
    expect(links.map(({ kind }) => kind)).toEqual(['diff', 'diff', 'diff', 'seal'])
    expect(snapshots.at(-1)).toMatchObject({ name: bytesOf('z'), afterLink: 4 })
  })

  it('stays within the links it is given', async () => {
    const library = await withTwoSnapshots()
    for (const name of ['s1', 's2']) await library.removeSnapshot(image, bytesOf(name), options)
    await fold(library, { first: 2, last: 3 })
    expect((await library.readImage(image)).links.map(({ file }) => file)).toEqual([
      '000001.diff',
      '000005.diff',
      '000004.diff',
    ])
    await expect(fold(library, { first: 3, last: 2 })).rejects.toMatchObject({ code: 'E_OPTION_BAD_VALUE' })
    await expect(fold(library, { last: 4 })).rejects.toMatchObject({ code: 'E_OPTION_BAD_VALUE' })
  })

  it('does not let a removed snapshot come back to another point', async () => {
    const library = await withTwoSnapshots()
    const removed = await library.removeSnapshot(image, bytesOf('s1'), options)
    await fold(library)
    await expect(library.restoreSnapshot(image, removed, options)).rejects.toMatchObject({
      code: 'E_SNAPSHOT_NOT_FOUND',
    })
    await library.createSnapshot(image, bytesOf('s4'), options)
    const later = await library.removeSnapshot(image, bytesOf('s4'), options)
    await library.restoreSnapshot(image, later, options)
  })

  it('never joins across a protected snapshot, which cannot be removed', async () => {
    const library = await withTwoSnapshots()
    await library.protectSnapshot(image, bytesOf('s1'), true, options)
    await expect(library.removeSnapshot(image, bytesOf('s1'), options)).rejects.toMatchObject({
      code: 'E_SNAPSHOT_PROTECTED',
    })
    await library.removeSnapshot(image, bytesOf('s2'), options)
    await fold(library)
    expect((await library.readImage(image)).snapshots).toMatchObject([{ name: bytesOf('s1'), protected: true }])
  })

  it.each(FIXTURE_IMAGES)('of %s is a file the real tool goes on with', async (name) => {
    const chain = fixtureChain(name)
    const library = await newLibrary()
    await importDiffFiles(
      library,
      image,
      chain.map(({ path }) => path),
    )
    for (const { to } of chain.slice(0, -2)) {
      if (to !== null) await library.removeSnapshot(image, bytesOf(to), options)
    }
    const folded = chain.slice(0, -1)
    await fold(library)
    const { links } = await library.readImage(image)
    expect(links).toHaveLength(2)
    const { folder } = await library.inspectImage(image)
    const last = folded.at(-1)
    expect(sha256(await contentAt(library, image, last?.to ?? null))).toBe(last?.contentSha256)
    // The real tool takes the folded file, and what it makes of it has the content too.
    const ours = join(folder, 'links', links[0]?.file ?? '')
    const [seal, merged] = [join(tempDir(), 'seal.diff'), join(tempDir(), 'merged.diff')]
    writeFileSync(seal, makeDiff({ from: last?.to ?? '', to: 'end', sizeBytes: last?.sizeBytes ?? 0 }))
    execFileSync('rbd', ['merge-diff', '--no-progress', ours, seal, merged], { stdio: 'ignore' })
    const model = new ByteModel()
    await apply(await decodeDiffV1(streamOf([readFileSync(merged)])), model, { signal: neverAborted })
    expect(sha256(model.bytes)).toBe(last?.contentSha256)
  })
})

describe('what stands in some extents', () => {
  it('is cut to them, with zeros where there is nothing, joined', () => {
    const content = new RecordTable()
    content.push('data', 10, 10, 100)
    content.push('zero', 20, 5)
    content.push('data', 30, 10, 200)
    const pieces = [
      { kind: 'data', offset: 10, length: 10, layer: 1, position: 100, virtual: false },
      { kind: 'zero', offset: 20, length: 5, layer: 0, position: -1, virtual: false },
      { kind: 'data', offset: 30, length: 10, layer: 2, position: 200, virtual: false },
    ] as const
    const extents = [
      { offset: 0, length: 12 },
      { offset: 15, length: 20 },
      { offset: 39, length: 11 },
    ]
    expect(
      Array.from(contentPieces(pieces, extents), (piece) => [
        piece.kind,
        piece.offset,
        piece.length,
        piece.layer,
        piece.position,
      ]),
    ).toEqual([
      ['zero', 0, 10, 0, -1],
      ['data', 10, 2, 1, 100],
      ['data', 15, 5, 1, 105],
      ['zero', 20, 10, 0, -1],
      ['data', 30, 5, 2, 200],
      ['data', 39, 1, 2, 209],
      ['zero', 40, 10, 0, -1],
    ])
  })

  it('was touched where anything was written, zeroed or cut off since', () => {
    const layer = (sizeBytes: number, ...records: (readonly ['data' | 'zero', number, number])[]) => {
      const table = new RecordTable()
      for (const [kind, offset, length] of records) table.push(kind, offset, length, kind === 'data' ? 0 : -1)
      return { records: table, sizeBytes }
    }
    const touched = (size: number, ...layers: ReturnType<typeof layer>[]) =>
      Array.from(touchedExtents(layers, size), ({ offset, length }) => [offset, offset + length])
    expect(touched(100)).toEqual([])
    expect(touched(100, layer(100, ['data', 0, 10], ['zero', 10, 10], ['data', 30, 5]))).toEqual([
      [0, 20],
      [30, 35],
    ])
    expect(touched(100, layer(60, ['data', 50, 10]), layer(80))).toEqual([[50, 100]])
    expect(touched(100, layer(200, ['data', 150, 10]))).toEqual([])
    expect(touched(100, layer(60), layer(200, ['data', 5, 10]))).toEqual([
      [5, 15],
      [60, 100],
    ])
  })
})
