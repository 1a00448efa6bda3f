import { readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createMeter } from '../../../electron/engine/io/meter.ts'
import type { Library } from '../../../electron/engine/library/library.ts'
import { fixtureBytes, fixturePath, sha256 } from '../../support/fixtures.ts'
import {
  appendDiff,
  contentAt,
  contentOf,
  fixtureChain,
  FIXTURE_IMAGES,
  importDiffFiles,
  newLibrary,
} from '../../support/libraries.ts'
import { bytesOf, makeDiff, ref } from '../../support/libraryParts.ts'
import { neverAborted } from '../../support/signal.ts'
import { tempDir } from '../../support/tempDir.ts'

const options = { signal: neverAborted }

async function importChain(library: Library, image: string, wholeObject = false): Promise<string> {
  const paths = fixtureChain(image, wholeObject).map((link) => link.path)
  await importDiffFiles(library, ref(image), paths)
  return (await library.inspectImage(ref(image))).folder
}

/** A library with one image whose first link is the real tool's raw export. */
async function importRaw(library: Library): Promise<string> {
  const content = fixtureBytes('img.head.raw')
  const transaction = await library.begin(ref('raw'), { what: 'a test', create: {}, signal: neverAborted })
  const file = await transaction.newLinkFile('raw')
  await file.write(content)
  const link = {
    file: file.file,
    part: 0,
    kind: 'raw' as const,
    sizeBytes: content.length,
    fileBytes: content.length,
    dataBytes: content.length,
    zeroBytes: 0,
    records: 1,
    addedAt: '2026-01-01T00:00:00.000Z',
  }
  await transaction.commit({ ...transaction.index, links: [link] })
  return (await library.inspectImage(ref('raw'))).folder
}

describe('a chain of the real tool’s diffs', () => {
  it.each(FIXTURE_IMAGES.flatMap((image) => [[image, false] as const, [image, true] as const]))(
    'of %s (whole objects: %s) reads at every point as the image did',
    async (image, wholeObject) => {
      const library = await newLibrary()
      const chain = fixtureChain(image, wholeObject)
      const folder = await importChain(library, image, wholeObject)
      for (const { to, sizeBytes, contentSha256 } of chain) {
        const content = await contentAt(library, ref(image), to)
        expect([to, content.length, sha256(content)]).toEqual([to, sizeBytes, contentSha256])
      }
      // Genuine files: any script can pick them up.
      for (const [number, { path }] of chain.entries()) {
        const name = `${String(number + 1).padStart(6, '0')}.diff`
        expect(Buffer.compare(readFileSync(join(folder, 'links', name)), readFileSync(path))).toBe(0)
      }
    },
  )

  it('reads from any snapshot to any later one', async () => {
    const library = await newLibrary()
    await importChain(library, 'img')
    const points = fixtureChain('img')
    for (const [first, start] of points.entries()) {
      const before = await contentAt(library, ref('img'), start.to)
      for (const end of points.slice(first)) {
        if (start.to === null) continue
        const to = end.to === null ? null : bytesOf(end.to)
        const range = await library.openRange(ref('img'), bytesOf(start.to), to, options)
        expect([range.fromSizeBytes, range.sizeBytes]).toEqual([start.sizeBytes, end.sizeBytes])
        expect([start.to, end.to, sha256(await contentOf(range, before))]).toEqual([
          start.to,
          end.to,
          end.contentSha256,
        ])
      }
    }
  })

  it('is refused beyond its points, with the sentence for each', async () => {
    const library = await newLibrary()
    await importChain(library, 'img')
    const open = (from: string | null, to: string | null): Promise<unknown> =>
      library.openRange(ref('img'), from === null ? null : bytesOf(from), to === null ? null : bytesOf(to), options)
    await expect(open('s9', 's1')).rejects.toMatchObject({ code: 'E_SNAPSHOT_NOT_FOUND', detail: { snapshot: 's9' } })
    await expect(open(null, 's9')).rejects.toMatchObject({ code: 'E_SNAPSHOT_NOT_FOUND' })
    await expect(open('s2', 's1')).rejects.toMatchObject({ code: 'E_DIFF_SNAPSHOT_ORDER' })
    await expect(library.openRange(ref('none'), null, null, options)).rejects.toMatchObject({
      code: 'E_IMAGE_NOT_FOUND',
    })
    const elsewhere = { ...ref('img'), pool: bytesOf('none') }
    await expect(library.openRange(elsewhere, null, null, options)).rejects.toMatchObject({ code: 'E_POOL_NOT_FOUND' })
  })

  it('is imported whole or not at all', async () => {
    const library = await newLibrary()
    const [first] = fixtureChain('img')
    const paths = [first?.path ?? '', fixturePath('img.s2-s3.diff')]
    await expect(importDiffFiles(library, ref('img'), paths)).rejects.toMatchObject({
      code: 'E_DIFF_START_SNAPSHOT_MISSING',
    })
    expect(await library.listImages(bytesOf('rbd'))).toEqual([])
    await importChain(library, 'img')
    await expect(importChain(library, 'img')).rejects.toMatchObject({ code: 'E_IMAGE_EXISTS' })
  })
})

