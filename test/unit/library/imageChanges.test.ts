import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { imageFacts } from '../../../electron/engine/library/imageOptions.ts'
import { slugCandidates } from '../../../electron/engine/library/slug.ts'
import { appendDiff, contentAt, newLibrary } from '../../support/libraries.ts'
import { bytesOf, makeDiff, ref } from '../../support/libraryParts.ts'
import { neverAborted } from '../../support/signal.ts'

const options = { signal: neverAborted }
const make = { sizeBytes: 8192, signal: neverAborted }

describe('an image is resized', () => {
  it('by one diff that holds nothing but its new size, so that every named point keeps its own', async () => {
    const library = await newLibrary()
    await library.createImage(ref('a'), make)
    await appendDiff(library, ref('a'), { sizeBytes: 8192, to: 's', records: [[8000, bytesOf('tail')]] })
    await library.resizeImage(ref('a'), { ...options, sizeBytes: 4096, allowShrink: true })
    const index = await library.resizeImage(ref('a'), { ...options, sizeBytes: 12288, allowShrink: false })
    const { folder } = await library.inspectImage(ref('a'))
    const file = index.links.at(-1)?.file ?? ''
    expect(new Uint8Array(readFileSync(join(folder, 'links', file)))).toEqual(makeDiff({ sizeBytes: 12288 }))
    expect(await contentAt(library, ref('a'), null)).toEqual(new Uint8Array(12288))
    const before = new Uint8Array(8192)
    before.set(bytesOf('tail'), 8000)
    expect(await contentAt(library, ref('a'), 's')).toEqual(before)
  })

  it('smaller only when that is asked for, and to another size only', async () => {
    const library = await newLibrary()
    const { generation } = await library.createImage(ref('a'), make)
    const resize = (sizeBytes: number) => library.resizeImage(ref('a'), { ...options, sizeBytes, allowShrink: false })
    await expect(resize(4096)).rejects.toMatchObject({ code: 'E_IMAGE_SHRINKS', detail: { sizeBytes: 8192 } })
    await expect(resize(8192)).rejects.toMatchObject({ code: 'E_IMAGE_SAME_SIZE' })
    expect((await library.readImage(ref('a'))).generation).toBe(generation)
  })
})

describe('an image is renamed', () => {
  it('with its content, its points and its folder', async () => {
    const library = await newLibrary()
    await library.createImage(ref('a', 'team'), make)
    await library.createSnapshot(ref('a', 'team'), bytesOf('s'), options)
    const before = await library.inspectImage(ref('a', 'team'))
    const index = await library.renameImage(ref('a', 'team'), bytesOf('größe'), options)
    expect(index).toMatchObject({ version: 1, id: before.entry.index?.id })
    expect(await library.readImage(ref('größe', 'team'))).toEqual(index)
    await expect(library.readImage(ref('a', 'team'))).rejects.toMatchObject({ code: 'E_IMAGE_NOT_FOUND' })
    const { folder, lock } = await library.inspectImage(ref('größe', 'team'))
    expect([folder, lock]).toEqual([
      join(dirname(before.folder), slugCandidates(bytesOf('größe'), 'team')[0] ?? ''),
      null,
    ])
    expect(existsSync(before.folder)).toBe(false)
    expect(readFileSync(join(folder, 'image.json'), 'utf8')).not.toContain('renamingTo')
    expect(await contentAt(library, ref('größe', 'team'), 's')).toEqual(new Uint8Array(8192))
    await library.createImage(ref('a', 'team'), make)
  })

  it('to no name that is taken, is being made, or is none', async () => {
    const library = await newLibrary()
    await library.createImage(ref('a'), make)
    await library.createImage(ref('b'), make)
    const rename = (name: string) => library.renameImage(ref('a'), bytesOf(name), options)
    await expect(rename('b')).rejects.toMatchObject({ code: 'E_IMAGE_EXISTS' })
    await expect(rename('a')).rejects.toMatchObject({ code: 'E_IMAGE_EXISTS' })
    await expect(rename('')).rejects.toMatchObject({ code: 'E_SPEC_INVALID' })
    const making = await library.begin(ref('c'), { what: 'import', create: {}, signal: neverAborted })
    await expect(rename('c')).rejects.toMatchObject({ code: 'E_IMAGE_EXISTS' })
    await making.abort()
    const { folder } = await library.inspectImage(ref('a'))
    expect(readFileSync(join(folder, 'image.json'), 'utf8')).not.toContain('renamingTo')
    await rename('c')
  })

  it.each([
    ['before its folder was', 'a', 'b'],
    ['after its folder was', 'b', 'a'],
  ])('and found under exactly one name when the writer died %s renamed', async (_, found, other) => {
    const library = await newLibrary()
    await library.createImage(ref('a'), make)
    const { folder } = await library.inspectImage(ref('a'))
    const path = join(folder, 'image.json')
    const json = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
    writeFileSync(path, JSON.stringify({ ...json, version: 2, renamingTo: 'b' }))
    if (found === 'b') renameSync(folder, join(dirname(folder), slugCandidates(bytesOf('b'))[0] ?? ''))
    const listed = (await library.listImages(bytesOf('rbd'))).map(({ name, state }) => [
      Buffer.from(name).toString(),
      state,
    ])
    expect(listed).toEqual([[found, 'ok']])
    await expect(library.readImage(ref(other))).rejects.toMatchObject({ code: 'E_IMAGE_NOT_FOUND' })
    expect(await contentAt(library, ref(found), null)).toEqual(new Uint8Array(8192))
    // The next writer finishes, or forgets, what the dead one began.
    await library.createSnapshot(ref(found), bytesOf('s'), options)
    const text = readFileSync(join((await library.inspectImage(ref(found))).folder, 'image.json'), 'utf8')
    expect(JSON.parse(text)).toMatchObject({ name: found, version: 1 })
    expect(text).not.toContain('renamingTo')
    await library.createImage(ref(other), make)
  })

  it('into an empty folder that somebody just made for that name', async () => {
    const library = await newLibrary()
    await library.createImage(ref('a'), make)
    const { folder } = await library.inspectImage(ref('a'))
    mkdirSync(join(dirname(folder), slugCandidates(bytesOf('b'))[0] ?? ''))
    await library.renameImage(ref('a'), bytesOf('b'), options)
    expect(readdirSync(dirname(folder)).filter((name) => name !== 'pool.json')).toHaveLength(1)
  })
})

