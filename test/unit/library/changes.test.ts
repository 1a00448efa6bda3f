import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { libraryPaths } from '../../../electron/engine/library/layout.ts'
import { openLibrary } from '../../../electron/engine/library/library.ts'
import { moveToTrash, sweepTrash, TRASH_KEEP_MS } from '../../../electron/engine/library/trash.ts'
import { sha256 } from '../../support/fixtures.ts'
import { appendDiff, contentAt, newLibrary } from '../../support/libraries.ts'
import { bytesOf, makeDiff, ref } from '../../support/libraryParts.ts'
import { neverAborted } from '../../support/signal.ts'
import { tempDir } from '../../support/tempDir.ts'

const options = { signal: neverAborted }
const make = { sizeBytes: 8192, signal: neverAborted }
const names = (snapshots: readonly { readonly name: Uint8Array }[]): readonly string[] =>
  snapshots.map(({ name }) => Buffer.from(name).toString())

describe('a library', () => {
  it('is made in a missing or an empty folder, and nowhere else', async () => {
    const folder = tempDir()
    await expect(openLibrary(join(folder, 'none'), { create: false })).rejects.toMatchObject({
      code: 'E_LIBRARY_NOT_FOUND',
    })
    await openLibrary(join(folder, 'deep', 'er'), { create: true })
    writeFileSync(join(folder, 'deep', 'letter.txt'), 'mine')
    await expect(openLibrary(join(folder, 'deep'), { create: true })).rejects.toMatchObject({
      code: 'E_LIBRARY_NOT_FOUND',
    })
    expect(readdirSync(join(folder, 'deep')).toSorted()).toEqual(['er', 'letter.txt'])
    expect(await (await openLibrary(join(folder, 'deep', 'er'), { create: false })).listPools()).toEqual([])
  })

  it('has pools of any name', async () => {
    const library = await openLibrary(join(tempDir(), 'library'), { create: true })
    const odd = ['rbd', 'RBD', '..', 'CON', 'x'.repeat(4096), 'größe', ''].map(bytesOf)
    const all = [...odd, Uint8Array.of(0xff, 0xfe), Uint8Array.of(0, 10, 13)]
    for (const name of all) await library.createPool(name)
    for (const name of all) await expect(library.createPool(name)).rejects.toMatchObject({ code: 'E_POOL_EXISTS' })
    const listed = (await library.listPools()).map(({ name }) => Buffer.from(name).toString('hex'))
    expect(listed.toSorted()).toEqual(all.map((name) => Buffer.from(name).toString('hex')).toSorted())
    expect(readdirSync(join(library.folder, 'pools')).every((name) => /^[a-z0-9-]+$/.test(name))).toBe(true)
  })

  it('written by a later version is only read', async () => {
    const library = await newLibrary()
    await library.createImage(ref('a'), make)
    const about = join(library.folder, 'library.json')
    writeFileSync(about, readFileSync(about, 'utf8').replace('"version": 1', '"version": 2'))
    const later = await openLibrary(library.folder, { create: false })
    expect((await later.readImage(ref('a'))).links).toHaveLength(1)
    await expect(later.createImage(ref('b'), make)).rejects.toMatchObject({ code: 'E_LIBRARY_NEWER' })
    await expect(later.createPool(bytesOf('p'))).rejects.toMatchObject({ code: 'E_LIBRARY_NEWER' })
  })
})

