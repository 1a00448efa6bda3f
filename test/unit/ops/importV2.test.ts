import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { imageDetails } from '../../../electron/engine/answers/images.ts'
import type { Library } from '../../../electron/engine/library/library.ts'
import { nameFromText, nameToBytes } from '../../../shared/names.ts'
import { chunked, streamOf } from '../../support/byteStreams.ts'
import { FIXTURES, fixtureBytes, fixturePath, sha256 } from '../../support/fixtures.ts'
import { encodeModelImage, type ModelImage } from '../../support/images.ts'
import { contentAt, fixtureChain, newLibrary } from '../../support/libraries.ts'
import { imageRef, runJob } from '../../support/libraryJobs.ts'
import { bytesOf, makeDiff, ref } from '../../support/libraryParts.ts'
import { neverAborted } from '../../support/signal.ts'
import { tempDir } from '../../support/tempDir.ts'

const image = ref('a')
const target = imageRef(image)
const options = { signal: neverAborted }
const name = (text: string): Uint8Array => nameToBytes(nameFromText(text))
const V2_FILES = FIXTURES.filter(({ kind }) => kind === 'export2').map(({ file }) => file)

type Request = Extract<Parameters<typeof runJob>[1], { kind: 'import' }>
const importFile = (library: Library, path: string, more: Partial<Request> = {}) =>
  runJob(library, { kind: 'import', format: 'auto', paths: [path], target, ...more })
const importStream = (library: Library, bytes: Uint8Array, sizes: readonly number[], more: Partial<Request> = {}) =>
  runJob(
    library,
    { kind: 'import', format: 'auto', paths: ['-'], target, ...more },
    { input: streamOf(chunked(bytes, sizes), { isAsync: true }) },
  )

function put(bytes: Uint8Array, file = 'file'): string {
  const path = join(tempDir(), file)
  writeFileSync(path, bytes)
  return path
}

const sample: ModelImage = {
  header: {
    order: 16,
    features: 63,
    stripeUnit: 8192,
    stripeCount: 2,
    meta: [
      { key: name('conf_rbd_cache'), value: name('false') },
      { key: name('owner'), value: name('me') },
    ],
    protectionBytes: 8,
  },
  diffs: [
    {
      header: { from: null, to: name('a'), sizeBytes: 65536, isProtected: true },
      records: [{ offset: 0, length: 4096, bytes: new Uint8Array(4096).fill(7) }],
    },
    {
      header: { from: name('a'), to: name('b'), sizeBytes: 4096, isProtected: false },
      records: [{ offset: 100, length: 10, bytes: null }],
    },
    {
      header: { from: name('b'), to: null, sizeBytes: 8192 },
      records: [{ offset: 5000, length: 5, bytes: new Uint8Array(5).fill(9) }],
    },
  ],
}

async function linkBytes(library: Library): Promise<Uint8Array> {
  const { folder } = await library.inspectImage(image)
  return new Uint8Array(readFileSync(join(folder, 'links', '000001.v2')))
}

/** The image without what is new each time. */
async function factsOf(library: Library) {
  const { links, snapshots, ...facts } = await library.readImage(image)
  return {
    ...facts,
    id: '',
    createdAt: '',
    links: links.map((link) => ({ ...link, addedAt: '' })),
    snapshots: snapshots.map((snapshot) => ({ ...snapshot, createdAt: '' })),
  }
}

