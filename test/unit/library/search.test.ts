import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { searchLibrary } from '../../../electron/engine/answers/search.ts'
import type { Library } from '../../../electron/engine/library/library.ts'
import { makeManyImages } from '../../support/hugeLibraries.ts'
import { newLibrary } from '../../support/libraries.ts'
import { bytesOf, ref } from '../../support/libraryParts.ts'
import { neverAborted } from '../../support/signal.ts'

async function found(library: Library, text: string, limit = 100): Promise<readonly string[]> {
  const { hits, isMore } = await searchLibrary(library, { text, limit }, neverAborted)
  const called = hits.map(({ image, snapshot }) => {
    const namespace = image.namespace === '' ? '' : `${image.namespace}/`
    return `${image.pool.text}/${namespace}${image.image.text}${snapshot === null ? '' : `@${snapshot.text}`}`
  })
  return isMore ? [...called, '…'] : called
}

const options = { sizeBytes: 4096, signal: neverAborted }

describe('a search of the library', () => {
  it('finds images and snapshots of every pool, whatever the case, images first', async () => {
    const library = await newLibrary()
    await library.createPool(bytesOf('Web'))
    await library.createImage(ref('Web-01'), options)
    await library.createImage(ref('db', 'team'), options)
    await library.createImage({ ...ref('größe'), pool: bytesOf('Web') }, options)
    await library.createSnapshot(ref('db', 'team'), bytesOf('before the WEB move'), options)
    await library.createSnapshot(ref('Web-01'), bytesOf('GRÖSSER'), options)
    expect(await found(library, 'web')).toEqual(['rbd/Web-01', 'rbd/team/db@before the WEB move'])
    expect(await found(library, 'GRÖ')).toEqual(['Web/größe', 'rbd/Web-01@GRÖSSER'])
    expect(await found(library, 'nothing of that name')).toEqual([])
  })

  it('says when there is more than was asked for', async () => {
    const library = await newLibrary()
    await makeManyImages(library.folder, 'rbd', 6)
    expect(await found(library, 'vm-', 2)).toEqual(['rbd/vm-00000', 'rbd/vm-00001', '…'])
    expect((await found(library, 'day-1', 4)).length).toBe(4)
    expect(await found(library, 'day-1', 3)).toContain('…')
  })

  it('follows changes, finds images whose files are gone, and lists one that cannot be read by the name its folder proves', async () => {
    const library = await newLibrary()
    await makeManyImages(library.folder, 'rbd', 2)
    expect(await found(library, 'vm')).toHaveLength(2)
    const { folder } = await library.inspectImage(ref('vm-00000'))
    rmSync(join(folder, 'links'), { recursive: true })
    await library.renameImage(ref('vm-00001'), bytesOf('other'), options)
    expect(await found(library, 'vm')).toEqual(['rbd/vm-00000'])
    writeFileSync(join(folder, 'image.json'), 'no json')
    mkdirSync(join(folder, 'links'))
    expect((await found(library, 'vm-00000'))[0]).toBe('rbd/vm-00000')
  })
})