describe('an image', () => {
  it('is made of one genuine diff that holds its size', async () => {
    const library = await newLibrary()
    const index = await library.createImage(ref('a'), { ...make, order: 20 })
    expect(index).toMatchObject({
      generation: 1,
      order: 20,
      features: 61,
      stripeUnit: 1048576,
      stripeCount: 1,
      nextLink: 2,
    })
    const { folder } = await library.inspectImage(ref('a'))
    expect(new Uint8Array(readFileSync(join(folder, 'links', '000001.diff')))).toEqual(makeDiff({ sizeBytes: 8192 }))
    expect(await contentAt(library, ref('a'), null)).toEqual(new Uint8Array(8192))
    await expect(library.createImage(ref('a'), make)).rejects.toMatchObject({ code: 'E_IMAGE_EXISTS' })
    await expect(library.checkNewImage(ref('a'))).rejects.toMatchObject({ code: 'E_IMAGE_EXISTS' })
    await library.createImage(ref('a', 'namespace'), make)
    const elsewhere = { ...ref('a'), pool: bytesOf('none') }
    await expect(library.createImage(elsewhere, make)).rejects.toMatchObject({ code: 'E_POOL_NOT_FOUND' })
  })

  it('keeps apart names that look alike, also when their folders collide', async () => {
    const library = await newLibrary()
    // The first two have the same label and the same six digits of their hash (found by search).
    const alike = ['金金山鏡画画', '火金月鏡画画', 'Web', 'web', 'wéb', '..', 'x'.repeat(4096)]
    for (const name of alike)
      await library.createImage(ref(name), { sizeBytes: 100 + alike.indexOf(name), signal: neverAborted })
    for (const name of alike)
      expect((await library.readImage(ref(name))).links[0]?.sizeBytes).toBe(100 + alike.indexOf(name))
    expect(await library.listImages(bytesOf('rbd'))).toHaveLength(alike.length)
    await library.removeImage(ref(alike[0] ?? ''), options)
    expect((await library.readImage(ref(alike[1] ?? ''))).links[0]?.sizeBytes).toBe(101)
    await expect(library.readImage(ref(alike[0] ?? ''))).rejects.toMatchObject({ code: 'E_IMAGE_NOT_FOUND' })
  })

  it('is removed into the trash, though not with snapshots', async () => {
    const library = await newLibrary()
    await library.createImage(ref('a'), make)
    await library.createSnapshot(ref('a'), bytesOf('s'), options)
    await expect(library.removeImage(ref('a'), options)).rejects.toMatchObject({ code: 'E_IMAGE_HAS_SNAPSHOTS' })
    await library.removeSnapshot(ref('a'), bytesOf('s'), options)
    await library.removeImage(ref('a'), options)
    await expect(library.removeImage(ref('a'), options)).rejects.toMatchObject({ code: 'E_IMAGE_NOT_FOUND' })
    const [trashed = ''] = readdirSync(join(library.folder, 'trash'))
    expect(readdirSync(join(library.folder, 'trash', trashed)).toSorted()).toEqual(['image.json', 'links'])
    await library.createImage(ref('a'), make)
  })

  it('that is begun and given up was never there', async () => {
    const library = await newLibrary()
    const transaction = await library.begin(ref('a'), { what: 'a test', create: {}, signal: neverAborted })
    const file = await transaction.newLinkFile('raw')
    await file.write(new Uint8Array(100))
    expect(await library.listImages(bytesOf('rbd'))).toEqual([])
    await expect(library.createImage(ref('a'), make)).rejects.toMatchObject({ code: 'E_LIBRARY_LOCKED' })
    await transaction.abort()
    const { folder } = library
    const pool = join(folder, 'pools', readdirSync(join(folder, 'pools'))[0] ?? '')
    expect(readdirSync(pool)).toEqual(['pool.json'])
  })
})