describe('an export of format 2', () => {
  it.each(V2_FILES)('%s becomes an image with all its snapshots, its file kept as it is', async (file) => {
    const library = await newLibrary()
    const { plan, report } = await importFile(library, fixturePath(file))
    expect([plan.outputBytes, report.writtenBytes]).toEqual([report.writtenBytes, fixtureBytes(file).length])
    expect(await linkBytes(library)).toEqual(fixtureBytes(file))
    const chain = fixtureChain(file.replace('.v2', ''))
    const { snapshots, links, version, v2Dialect } = await library.readImage(image)
    // Made by rbd 16.2.
    expect([version, v2Dialect]).toEqual([2, 8])
    expect(links.map(({ file, part, kind }) => [file, part, kind])).toEqual(
      chain.map((_, at) => ['000001.v2', at, 'v2']),
    )
    expect([...snapshots.map((snapshot) => Buffer.from(snapshot.name).toString()), null]).toEqual(
      chain.map(({ to }) => to),
    )
    for (const { to, contentSha256 } of chain) {
      expect([to, sha256(await contentAt(library, image, to))]).toEqual([to, contentSha256])
    }
    expect((await imageDetails(library, target)).storedBytes).toBe(fixtureBytes(file).length)
  })

  it.each([[[1]], [[7, 1, 100]], [[4096]], [[1_000_000]]])(
    'over a pipe in chunks of %j is the same image',
    async (sizes) => {
      const bytes = encodeModelImage(sample)
      const [fromFile, fromPipe] = [await newLibrary(), await newLibrary()]
      await importFile(fromFile, put(bytes))
      await importStream(fromPipe, bytes, sizes)
      expect(await linkBytes(fromPipe)).toEqual(bytes)
      expect(await factsOf(fromPipe)).toEqual(await factsOf(fromFile))
    },
  )

  it('brings its facts, its metadata but for conf_ keys, protection and dialect', async () => {
    const library = await newLibrary()
    const { report, plan } = await importFile(library, put(encodeModelImage(sample)))
    expect(plan.warnings).toEqual(['Metadata that overrides settings of a cluster was left out: conf_rbd_cache'])
    expect(report.warnings).toEqual(plan.warnings)
    expect(await library.readImage(image)).toMatchObject({
      order: 16,
      features: 63,
      stripeUnit: 8192,
      stripeCount: 2,
      v2Dialect: 8,
      meta: [{ key: name('owner'), value: name('me') }],
      snapshots: [
        { id: 1, name: name('a'), afterLink: 1, protected: true },
        { id: 2, name: name('b'), afterLink: 2, protected: false },
      ],
    })
    const { links, meta } = await imageDetails(library, target)
    expect(links.map(({ kind, part, sizeBytes, fileBytes }) => [kind, part, sizeBytes, fileBytes])).toEqual([
      ['v2', 0, 65536, 4121],
      ['v2', 1, 4096, 25],
      ['v2', 2, 8192, 30],
    ])
    expect(meta).toEqual([{ key: nameFromText('owner'), value: nameFromText('me') }])
  })

  it('brings conf_ keys when they are asked for', async () => {
    const library = await newLibrary()
    const { report } = await importFile(library, put(encodeModelImage(sample)), { confMeta: true })
    expect(report.warnings).toEqual([])
    expect((await library.readImage(image)).meta).toEqual(sample.header.meta)
  })

  it('gives way to what is asked of the image', async () => {
    const library = await newLibrary()
    const path = put(encodeModelImage(sample))
    // The stripe unit of the file is larger than the objects asked for.
    await expect(importFile(library, path, { image: { order: 12 } })).rejects.toMatchObject({ code: 'E_IMAGE_OPTIONS' })
    await importFile(library, path, { image: { order: 12, stripeUnit: 4096, stripeCount: 1 } })
    expect(await library.readImage(image)).toMatchObject({ order: 12, stripeUnit: 4096, stripeCount: 1, features: 61 })
  })

  it('is refused with an object size that is none', async () => {
    const library = await newLibrary()
    const bytes = encodeModelImage({ ...sample, header: { ...sample.header, order: 60 } })
    await expect(importFile(library, put(bytes))).rejects.toMatchObject({ code: 'E_IMAGE_OPTIONS' })
    await expect(importStream(library, bytes, [4096])).rejects.toMatchObject({ code: 'E_IMAGE_OPTIONS' })
  })

  it('that is packed is kept as what it holds', async () => {
    const library = await newLibrary()
    const bytes = encodeModelImage(sample)
    await importFile(library, put(gzipSync(bytes)))
    expect(await linkBytes(library)).toEqual(bytes)
  })

  it('leaves out bytes behind its end, and says so', async () => {
    const bytes = encodeModelImage(sample)
    for (const [extra, sizes] of [
      [1, [4096]],
      [5000, [1000]],
      [20, [1]],
    ] as const) {
      const longer = new Uint8Array(bytes.length + extra)
      longer.set(bytes)
      const [fromFile, fromPipe] = [await newLibrary(), await newLibrary()]
      for (const { report } of [await importFile(fromFile, put(longer)), await importStream(fromPipe, longer, sizes)]) {
        expect(report.warnings).toContain('Bytes behind the end of the export were left out')
      }
      expect(await linkBytes(fromFile)).toEqual(bytes)
      expect(await linkBytes(fromPipe)).toEqual(bytes)
    }
  })

  it('that is cut anywhere leaves nothing', async () => {
    const library = await newLibrary()
    const bytes = encodeModelImage(sample)
    for (let cut = 200; cut < bytes.length; cut += 701) {
      for (const attempt of [
        () => importFile(library, put(bytes.subarray(0, cut))),
        () => importStream(library, bytes.subarray(0, cut), [512]),
      ]) {
        await expect(attempt()).rejects.toMatchObject({ code: 'E_STREAM_TRUNCATED' })
      }
    }
    expect(await library.listImages(bytesOf('rbd'))).toEqual([])
    const [pool = ''] = readdirSync(join(library.folder, 'pools'))
    expect(readdirSync(join(library.folder, 'pools', pool))).toEqual(['pool.json'])
  })

  it('is as long as the stream where it never says a size', async () => {
    const library = await newLibrary()
    const bytes = encodeModelImage({
      ...sample,
      diffs: [{ header: { from: null, to: null, sizeBytes: null }, records: [] }],
    })
    await importFile(library, put(bytes))
    expect((await contentAt(library, image, null)).length).toBe(bytes.length)
  })

  it('is gone on with: diffs behind it, roll back, removal and fold', async () => {
    const library = await newLibrary()
    await importFile(library, fixturePath('small.v2'))
    const chain = fixtureChain('small')
    const path = put(makeDiff({ from: 'e', to: 'f', sizeBytes: 1048576 }, [[0, bytesOf('new')]]))
    const rollback = { kind: 'rollback', target, snapshot: nameFromText('e') } as const
    await runJob(library, rollback)
    await runJob(library, { kind: 'import-diff', paths: [path], target, overlay: false })
    await library.protectSnapshot(image, bytesOf('a'), false, options)
    for (const gone of ['a', 'b', 'd']) await library.removeSnapshot(image, bytesOf(gone), options)
    await runJob(library, { kind: 'fold', target })
    const kept = chain.filter(({ to }) => to === 'c' || to === 'e')
    for (const { to, contentSha256 } of kept) {
      expect([to, sha256(await contentAt(library, image, to))]).toEqual([to, contentSha256])
    }
    const { links } = await library.readImage(image)
    const { folder } = await library.inspectImage(image)
    // The head of the file is one of the links still.
    expect(links.map(({ kind }) => kind)).toContain('v2')
    expect(
      readdirSync(join(folder, 'links'))
        .filter((file) => !file.endsWith('.json'))
        .toSorted(),
    ).toEqual([...new Set(links.map(({ file }) => file))].toSorted())
  })
})

