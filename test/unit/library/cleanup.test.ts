import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { imageCleanup } from '../../../electron/engine/answers/cleanup.ts'
import type { Library } from '../../../electron/engine/library/library.ts'
import { nameFromText } from '../../../shared/names.ts'
import { appendDiff, newLibrary } from '../../support/libraries.ts'
import { imageRef } from '../../support/libraryJobs.ts'
import { bytesOf, ref } from '../../support/libraryParts.ts'
import { neverAborted } from '../../support/signal.ts'

const image = ref('a')
const target = imageRef(image)
const options = { signal: neverAborted }
const block = (fill: number): Uint8Array => new Uint8Array(4096).fill(fill)

/** Three named points, the middle one's data overwritten by the last. */
async function threePoints(): Promise<Library> {
  const library = await newLibrary()
  await library.createImage(image, { ...options, sizeBytes: 65536 })
  await appendDiff(library, image, { sizeBytes: 65536, to: 's1', records: [[0, block(1)]] })
  await appendDiff(library, image, { sizeBytes: 65536, to: 's2', records: [[8192, block(2)]] })
  await appendDiff(library, image, { sizeBytes: 65536, to: 's3', records: [[8192, block(3)]] })
  return library
}

const ask = (library: Library, ...remove: string[]) =>
  imageCleanup(library, { image: target, remove: remove.map(nameFromText) }, neverAborted)

describe('what may go from an image', () => {
  it('says what each point alone would free, and what all named ones do', async () => {
    const library = await threePoints()
    const { rows, together } = await ask(library, 's2')
    const frees = rows.map(({ snapshot, freesBytes }) => [snapshot.text, freesBytes > 4096])
    expect(frees).toEqual([
      ['s1', false],
      ['s2', true],
      ['s3', false],
    ])
    expect(together).toMatchObject({ linksBefore: 4, linksAfter: 2 })
    expect(together.bytesBefore - together.bytesAfter).toBeGreaterThan(4096)
  })

  it('says what blocks a point: its protection, or somebody who is writing', async () => {
    const library = await threePoints()
    await library.protectSnapshot(image, bytesOf('s1'), true, options)
    expect((await ask(library)).rows.map(({ blockedBy }) => blockedBy)).toEqual(['protected', null, null])
    const writer = await library.begin(image, { what: 'a test', ...options })
    expect((await ask(library)).rows.map(({ blockedBy }) => blockedBy)).toEqual(['protected', 'locked', 'locked'])
    await writer.abort()
  })

  it('is not known of a name that is not there, or of a chain with a gap', async () => {
    const library = await threePoints()
    await expect(ask(library, 's9')).rejects.toMatchObject({ code: 'E_SNAPSHOT_NOT_FOUND' })
    const { folder } = await library.inspectImage(image)
    rmSync(join(folder, 'links', '000003.diff'))
    await expect(ask(library)).rejects.toMatchObject({ code: 'E_LIBRARY_CHAIN_GAP' })
  })
})