describe('a snapshot', () => {
  it('is a seal that plain rbd understands, and a name in the index', async () => {
    const library = await newLibrary()
    await library.createImage(ref('a'), make)
    await appendDiff(library, ref('a'), { sizeBytes: 8192, records: [[0, bytesOf('first')]] })
    const index = await library.createSnapshot(ref('a'), bytesOf('s1'), options)
    expect(index.links.at(-1)).toMatchObject({ file: '000003.diff', kind: 'seal', records: 0, sizeBytes: 8192 })
    const { folder } = await library.inspectImage(ref('a'))
    expect(new Uint8Array(readFileSync(join(folder, 'links', '000003.diff')))).toEqual(
      makeDiff({ to: 's1', sizeBytes: 8192 }),
    )
    await appendDiff(library, ref('a'), { sizeBytes: 8192, records: [[0, bytesOf('later')]] })
    expect(Buffer.from((await contentAt(library, ref('a'), 's1')).subarray(0, 5)).toString()).toBe('first')
    expect(Buffer.from((await contentAt(library, ref('a'), null)).subarray(0, 5)).toString()).toBe('later')
    await expect(library.createSnapshot(ref('a'), bytesOf('s1'), options)).rejects.toMatchObject({
      code: 'E_SNAPSHOT_EXISTS',
    })
    for (const name of ['', 'x'.repeat(4097)]) {
      await expect(library.createSnapshot(ref('a'), bytesOf(name), options)).rejects.toMatchObject({
        code: 'E_SPEC_INVALID',
      })
    }
  })

  it('is removed, put back and renamed in the index alone', async () => {
    const library = await newLibrary()
    await library.createImage(ref('a'), make)
    for (const name of ['s1', 's2', 's3']) {
      await library.createSnapshot(ref('a'), bytesOf(name), options)
      await appendDiff(library, ref('a'), { sizeBytes: 8192, records: [[0, bytesOf(name)]] })
    }
    const { folder } = await library.inspectImage(ref('a'))
    const before = readdirSync(join(folder, 'links'))
    const content = sha256(await contentAt(library, ref('a'), 's2'))
    const removed = await library.removeSnapshot(ref('a'), bytesOf('s2'), options)
    expect(names((await library.readImage(ref('a'))).snapshots)).toEqual(['s1', 's3'])
    await expect(library.removeSnapshot(ref('a'), bytesOf('s2'), options)).rejects.toMatchObject({
      code: 'E_SNAPSHOT_NOT_FOUND',
    })
    expect(names((await library.restoreSnapshot(ref('a'), removed, options)).snapshots)).toEqual(['s1', 's2', 's3'])
    await expect(library.restoreSnapshot(ref('a'), removed, options)).rejects.toMatchObject({
      code: 'E_SNAPSHOT_EXISTS',
    })
    expect(sha256(await contentAt(library, ref('a'), 's2'))).toBe(content)
    await expect(library.renameSnapshot(ref('a'), bytesOf('s2'), bytesOf('s1'), options)).rejects.toMatchObject({
      code: 'E_SNAPSHOT_EXISTS',
    })
    await library.renameSnapshot(ref('a'), bytesOf('s2'), bytesOf('tuesday'), options)
    expect(sha256(await contentAt(library, ref('a'), 'tuesday'))).toBe(content)
    expect(readdirSync(join(folder, 'links'))).toEqual(before)
  })

  it('has an id that no other ever had, and keeps it through removal, return and rename', async () => {
    const library = await newLibrary()
    await library.createImage(ref('a'), make)
    const options = { signal: neverAborted }
    for (const name of ['one', 'two']) await library.createSnapshot(ref('a'), bytesOf(name), options)
    const two = await library.removeSnapshot(ref('a'), bytesOf('two'), options)
    await library.createSnapshot(ref('a'), bytesOf('three'), options)
    await library.restoreSnapshot(ref('a'), two, options)
    const { snapshots } = await library.renameSnapshot(ref('a'), bytesOf('one'), bytesOf('first'), options)
    expect(snapshots.map(({ id, name }) => [id, new TextDecoder().decode(name)])).toEqual([
      [1, 'first'],
      [2, 'two'],
      [3, 'three'],
    ])
  })

  it('comes back under its own id alone, and once', async () => {
    const library = await newLibrary()
    await library.createImage(ref('a'), make)
    await library.createSnapshot(ref('a'), bytesOf('s1'), options)
    const removed = await library.removeSnapshot(ref('a'), bytesOf('s1'), options)
    for (const id of [0, removed.id + 1]) {
      await expect(library.restoreSnapshot(ref('a'), { ...removed, id }, options)).rejects.toMatchObject({
        code: 'E_SNAPSHOT_NOT_FOUND',
      })
    }
    await library.restoreSnapshot(ref('a'), removed, options)
    await library.renameSnapshot(ref('a'), bytesOf('s1'), bytesOf('monday'), options)
    await expect(library.restoreSnapshot(ref('a'), removed, options)).rejects.toMatchObject({
      code: 'E_SNAPSHOT_EXISTS',
      detail: { snapshot: 'monday' },
    })
    expect(names((await library.readImage(ref('a'))).snapshots)).toEqual(['monday'])
  })

  it('that is protected stays', async () => {
    const library = await newLibrary()
    await library.createImage(ref('a'), make)
    await library.createSnapshot(ref('a'), bytesOf('s'), options)
    const transaction = await library.begin(ref('a'), { what: 'a test', signal: neverAborted })
    const { index } = transaction
    await transaction.commit({
      ...index,
      snapshots: index.snapshots.map((snapshot) => ({ ...snapshot, protected: true })),
    })
    await expect(library.removeSnapshot(ref('a'), bytesOf('s'), options)).rejects.toMatchObject({
      code: 'E_SNAPSHOT_PROTECTED',
    })
  })
})