describe('what a file is said to be', () => {
  const raw = new Uint8Array(8192).fill(3)
  const files = { raw, diff: makeDiff({ sizeBytes: 10 }), v2: encodeModelImage(sample), empty: new Uint8Array(0) }

  it.each([
    ['raw', 'v2', 'E_FORMAT_MISMATCH', /export of format 2, and not a raw image/],
    ['raw', 'diff', 'E_FORMAT_MISMATCH', /rbd diff, and not a raw image/],
    ['v2', 'raw', 'E_FORMAT_MISMATCH', /raw image.* and not an rbd export of format 2/],
    ['v2', 'diff', 'E_FORMAT_MISMATCH', /rbd diff, and not an rbd export of format 2/],
    ['auto', 'diff', 'E_FORMAT_IS_DIFF', /rbd diff/],
    ['auto', 'empty', 'E_FILE_EMPTY', /empty/],
    ['v2', 'empty', 'E_FILE_EMPTY', /empty/],
  ] as const)('%s, while it is %s, is %s', async (format, kind, code, message) => {
    const library = await newLibrary()
    const refused = { code, message: expect.stringMatching(message) as string }
    await expect(importFile(library, put(files[kind]), { format })).rejects.toMatchObject(refused)
    await expect(importStream(library, files[kind], [100], { format })).rejects.toMatchObject(refused)
  })

  it.each(['v2', 'diff'] as const)('raw whatever it is, takes the bytes of a %s', async (kind) => {
    const library = await newLibrary()
    const bytes = files[kind]
    await importFile(library, put(bytes), { format: 'raw', anyBytes: true })
    expect(await contentAt(library, image, null)).toEqual(bytes)
    const packed = new Uint8Array(gzipSync(bytes))
    const copy = packed.slice()
    const other = imageRef(ref('b'))
    await importStream(library, packed, [64], { anyBytes: true, target: other })
    expect(await contentAt(library, ref('b'), null)).toEqual(copy)
  })

  it('and a raw image takes what is asked of it', async () => {
    const library = await newLibrary()
    await importFile(library, put(raw), { image: { order: 14 } })
    expect(await library.readImage(image)).toMatchObject({ order: 14, stripeUnit: 16384, stripeCount: 1 })
  })
})

describe('a record of unknown kind in an export of format 2', () => {
  /** The first data record with a flipped bit in its tag: by its length it can be passed over, but its data is gone. */
  function flipped(): Uint8Array {
    const bytes = fixtureBytes('small.v2')
    const size = Buffer.from([0x73, 8, 0, 0, 0, 0, 0, 0, 0])
    const tag = Buffer.from(bytes).indexOf(size) + size.length + 8
    expect(bytes[tag]).toBe(0x77)
    bytes[tag] = 0x78
    return bytes
  }

  it('is told of by import, from a file and a pipe, and by convert', async () => {
    const told = expect.stringContaining('has a record of unknown kind, the first at byte 162: passed over')
    const path = put(flipped())
    expect((await importFile(await newLibrary(), path)).report.warnings).toEqual([told])
    expect((await importStream(await newLibrary(), flipped(), [1000])).report.warnings).toEqual([told])
    const inputs = [{ kind: 'file' as const, path }]
    const converted = await runJob(await newLibrary(), { kind: 'convert', inputs, to: 'raw', path: `${path}.raw` })
    expect(converted.report.warnings).toEqual([told])
  })

  it('is a problem for verify', async () => {
    const path = put(flipped())
    const { report } = await runJob(await newLibrary(), {
      kind: 'verify',
      what: { kind: 'files', paths: [path] },
    })
    expect(report.verification).toMatchObject({ ok: false, problems: [{ path, kind: 'structure', offset: 162 }] })
  })
})
