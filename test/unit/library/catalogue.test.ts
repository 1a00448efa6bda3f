import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openLibrary } from '../../../electron/engine/library/library.ts'
import { SAMPLE_IMAGES } from '../../../shared/sample.ts'
import { fillWithSample } from '../../../electron/engine/ops/sample.ts'
import { slugCandidates } from '../../../electron/engine/library/slug.ts'
import { sha256 } from '../../support/fixtures.ts'
import { appendDiff, contentAt, fixtureChain, newLibrary } from '../../support/libraries.ts'
import { bytesOf, ref } from '../../support/libraryParts.ts'
import { runs } from '../../support/propertyRuns.ts'
import { neverAborted } from '../../support/signal.ts'
import { tempDir } from '../../support/tempDir.ts'

/** 10,000 in the long run. */
const COUNT = runs(10_000)
const SAMPLE = join(import.meta.dirname, '..', '..', '..', 'resources', 'sample')

describe('a slug', () => {
  it.each([
    ['web-01', 'web-01'],
    ['Web 01!', 'web-01'],
    ['..', ''],
    ['../../etc/passwd', 'etc-passwd'],
    ['CON', 'con'],
    ['größe', 'gr-e'],
    ['x'.repeat(4096), 'x'.repeat(40)],
    ['a'.repeat(39) + '-b', 'a'.repeat(39)],
  ])('of %j begins with %j and is a harmless file name', (name, label) => {
    for (const slug of slugCandidates(bytesOf(name))) {
      expect(slug.replace(/-[0-9a-f]+$/, '')).toBe(label)
      expect(slug).toMatch(/^[a-z0-9-]{1,105}$/)
    }
    const [usual = ''] = slugCandidates(bytesOf(name))
    expect(usual.slice(label.length)).toBe(`-${sha256(bytesOf(name)).slice(0, 6)}`)
  })

  it('differs by namespace, and where names differ only in case or bytes', () => {
    const slugs = [
      slugCandidates(bytesOf('web')),
      slugCandidates(bytesOf('Web')),
      slugCandidates(bytesOf('web'), 'team'),
      slugCandidates(Uint8Array.of(0xff)),
      slugCandidates(Uint8Array.of(0xfe)),
    ].map(([first]) => first)
    expect(new Set(slugs).size).toBe(slugs.length)
  })
})

describe('the catalogue', () => {
  it('lists an image whose index cannot be read at all as damaged, beside the others', async () => {
    const library = await newLibrary()
    for (const name of ['good', 'bad']) await library.createImage(ref(name), { sizeBytes: 4096, signal: neverAborted })
    const { folder } = await library.inspectImage(ref('bad'))
    // A folder in its place fails as a disk or a permission does, and for root too.
    rmSync(join(folder, 'image.json'))
    mkdirSync(join(folder, 'image.json'))
    const listed = await library.listImages(bytesOf('rbd'))
    expect(listed.map(({ state }) => state).toSorted()).toEqual(['damaged', 'ok'])
    await expect(library.readImage(ref('bad'))).rejects.toMatchObject({ code: 'E_FILE_IS_DIRECTORY' })
  })

  it(`lists ${COUNT} images whole`, async () => {
    const library = await newLibrary()
    await library.createImage(ref('image'), { sizeBytes: 4096, signal: neverAborted })
    await library.createSnapshot(ref('image'), bytesOf('s'), { signal: neverAborted })
    const { folder } = await library.inspectImage(ref('image'))
    const text = readFileSync(join(folder, 'image.json'), 'utf8')
    for (let number = 1; number < COUNT; number++) {
      const name = `image-${number}`
      const copy = join(folder, '..', slugCandidates(bytesOf(name))[0] ?? '')
      mkdirSync(join(copy, 'links'), { recursive: true })
      writeFileSync(join(copy, 'image.json'), text.replace('"name": "image"', `"name": "${name}"`))
      for (const file of readdirSync(join(folder, 'links'))) {
        writeFileSync(join(copy, 'links', file), readFileSync(join(folder, 'links', file)))
      }
    }
    const images = await library.listImages(bytesOf('rbd'))
    expect(images).toHaveLength(COUNT)
    expect(images.every(({ state, index }) => state === 'ok' && index?.snapshots.length === 1)).toBe(true)
    expect((await library.listPools()).map(({ imageCount }) => imageCount)).toEqual([COUNT])
  })

  it(`lists a chain of ${COUNT} links`, async () => {
    const library = await newLibrary()
    await library.createImage(ref('long'), { sizeBytes: 4096, signal: neverAborted })
    const transaction = await library.begin(ref('long'), { what: 'a test', signal: neverAborted })
    const { folder } = await library.inspectImage(ref('long'))
    const [first] = transaction.index.links
    if (first === undefined) throw new Error('a new image has no link')
    const bytes = readFileSync(join(folder, 'links', first.file))
    const links = Array.from({ length: COUNT }, (_, number) => {
      const file = `${String(number + 1).padStart(6, '0')}.diff`
      if (number > 0) writeFileSync(join(folder, 'links', file), bytes)
      return { ...first, file }
    })
    await transaction.commit({ ...transaction.index, links })
    const [entry] = await library.listImages(bytesOf('rbd'))
    expect([entry?.state, entry?.index?.links.length]).toEqual(['ok', COUNT])
    expect(await contentAt(library, ref('long'), null)).toEqual(new Uint8Array(4096))
  })

  it('passes over what somebody else put beside', async () => {
    const library = await newLibrary()
    await library.createImage(ref('a'), { sizeBytes: 4096, signal: neverAborted })
    const { folder } = await library.inspectImage(ref('a'))
    mkdirSync(join(folder, '..', 'lost+found'))
    mkdirSync(join(folder, '..', 'empty-abcdef'))
    mkdirSync(join(library.folder, 'pools', 'no-pool-abcdef'))
    writeFileSync(join(folder, '..', 'file-abcdef'), '')
    expect(await library.listImages(bytesOf('rbd'))).toHaveLength(1)
    expect(await library.listPools()).toEqual([{ name: bytesOf('rbd'), imageCount: 1 }])
  })
})