describe('a change', () => {
  it('given up leaves nothing and frees the image', async () => {
    const library = await newLibrary()
    const before = await library.createImage(ref('a'), make)
    const transaction = await library.begin(ref('a'), { what: 'a test', signal: neverAborted })
    const file = await transaction.newLinkFile('diff')
    await file.write(new Uint8Array(10))
    await file.commit()
    await transaction.newLinkFile('diff')
    await expect(library.createSnapshot(ref('a'), bytesOf('s'), options)).rejects.toMatchObject({
      code: 'E_LIBRARY_LOCKED',
      detail: { pid: process.pid, what: 'a test' },
    })
    await transaction.abort()
    await transaction.abort()
    const { folder } = await library.inspectImage(ref('a'))
    expect([readdirSync(folder), readdirSync(join(folder, 'links'))]).toEqual([
      ['image.json', 'links'],
      ['000001.diff', '000001.diff.rbdm.json'],
    ])
    expect(await library.readImage(ref('a'))).toEqual(before)
  })

  it('never uses a number twice', async () => {
    const library = await newLibrary()
    await library.createImage(ref('a'), make)
    await appendDiff(library, ref('a'), { sizeBytes: 8192, records: [[0, bytesOf('x')]] })
    const fold = await library.begin(ref('a'), { what: 'a test', signal: neverAborted })
    const after = await fold.commit({ ...fold.index, links: fold.index.links.slice(0, 1) })
    expect([after.nextLink, after.links.length]).toEqual([3, 1])
    expect(readdirSync(join(library.folder, 'trash')).map((name) => name.replace(/^\d+-[0-9a-f]+-/, ''))).toEqual(
      expect.arrayContaining(['000002.diff', '000002.diff.rbdm.json']),
    )
    const index = await appendDiff(library, ref('a'), { sizeBytes: 8192, records: [[0, bytesOf('y')]] })
    expect(index.links.map(({ file }) => file)).toEqual(['000001.diff', '000003.diff'])
  })

  it('is refused when it names a file that is not as it says', async () => {
    const library = await newLibrary()
    await library.createImage(ref('a'), make)
    const transaction = await library.begin(ref('a'), { what: 'a test', signal: neverAborted })
    const file = await transaction.newLinkFile('diff')
    await file.write(new Uint8Array(10))
    const link = {
      ...transaction.index.links[0],
      file: file.file,
      fileBytes: 11,
    } as (typeof transaction.index.links)[0]
    const next = { ...transaction.index, links: [...transaction.index.links, link] }
    await expect(transaction.commit(next)).rejects.toMatchObject({ code: 'E_LIBRARY_DAMAGED' })
    await transaction.abort()
    expect((await library.readImage(ref('a'))).links).toHaveLength(1)
    expect((await library.inspectImage(ref('a'))).lock).toBe(null)
  })

  it('is refused when somebody changed the index without the lock', async () => {
    const library = await newLibrary()
    await library.createImage(ref('a'), make)
    const { folder } = await library.inspectImage(ref('a'))
    const transaction = await library.begin(ref('a'), { what: 'a test', signal: neverAborted })
    const path = join(folder, 'image.json')
    writeFileSync(path, readFileSync(path, 'utf8').replace('"generation": 1', '"generation": 7'))
    await expect(transaction.commit(transaction.index)).rejects.toMatchObject({ code: 'E_LIBRARY_DAMAGED' })
    await transaction.abort()
    expect((await library.readImage(ref('a'))).generation).toBe(7)
  })

  it('of an image a later version wrote is refused, and reading is not', async () => {
    const library = await newLibrary()
    await library.createImage(ref('a'), make)
    const { folder } = await library.inspectImage(ref('a'))
    const path = join(folder, 'image.json')
    const text = readFileSync(path, 'utf8')
    writeFileSync(path, text.replace('"version": 1', '"version": 3'))
    expect((await library.listImages(bytesOf('rbd')))[0]?.state).toBe('newer')
    expect(await contentAt(library, ref('a'), null)).toEqual(new Uint8Array(8192))
    await expect(library.createSnapshot(ref('a'), bytesOf('s'), options)).rejects.toMatchObject({
      code: 'E_LIBRARY_NEWER',
    })
    expect((await library.inspectImage(ref('a'))).lock).toBe(null)
    writeFileSync(path, text.replace('"version": 1', '"version": 3').replace('"links"', '"chain"'))
    expect((await library.listImages(bytesOf('rbd')))[0]).toMatchObject({
      state: 'newer',
      index: null,
      name: bytesOf('a'),
    })
    await expect(library.readImage(ref('a'))).rejects.toMatchObject({ code: 'E_LIBRARY_NEWER' })
  })
})

