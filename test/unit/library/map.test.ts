import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { imageBins, touchingLinks } from '../../../electron/engine/answers/map.ts'
import { RecordTable } from '../../../electron/engine/codec/recordTable.ts'
import type { Library } from '../../../electron/engine/library/library.ts'
import { TableCache } from '../../../electron/engine/library/tableCache.ts'
import { nameFromBytes } from '../../../shared/names.ts'
import { makeLongHistory } from '../../support/hugeLibraries.ts'
import { appendDiff, newLibrary } from '../../support/libraries.ts'
import { imageRef } from '../../support/libraryJobs.ts'
import { bytesOf, ref } from '../../support/libraryParts.ts'
import { neverAborted } from '../../support/signal.ts'

const image = imageRef(ref('a'))
const name = (text: string) => nameFromBytes(bytesOf(text))
const bytes = (length: number): Uint8Array => new Uint8Array(length).fill(7)

/** 400 bytes, then points `a` (0 to 100 written), `b` (50 to 150) and a head that wrote 300 to 400. */
async function threeLinks(): Promise<Library> {
  const library = await newLibrary()
  await library.createImage(ref('a'), { sizeBytes: 400, signal: neverAborted })
  await appendDiff(library, ref('a'), { to: 'a', sizeBytes: 400, records: [[0, bytes(100)]] })
  await appendDiff(library, ref('a'), { to: 'b', sizeBytes: 400, records: [[50, bytes(100)]] })
  await appendDiff(library, ref('a'), { sizeBytes: 400, records: [[300, bytes(100)]] })
  return library
}

const all = { image, from: null, to: null, bins: 4 }

describe('the map of an image', () => {
  it('says what lies in each bin, how many links changed it and which did last', async () => {
    const library = await threeLinks()
    expect(await imageBins(library, { ...all, history: true }, neverAborted)).toEqual({
      sizeBytes: 400,
      dataBytes: [100, 50, 0, 100],
      zeroBytes: [0, 0, 0, 0],
      changedIn: [2, 1, 0, 1],
      lastLink: [3, 3, 0, 4],
    })
    const stretch = { ...all, from: name('a'), to: name('b'), history: true }
    expect(await imageBins(library, stretch, neverAborted)).toEqual({
      sizeBytes: 400,
      dataBytes: [50, 50, 0, 0],
      zeroBytes: [0, 0, 0, 0],
      changedIn: [1, 1, 0, 0],
      lastLink: [3, 3, 0, 0],
    })
  })

  it('shows a part, also one that reaches beyond the image', async () => {
    const library = await threeLinks()
    const part = { ...all, start: 100, length: 400 }
    expect(await imageBins(library, part, neverAborted)).toEqual({
      sizeBytes: 400,
      start: 100,
      length: 400,
      dataBytes: [50, 0, 100, 0],
      zeroBytes: [0, 0, 0, 0],
    })
    const rest = await imageBins(library, { ...all, start: 320 }, neverAborted)
    expect([rest.start, rest.length, rest.dataBytes]).toEqual([320, 80, [20, 20, 20, 20]])
    expect((await imageBins(library, { ...all, start: 4096 }, neverAborted)).dataBytes).toEqual([0, 0, 0, 0])
  })

  it('has no bin smaller than an object while there are as many objects as bins', async () => {
    const library = await newLibrary()
    await makeLongHistory(library.folder, 'rbd', 'a', 3, { sizeBytes: 100 * 2 ** 22 })
    const { dataBytes } = await imageBins(library, { ...all, bins: 100 }, neverAborted)
    expect(dataBytes.filter((bytes) => bytes > 0 && bytes % 4096 === 0).length).toBeGreaterThan(20)
    expect(Math.max(...dataBytes)).toBe(2 ** 22)
  })

  it('names the links that have records in a part', async () => {
    const library = await threeLinks()
    const touched = async (start: number, length: number): Promise<readonly number[]> =>
      (await touchingLinks(library, { image, start, length }, neverAborted)).links
    expect(await touched(0, 400)).toEqual([2, 3, 4])
    expect(await touched(60, 1)).toEqual([2, 3])
    expect(await touched(100, 100)).toEqual([3])
    expect(await touched(150, 150)).toEqual([])
  })

  it('is of the chain as it is now, and says so where a file is gone', async () => {
    const library = await threeLinks()
    await imageBins(library, all, neverAborted)
    await appendDiff(library, ref('a'), { sizeBytes: 400, records: [[200, bytes(10)]] })
    expect((await imageBins(library, all, neverAborted)).dataBytes).toEqual([100, 50, 10, 100])
    const { folder } = await library.inspectImage(ref('a'))
    rmSync(join(folder, 'links', '000003.diff'))
    await expect(imageBins(library, all, neverAborted)).rejects.toMatchObject({ code: 'E_LIBRARY_CHAIN_GAP' })
  })

  it('stops when it is not wanted any more', async () => {
    const library = await newLibrary()
    await makeLongHistory(library.folder, 'rbd', 'a', 2000, { sizeBytes: 2 ** 34 })
    const wanted = new AbortController()
    const asked = imageBins(library, { ...all, bins: 65_536, history: true }, wanted.signal)
    setImmediate(() => wanted.abort())
    await expect(asked).rejects.toThrow(/abort/i)
  })
})

describe('the tables that are held', () => {
  const table = (records: number): RecordTable => {
    const all = new RecordTable()
    for (let at = 0; at < records; at++) all.push('zero', at, 1)
    return all
  }

  it('go when there are too many, the one used least lately first', () => {
    const cache = new TableCache(3 * 1024 + 250)
    const stamp = { fileBytes: 1, modifiedNs: 1n }
    for (const path of ['a', 'b', 'c']) cache.set(path, 0, stamp, table(1))
    expect(cache.get('a', 0, stamp)).not.toBeNull()
    cache.set('d', 0, stamp, table(1))
    expect(['a', 'b', 'c', 'd'].map((path) => cache.get(path, 0, stamp) !== null)).toEqual([true, false, true, true])
    cache.set('huge', 0, stamp, table(1000))
    expect(cache.get('huge', 0, stamp)).toBeNull()
    expect(cache.bytes).toBe(3 * (1024 + 25))
  })

  it('are read once for all who ask at once, and by the next where the first gave up', async () => {
    const cache = new TableCache()
    const stamp = { fileBytes: 1, modifiedNs: 1n }
    let reads = 0
    const read = async (): Promise<RecordTable> => {
      reads++
      await new Promise((resolve) => setImmediate(resolve))
      if (reads === 1) throw new Error('given up')
      return table(1)
    }
    const asked = await Promise.allSettled([1, 2, 3].map(() => cache.of('a', 0, stamp, read)))
    expect(asked.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled'])
    expect(reads).toBe(2)
  })

  it('are not believed of a file that is another one now', () => {
    const cache = new TableCache()
    cache.set('a', 0, { fileBytes: 1, modifiedNs: 1n }, table(1))
    expect(cache.get('a', 1, { fileBytes: 1, modifiedNs: 1n })).toBeNull()
    expect(cache.get('a', 0, { fileBytes: 1, modifiedNs: 2n })).toBeNull()
    expect(cache.bytes).toBe(0)
  })
})
