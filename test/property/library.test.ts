import fc from 'fast-check'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { contentAt, newLibrary } from '../support/libraries.ts'
import { ImageModel } from '../support/libraryModel.ts'
import { arbitraryBase, arbitrarySteps, image, make, take } from '../support/librarySteps.ts'
import { runs, seed } from '../support/propertyRuns.ts'
import { tempDir } from '../support/tempDir.ts'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

describe('an image of the library', () => {
  it('has the content of a byte array at every point, through any appends, resizes, removals, roll backs and folds', {
    timeout: 1_200_000,
  }, async () => {
    // One each, so that a run that fails does not stand in the way of the next.
    const folder = tempDir()
    let run = 0
    await fc.assert(
      fc.asyncProperty(arbitraryBase, arbitrarySteps, async (base, steps) => {
        const library = await newLibrary(join(folder, String(run++)))
        const model = new ImageModel()
        await make(library, model, base)
        for (const [number, step] of steps.entries()) {
          await take(library, model, step, number)
          if (step.kind !== 'fold' && step.kind !== 'rollback' && number < steps.length - 1) continue
          const index = await library.readImage(image)
          const points = index.snapshots.map((snapshot) => Buffer.from(snapshot.name).toString())
          expect(points).toEqual([...model.snapshots.keys()])
          for (const point of [...points, null]) {
            expect([point, hex(await contentAt(library, image, point))]).toEqual([point, hex(model.at(point))])
          }
          const { folder } = await library.inspectImage(image)
          expect(readdirSync(join(folder, 'links')).toSorted()).toEqual(
            [...new Set(index.links.flatMap(({ file }) => [file, `${file}.rbdm.json`]))].toSorted(),
          )
        }
      }),
      { numRuns: runs(250), seed },
    )
  })
})
