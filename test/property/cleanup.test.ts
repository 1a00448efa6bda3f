import fc from 'fast-check'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { imageCleanup } from '../../electron/engine/answers/cleanup.ts'
import type { Library } from '../../electron/engine/library/library.ts'
import { nameToBytes } from '../../shared/names.ts'
import { newLibrary } from '../support/libraries.ts'
import { imageRef, runJob } from '../support/libraryJobs.ts'
import { ImageModel } from '../support/libraryModel.ts'
import { arbitraryBase, arbitrarySteps, image, make, take } from '../support/librarySteps.ts'
import { runs, seed } from '../support/propertyRuns.ts'
import { neverAborted } from '../support/signal.ts'
import { tempDir } from '../support/tempDir.ts'

const target = imageRef(image)

/** Links, and the bytes of all link files that are there. */
async function measure(library: Library): Promise<readonly [links: number, bytes: number]> {
  const { folder } = await library.inspectImage(image)
  const { links } = await library.readImage(image)
  const files = readdirSync(join(folder, 'links')).filter((name) => !name.endsWith('.json'))
  return [links.length, files.reduce((sum, name) => sum + statSync(join(folder, 'links', name)).size, 0)]
}

describe('what cleaning up is said to free', () => {
  it('is what removing the points and folding frees, for any history and any points', {
    timeout: 600_000,
  }, async () => {
    const folder = tempDir()
    let run = 0
    const picks = fc.array(fc.nat(), { maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(arbitraryBase, arbitrarySteps, picks, async (base, steps, picks) => {
        const library = await newLibrary(join(folder, String(run++)))
        const model = new ImageModel()
        await make(library, model, base)
        for (const [number, step] of steps.entries()) await take(library, model, step, number)
        const none = await imageCleanup(library, { image: target, remove: [] }, neverAborted)
        const names = none.rows.map(({ snapshot }) => snapshot)
        expect(names.map(({ text }) => text)).toEqual([...model.snapshots.keys()])
        const remove = [...new Set(picks.map((pick) => names[pick % Math.max(names.length, 1)]))].flatMap(
          (name) => name ?? [],
        )
        const { rows, together } = await imageCleanup(library, { image: target, remove }, neverAborted)
        expect(rows).toEqual(none.rows)
        expect([together.linksBefore, together.bytesBefore]).toEqual(await measure(library))
        const [one] = remove
        if (remove.length === 1 && one !== undefined && none.together.linksAfter === none.together.linksBefore) {
          const row = rows.find(({ snapshot }) => snapshot.text === one.text)
          expect(row?.freesBytes).toBe(Math.max(0, together.bytesBefore - together.bytesAfter))
        }
        for (const name of remove) await library.removeSnapshot(image, nameToBytes(name), { signal: neverAborted })
        await runJob(library, { kind: 'fold', target })
        expect([together.linksAfter, together.bytesAfter]).toEqual(await measure(library))
      }),
      { numRuns: runs(400), seed },
    )
  })
})