describe('a gap', () => {
  it.each([
    ['missing', (path: string) => rmSync(path)],
    ['short', (path: string) => truncateSync(path, 100)],
  ])('of a %s file leaves what stands before it readable, and names the file', async (_, damage) => {
    const library = await newLibrary()
    const folder = await importChain(library, 'img')
    const path = join(folder, 'links', '000003.diff')
    damage(path)
    const [entry] = await library.listImages(bytesOf('rbd'))
    expect(entry).toMatchObject({ state: 'gap', gapFile: '000003.diff' })
    for (const to of ['s1', 's2']) {
      const truth = fixtureChain('img').find((link) => link.to === to)
      expect(sha256(await contentAt(library, ref('img'), to))).toBe(truth?.contentSha256)
    }
    for (const to of ['s3', null]) {
      await expect(contentAt(library, ref('img'), to)).rejects.toMatchObject({
        code: 'E_LIBRARY_CHAIN_GAP',
        message: expect.stringContaining(path) as string,
        detail: { file: '000003.diff', readableSnapshots: 2, newestReadable: 's2' },
      })
    }
    // What stands behind it needs it not.
    const behind = await library.openRange(ref('img'), bytesOf('s3'), null, options)
    expect(behind.layers).toHaveLength(1)
    await behind.close()
  })

  it('is not made of a file that is there and holds something else', async () => {
    const library = await newLibrary()
    const folder = await importChain(library, 'small')
    const path = join(folder, 'links', '000002.diff')
    const bytes = readFileSync(path)
    bytes.fill(0x21, 0, 12)
    writeFileSync(path, bytes)
    await expect(contentAt(library, ref('small'), null)).rejects.toMatchObject({
      code: 'E_LIBRARY_DAMAGED',
      message: expect.stringContaining(path) as string,
    })
  })
})

describe('a raw base', () => {
  it('is read through its cache, which is made anew when it is not right', async () => {
    const library = await newLibrary()
    const folder = await importRaw(library)
    const truth = sha256(fixtureBytes('img.head.raw'))
    const cache = join(folder, 'cache', '000001.extents')
    const read = async (): Promise<{ readonly sha: string; readonly readBytes: number }> => {
      const meter = createMeter()
      const range = await library.openRange(ref('raw'), null, null, { signal: neverAborted, meter })
      const { readBytes } = meter
      return { sha: sha256(await contentOf(range)), readBytes }
    }
    const size = fixtureBytes('img.head.raw').length
    expect(await read()).toEqual({ sha: truth, readBytes: size })
    expect(await read()).toEqual({ sha: truth, readBytes: 0 })
    const good = readFileSync(cache)
    for (const at of [0, 8, 24, 40, good.length - 1]) {
      const bad = Buffer.from(good)
      bad[at] = (bad[at] ?? 0) ^ 1
      writeFileSync(cache, bad)
      expect([at, await read()]).toEqual([at, { sha: truth, readBytes: size }])
    }
    for (const length of [0, 10, good.length - 5]) {
      writeFileSync(cache, good.subarray(0, length))
      expect(await read()).toEqual({ sha: truth, readBytes: size })
    }
    expect(Buffer.compare(readFileSync(cache), good)).toBe(0)
    // Another content of the same length, written later.
    const other = new Uint8Array(size).fill(3)
    writeFileSync(join(folder, 'links', '000001.raw'), other)
    expect((await read()).sha).toBe(sha256(other))
  })

  it('grows by zeros, whatever its file holds beyond its size', async () => {
    const library = await newLibrary()
    const transaction = await library.begin(ref('raw'), { what: 'a test', create: {}, signal: neverAborted })
    const file = await transaction.newLinkFile('raw')
    await file.write(new Uint8Array(20_000).fill(7))
    const link = {
      file: file.file,
      part: 0,
      kind: 'raw' as const,
      sizeBytes: 10_000,
      fileBytes: 20_000,
      dataBytes: 10_000,
      zeroBytes: 0,
      records: 1,
      addedAt: '',
    }
    await transaction.commit({ ...transaction.index, links: [link] })
    await appendDiff(library, ref('raw'), { sizeBytes: 30_000 })
    const expected = new Uint8Array(30_000)
    expected.fill(7, 0, 10_000)
    const meter = createMeter()
    const range = await library.openRange(ref('raw'), null, null, { signal: neverAborted, meter })
    expect(meter.readBytes).toBe(10_000)
    expect(Buffer.compare(await contentOf(range), expected)).toBe(0)
  })
})

