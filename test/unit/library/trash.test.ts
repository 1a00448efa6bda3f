import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ownThread } from '../../../electron/engine/library/holder.ts'
import { libraryPaths } from '../../../electron/engine/library/layout.ts'
import { type Library, openLibrary } from '../../../electron/engine/library/library.ts'
import { sweepTrash, TRASH_KEEP_MS } from '../../../electron/engine/library/trash.ts'
import { nameFromBytes } from '../../../shared/names.ts'
import { appendDiff, contentOf, newLibrary } from '../../support/libraries.ts'
import { bytesOf, ref } from '../../support/libraryParts.ts'
import { neverAborted } from '../../support/signal.ts'

const options = { signal: neverAborted }
const SIZE = 65536

/** An image with something in it. */
async function make(library: Library, name: string, fill: number, namespace = ''): Promise<void> {
  await library.createImage(ref(name, namespace), { ...options, sizeBytes: SIZE })
  const records = [[4096, new Uint8Array(4096).fill(fill)]] as const
  await appendDiff(library, ref(name, namespace), { sizeBytes: SIZE, records })
}

async function byteAt(library: Library, name: string, namespace = ''): Promise<number | undefined> {
  return (await contentOf(await library.openRange(ref(name, namespace), null, null, options)))[5000]
}

const called = async (library: Library) =>
  (await library.listTrash()).map(({ ref: { image } }) => nameFromBytes(image).text)
const there = (id: string, namespace = '') => ({ pool: bytesOf('rbd'), namespace, id })
const entriesOf = (library: Library) => readdirSync(join(library.folder, 'trash'))