describe('the sample', () => {
  it('fills a new library with genuine chains', async () => {
    const folder = join(tempDir(), 'deep', 'library')
    const library = await fillWithSample(folder, SAMPLE)
    expect(await library.listPools()).toEqual([
      { name: bytesOf('bup'), imageCount: 0 },
      { name: bytesOf('rbd'), imageCount: 2 },
    ])
    const images = await library.listImages(bytesOf('rbd'))
    expect(images.map(({ state }) => state)).toEqual(['ok', 'ok'])
    expect(images.flatMap(({ index }) => index?.snapshots ?? [])).toHaveLength(8)
    for (const { image, sizeBytes, snapshotCount, opensAt } of SAMPLE_IMAGES) {
      // How the window knows the sample again.
      const index = await library.readImage(ref(image))
      expect([image, index.links.at(-1)?.sizeBytes, index.snapshots.length]).toEqual([image, sizeBytes, snapshotCount])
      expect(index.snapshots.some(({ name }) => new TextDecoder().decode(name) === opensAt)).toBe(true)
    }
    for (const [image, fixture] of [
      ['web-01', 'img'],
      ['db-master', 'small'],
    ] as const) {
      for (const { to, contentSha256 } of fixtureChain(fixture)) {
        expect([image, to, sha256(await contentAt(library, ref(image), to))]).toEqual([image, to, contentSha256])
      }
    }
    expect(readdirSync(join(folder, '..'))).toEqual(['library'])
    expect(readdirSync(folder).toSorted()).toEqual(['library.json', 'pools', 'tmp'])
  })

  it('does nothing to a library that is there, whatever is left of it', async () => {
    const folder = join(tempDir(), 'library')
    const library = await fillWithSample(folder, SAMPLE)
    for (const { name } of (await library.readImage(ref('web-01'))).snapshots) {
      await library.removeSnapshot(ref('web-01'), name, { signal: neverAborted })
    }
    await library.removeImage(ref('web-01'), { signal: neverAborted })
    await appendDiff(library, ref('db-master'), { sizeBytes: 1048576, to: 'mine' })
    const again = await fillWithSample(folder, SAMPLE)
    const [entry, ...others] = await again.listImages(bytesOf('rbd'))
    expect(others).toEqual([])
    expect(entry?.index?.snapshots).toHaveLength(6)
  })

  it('is there once, of several starts at the same time', async () => {
    const folder = join(tempDir(), 'library')
    mkdirSync(folder)
    const libraries = await Promise.all(Array.from({ length: 4 }, () => fillWithSample(folder, SAMPLE)))
    for (const library of libraries) expect(await library.listImages(bytesOf('rbd'))).toHaveLength(2)
    expect(readdirSync(join(folder, '..'))).toEqual(['library'])
  })

  it('is made again after a start that was killed half way', async () => {
    const folder = join(tempDir(), 'library')
    const sample = join(tempDir(), 'sample')
    cpSync(SAMPLE, sample, { recursive: true })
    // Killed when all is built and nothing is in its place yet.
    const script = `
      import { fillWithSample } from ${JSON.stringify(new URL('../../../electron/engine/ops/sample.ts', import.meta.url).href)}
      import { renameSync } from 'node:fs'
      import { syncBuiltinESMExports } from 'node:module'
      import fs from 'node:fs/promises'
      const rename = fs.rename
      fs.rename = async (from, to) => {
        if (to === ${JSON.stringify(folder)}) process.kill(process.pid, 'SIGKILL')
        return rename(from, to)
      }
      syncBuiltinESMExports()
      await fillWithSample(${JSON.stringify(folder)}, ${JSON.stringify(sample)})`
    expect(() => execFileSync(process.execPath, ['--input-type=module', '-e', script], { stdio: 'pipe' })).toThrow(
      'SIGKILL',
    )
    expect(existsSync(folder)).toBe(false)
    expect(readdirSync(join(folder, '..'))).toHaveLength(1)
    const library = await fillWithSample(folder, sample)
    expect(await library.listImages(bytesOf('rbd'))).toHaveLength(2)
  })

  it('whose files are missing leaves no library', async () => {
    const folder = join(tempDir(), 'library')
    const sample = tempDir()
    writeFileSync(
      join(sample, 'sample.json'),
      JSON.stringify({ pools: ['rbd'], images: [{ pool: 'rbd', name: 'a', files: ['none.diff'] }] }),
    )
    await expect(fillWithSample(folder, sample)).rejects.toMatchObject({ code: 'E_FILE_NOT_FOUND' })
    expect(readdirSync(join(folder, '..'))).toEqual([])
    await expect(openLibrary(folder, { create: false })).rejects.toMatchObject({ code: 'E_LIBRARY_NOT_FOUND' })
  })
})