describe('a reader', () => {
  it('finishes though the image is removed under it', async () => {
    const library = await newLibrary()
    const paths = [fixturePath('small.begin-head.diff')]
    await importDiffFiles(library, ref('small'), paths)
    await appendDiff(library, ref('small'), { sizeBytes: 1048576, records: [[4096, bytesOf('still here')]] })
    const range = await library.openRange(ref('small'), null, null, options)
    await library.removeImage(ref('small'), options)
    expect(await library.listImages(bytesOf('rbd'))).toEqual([])
    const content = await contentOf(range)
    expect(Buffer.from(content.subarray(4096, 4106)).toString()).toBe('still here')
  })

  it('of a chain of 100 links has at most 64 files open', async () => {
    const library = await newLibrary()
    await library.createImage(ref('long'), { sizeBytes: 1024 * 1024, signal: neverAborted })
    const transaction = await library.begin(ref('long'), { what: 'a test', signal: neverAborted })
    const links = [...transaction.index.links]
    const expected = new Uint8Array(1024 * 1024)
    for (let number = 0; number < 100; number++) {
      const data = new Uint8Array(5000).fill(1 + (number % 250))
      const offset = (number * 3001) % 1_000_000
      expected.set(data, offset)
      const bytes = makeDiff({ sizeBytes: expected.length }, [[offset, data]])
      const file = await transaction.newLinkFile('diff')
      await file.write(bytes)
      await file.commit()
      links.push({
        file: file.file,
        part: 0,
        kind: 'diff',
        sizeBytes: expected.length,
        fileBytes: bytes.length,
        dataBytes: 5000,
        zeroBytes: 0,
        records: 1,
        addedAt: '',
      })
    }
    await transaction.commit({ ...transaction.index, links })
    const open = (): number => readdirSync('/proc/self/fd').length
    const before = open()
    const range = await library.openRange(ref('long'), null, null, options)
    expect(open() - before).toBeLessThanOrEqual(64)
    expect(Buffer.compare(await contentOf(range), expected)).toBe(0)
    expect(open()).toBeLessThanOrEqual(before)
  })
})

it('records that reach beyond an image whose stream says no size are cut at its end', async () => {
  const library = await newLibrary()
  await library.createImage(ref('kept'), { sizeBytes: 10_000, signal: neverAborted })
  const path = join(tempDir(), 'no-size.diff')
  writeFileSync(
    path,
    makeDiff({ sizeBytes: null }, [
      [9_000, new Uint8Array(5_000).fill(9)],
      [20_000, new Uint8Array(10)],
    ]),
  )
  const transaction = await library.begin(ref('kept'), { what: 'a test', signal: neverAborted })
  const file = await transaction.newLinkFile('diff')
  await file.write(readFileSync(path))
  const link = {
    file: file.file,
    part: 0,
    kind: 'diff' as const,
    sizeBytes: 10_000,
    fileBytes: statSync(path).size,
    dataBytes: 5_010,
    zeroBytes: 0,
    records: 2,
    addedAt: '',
  }
  await transaction.commit({ ...transaction.index, links: [...transaction.index.links, link] })
  const expected = new Uint8Array(10_000)
  expected.fill(9, 9_000)
  expect(Buffer.compare(await contentAt(library, ref('kept'), null), expected)).toBe(0)
})