describe('a removed image', () => {
  it('is listed with when and until when, the last removed first, and comes back as it was', async () => {
    const library = await newLibrary()
    await make(library, 'a', 1)
    await make(library, 'b', 2)
    const before = await library.readImage(ref('a'))
    const start = Date.now()
    const removed = await library.removeImage(ref('a'), options)
    await library.removeImage(ref('b'), options)
    expect(removed.removedAtMs).toBeGreaterThanOrEqual(start)
    expect(removed.keptUntilMs - removed.removedAtMs).toBe(24 * 60 * 60 * 1000)
    expect(new Set(await called(library))).toEqual(new Set(['a', 'b']))
    expect((await library.listTrash()).find(({ index }) => index.id === before.id)).toEqual(removed)

    expect(await library.restoreImage(there(before.id), null, options)).toEqual(ref('a'))
    expect(await library.readImage(ref('a'))).toEqual(before)
    expect(await byteAt(library, 'a')).toBe(1)
    expect(await called(library)).toEqual(['b'])
    // Nobody holds it: the next writer meets no lock.
    await library.createSnapshot(ref('a'), bytesOf('s'), options)
  })

  it('is kept apart by pool and namespace', async () => {
    const library = await newLibrary()
    await library.createPool(bytesOf('other'))
    await make(library, 'a', 3, 'ns')
    const { index } = await library.removeImage(ref('a', 'ns'), options)
    const notThere = { code: 'E_IMAGE_NOT_IN_TRASH' }
    await expect(library.restoreImage(there(index.id), null, options)).rejects.toMatchObject(notThere)
    const elsewhere = { ...there(index.id, 'ns'), pool: bytesOf('other') }
    await expect(library.restoreImage(elsewhere, null, options)).rejects.toMatchObject(notThere)
    await library.restoreImage(there(index.id, 'ns'), null, options)
    expect(await byteAt(library, 'a', 'ns')).toBe(3)
  })

  it('is refused its name where that is taken, and takes another', async () => {
    const library = await newLibrary()
    await make(library, 'a', 1)
    const { index } = await library.removeImage(ref('a'), options)
    await make(library, 'a', 2)
    await expect(library.restoreImage(there(index.id), null, options)).rejects.toMatchObject({
      code: 'E_IMAGE_EXISTS',
      message: expect.stringContaining('rbd/a'),
    })
    await expect(library.restoreImage(there(index.id), bytesOf(''), options)).rejects.toMatchObject({
      code: 'E_SPEC_INVALID',
    })
    expect(await called(library)).toEqual(['a'])
    expect(await library.restoreImage(there(index.id), bytesOf('old a'), options)).toEqual(ref('old a'))
    expect([await byteAt(library, 'a'), await byteAt(library, 'old a')]).toEqual([2, 1])
    expect((await library.readImage(ref('old a'))).renamingTo).toBeUndefined()
    // Under its new name it can go and come again.
    await library.removeImage(ref('old a'), options)
    expect(await called(library)).toEqual(['old a'])
    await library.restoreImage(there(index.id), bytesOf('a2'), options)
    expect(await byteAt(library, 'a2')).toBe(1)
  })

  it('twice of one name is two, each by its id', async () => {
    const library = await newLibrary()
    const ids: string[] = []
    for (const fill of [1, 2]) {
      await make(library, 'a', fill)
      ids.push((await library.removeImage(ref('a'), options)).index.id)
    }
    await library.restoreImage(there(ids[0] ?? ''), null, options)
    expect(await byteAt(library, 'a')).toBe(1)
    await library.restoreImage(there(ids[1] ?? ''), bytesOf('b'), options)
    expect(await byteAt(library, 'b')).toBe(2)
  })

  it('is gone once it was swept, and says so', async () => {
    const library = await newLibrary()
    await make(library, 'a', 1)
    const { index, keptUntilMs } = await library.removeImage(ref('a'), options)
    await sweepTrash(libraryPaths(library.folder), keptUntilMs)
    expect(await called(library)).toEqual(['a'])
    await sweepTrash(libraryPaths(library.folder), keptUntilMs + 1)
    expect(entriesOf(library)).toEqual([])
    await expect(library.restoreImage(there(index.id), null, options)).rejects.toMatchObject({
      code: 'E_IMAGE_NOT_IN_TRASH',
      message: expect.stringContaining(`rbd/${index.id}`),
    })
  })

  it('that a sweep has begun to remove cannot be brought back in part', async () => {
    const library = await newLibrary()
    await make(library, 'a', 1)
    const { index, removedAtMs } = await library.removeImage(ref('a'), options)
    const [entry = ''] = entriesOf(library)
    const doomed = `${String(removedAtMs).padStart(13, '0')}-00000000-gone`
    renameSync(join(library.folder, 'trash', entry), join(library.folder, 'trash', doomed))
    expect(await called(library)).toEqual([])
    await expect(library.restoreImage(there(index.id), null, options)).rejects.toMatchObject({
      code: 'E_IMAGE_NOT_IN_TRASH',
    })
    await sweepTrash(libraryPaths(library.folder), removedAtMs + TRASH_KEEP_MS + 1)
    expect(entriesOf(library)).toEqual([])
  })

  it('is brought back by one at a time', async () => {
    const library = await newLibrary()
    await make(library, 'a', 1)
    const { index } = await library.removeImage(ref('a'), options)
    const [entry = ''] = entriesOf(library)
    const lock = join(library.folder, 'trash', entry, 'lock')
    writeFileSync(
      lock,
      JSON.stringify({ ...ownThread(), nonce: 'ab'.repeat(12), what: 'return', since: new Date().toISOString() }),
    )
    await expect(library.restoreImage(there(index.id), null, options)).rejects.toMatchObject({
      code: 'E_LIBRARY_LOCKED',
    })
    rmSync(lock)
    const tries = await Promise.allSettled(
      [null, bytesOf('b'), bytesOf('c')].map((name) => library.restoreImage(there(index.id), name, options)),
    )
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await library.listImages(bytesOf('rbd'))).toHaveLength(1)
    expect(await called(library)).toEqual([])
  })

  it('half way to another name still has its own, and can be brought back under either', async () => {
    const library = await newLibrary()
    await make(library, 'a', 1)
    const { index } = await library.removeImage(ref('a'), options)
    const [entry = ''] = entriesOf(library)
    const path = join(library.folder, 'trash', entry, 'image.json')
    const value = JSON.parse(readFileSync(path, 'utf8')) as object
    // What a writer leaves who died just before the step that counts.
    writeFileSync(path, JSON.stringify({ ...value, version: 2, renamingTo: 'b' }))
    expect(await called(library)).toEqual(['a'])
    await library.restoreImage(there(index.id), null, options)
    expect(await byteAt(library, 'a')).toBe(1)
  })

  it('whose pool or index is lost is not offered, nor is what somebody else put there', async () => {
    const library = await newLibrary()
    await make(library, 'a', 1)
    const { index } = await library.removeImage(ref('a'), options)
    const [entry = ''] = entriesOf(library)
    mkdirSync(join(library.folder, 'trash', 'mine'))
    const path = join(library.folder, 'trash', entry, 'image.json')
    const kept = readFileSync(path)
    writeFileSync(path, '{')
    expect(await called(library)).toEqual([])
    await expect(library.restoreImage(there(index.id), null, options)).rejects.toMatchObject({
      code: 'E_IMAGE_NOT_IN_TRASH',
    })
    writeFileSync(path, kept)
    expect(await called(await openLibrary(library.folder, { create: false }))).toEqual(['a'])
    const [pool = ''] = readdirSync(join(library.folder, 'pools'))
    rmSync(join(library.folder, 'pools', pool), { recursive: true })
    expect(await called(library)).toEqual([])
    await expect(library.restoreImage(there(index.id), null, options)).rejects.toMatchObject({
      code: 'E_POOL_NOT_FOUND',
    })
  })
})