describe('a snapshot is protected', () => {
  it('until it is unprotected, and each only once', async () => {
    const library = await newLibrary()
    await library.createImage(ref('a'), make)
    await library.createSnapshot(ref('a'), bytesOf('s'), options)
    const protect = (to: boolean) => library.protectSnapshot(ref('a'), bytesOf('s'), to, options)
    await expect(protect(false)).rejects.toMatchObject({ code: 'E_SNAPSHOT_UNPROTECTED_ALREADY' })
    expect((await protect(true)).snapshots).toMatchObject([{ id: 1, protected: true, afterLink: 2 }])
    await expect(protect(true)).rejects.toMatchObject({ code: 'E_SNAPSHOT_PROTECTED_ALREADY' })
    await expect(library.removeSnapshot(ref('a'), bytesOf('s'), options)).rejects.toMatchObject({
      code: 'E_SNAPSHOT_PROTECTED',
    })
    await protect(false)
    await library.removeSnapshot(ref('a'), bytesOf('s'), options)
    await expect(protect(true)).rejects.toMatchObject({ code: 'E_SNAPSHOT_NOT_FOUND' })
  })
})

describe('the facts of a new image', () => {
  it.each([
    [{ order: 12 }, { order: 12, stripeUnit: 4096, stripeCount: 1, features: 61 }],
    [{ order: 25 }, { order: 25, stripeUnit: 2 ** 25, stripeCount: 1, features: 61 }],
    [
      { stripeUnit: 65536, stripeCount: 4 },
      { order: 22, stripeUnit: 65536, stripeCount: 4, features: 63 },
    ],
    [{ features: 1 + 4 + 8 }, { order: 22, stripeUnit: 2 ** 22, stripeCount: 1, features: 1 + 4 + 8 + 16 }],
    [{ features: 1 + 2 + 16 + 128 }, { order: 22, stripeUnit: 2 ** 22, stripeCount: 1, features: 1 }],
  ])('%j are %j', (asked, facts) => {
    expect(imageFacts(asked)).toEqual(facts)
  })

  it.each([
    [{ order: 11 }],
    [{ order: 26 }],
    [{ stripeUnit: 4096 }],
    [{ stripeCount: 2 }],
    [{ stripeUnit: 12288, stripeCount: 1 }],
    [{ order: 12, stripeUnit: 8192, stripeCount: 1 }],
    [{ stripeUnit: 0, stripeCount: 1 }],
    [{ features: 8 }],
    [{ features: 64 }],
    [{ features: 2 ** 40 }],
  ])('are not %j', (asked) => {
    expect(() => imageFacts(asked)).toThrow(expect.objectContaining({ code: 'E_IMAGE_OPTIONS' }))
  })

  it('are those of the file where nothing else is asked for, and what is asked for must agree with the rest', () => {
    const file = { order: 16, features: 1 + 128, stripeUnit: 8192, stripeCount: 2, meta: [], v2Dialect: 8 }
    expect(imageFacts({}, file)).toEqual(file)
    expect(imageFacts({ order: 13 }, file)).toMatchObject({ order: 13, stripeUnit: 8192, v2Dialect: 8 })
    // As the real tool: a smaller object than the stripe unit of the file needs another unit too (FORMATS §6.6).
    expect(() => imageFacts({ order: 12 }, file)).toThrow(expect.objectContaining({ code: 'E_IMAGE_OPTIONS' }))
  })
})