describe('a lost index', () => {
  it.each([
    ['gone', (path: string) => rmSync(path)],
    ['torn', (path: string) => writeFileSync(path, '{"format": "rbd-studio-im')],
    ['something else', (path: string) => writeFileSync(path, '[]')],
  ])('(%s) is listed as unproven and nothing is made in its place', async (_, damage) => {
    const library = await newLibrary()
    await library.createImage(ref('a'), make)
    const { folder } = await library.inspectImage(ref('a'))
    damage(join(folder, 'image.json'))
    const listed = await library.listImages(bytesOf('rbd'))
    expect(listed).toMatchObject([{ state: 'unproven', index: null }])
    await expect(library.readImage(ref('a'))).rejects.toMatchObject({ code: 'E_LIBRARY_DAMAGED' })
    // The same by the name it is listed under, which is its folder's where the index tells none.
    const called = { ...ref('a'), image: listed[0]?.name ?? new Uint8Array() }
    await expect(library.readImage(called)).rejects.toMatchObject({ code: 'E_LIBRARY_DAMAGED' })
    await expect(library.createImage(ref('a'), make)).rejects.toMatchObject({ code: 'E_LIBRARY_DAMAGED' })
    await expect(library.removeImage(ref('a'), options)).rejects.toMatchObject({ code: 'E_LIBRARY_DAMAGED' })
    expect((await library.listPools()).map(({ imageCount }) => imageCount)).toEqual([1])
    expect(existsSync(join(folder, 'links', '000001.diff'))).toBe(true)
  })
})

it('the trash is swept after a day, by writers', async () => {
  const library = await newLibrary()
  const paths = libraryPaths(library.folder)
  const now = Date.now()
  for (const [name, age] of [
    ['old', TRASH_KEEP_MS + 1000],
    ['young', TRASH_KEEP_MS - 60_000],
  ] as const) {
    mkdirSync(join(library.folder, name, 'links'), { recursive: true })
    await moveToTrash(paths, join(library.folder, name), now - age)
  }
  mkdirSync(join(paths.temporary, 'abandoned'))
  utimesSync(join(paths.temporary, 'abandoned'), 1, 1)
  writeFileSync(join(paths.trash, 'note.txt'), 'not ours')
  await library.createImage(ref('a'), make)
  expect(readdirSync(paths.trash).toSorted()).toEqual([expect.stringMatching(/-young$/), 'note.txt'])
  expect(readdirSync(paths.temporary)).toEqual([])
  await sweepTrash(paths, now + 2 * TRASH_KEEP_MS)
  expect(readdirSync(paths.trash)).toEqual(['note.txt'])
})
