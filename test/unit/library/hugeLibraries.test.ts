import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openLibrary } from '../../../electron/engine/library/library.ts'
import { makeLongHistory, makeManyImages, makeWideImage } from '../../support/hugeLibraries.ts'
import { imageRef, runJob } from '../../support/libraryJobs.ts'
import { bytesOf, ref } from '../../support/libraryParts.ts'
import { tempDir } from '../../support/tempDir.ts'

describe('libraries made for measuring', () => {
  it('are whole: every image is listed and is found right by a verification', async () => {
    const folder = join(tempDir(), 'library')
    await makeManyImages(folder, 'rbd', 6)
    await makeLongHistory(folder, 'rbd', 'history', 40, { sizeBytes: 2 ** 30 })
    await makeWideImage(folder, 'rbd', 'wide', 20)
    const library = await openLibrary(folder, { create: false })
    const images = await library.listImages(bytesOf('rbd'))
    expect(images.map(({ state, index }) => [state, index?.snapshots.length])).toEqual([
      ['ok', 40],
      ...[0, 1, 2, 0, 1, 2].map((increments) => ['ok', increments + 1]),
      ['ok', 9],
    ])
    for (const { name } of images) {
      const image = imageRef(ref(name))
      const { report } = await runJob(library, { kind: 'verify', what: { kind: 'image', image } })
      expect(report.verification?.problems).toEqual([])
    }
  })
})
