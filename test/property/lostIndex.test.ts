import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Library } from '../../electron/engine/library/library.ts'
import type { ImageIndex } from '../../electron/engine/library/types.ts'
import { contentAt, newLibrary } from '../support/libraries.ts'
import { imageRef, runJob } from '../support/libraryJobs.ts'
import { ImageModel } from '../support/libraryModel.ts'
import { arbitraryBase, arbitrarySteps, image, make, take } from '../support/librarySteps.ts'
import { runs, seed } from '../support/propertyRuns.ts'
import { tempDir } from '../support/tempDir.ts'

const target = imageRef(image)
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

async function rebuilt(library: Library, damage: (index: string) => void): Promise<ImageIndex> {
  const { folder } = await library.inspectImage(image)
  damage(join(folder, 'image.json'))
  const pool = await library.listImages(image.pool)
  expect(pool.map(({ state, name }) => [state, Buffer.from(name).toString()])).toEqual([['unproven', 'image']])
  await runJob(library, { kind: 'mend', target, paths: [], index: {} })
  return library.readImage(image)
}

/** What neither link files nor manifests know of a link: how a roll back is marked; the time is that of the manifest, a little later. */
function knownOf(link: ImageIndex['links'][number]): object {
  return { ...link, restores: undefined, addedAt: undefined }
}

describe('an index that is rebuilt', () => {
  it('gives every point its content, through any appends, resizes, removals, roll backs and folds', {
    timeout: 1_200_000,
  }, async () => {
    const folder = tempDir()
    let run = 0
    await fc.assert(
      fc.asyncProperty(arbitraryBase, arbitrarySteps, fc.boolean(), async (base, steps, isTorn) => {
        const library = await newLibrary(join(folder, String(run++)))
        const model = new ImageModel()
        await make(library, model, base)
        for (const [number, step] of steps.entries()) await take(library, model, step, number)
        const before = await library.readImage(image)
        const after = await rebuilt(library, (path) => (isTorn ? writeFileSync(path, '{"format":') : rmSync(path)))
        const names = after.snapshots.map(({ name }) => Buffer.from(name).toString())
        // Names that were removed may be back; none that was there is gone.
        expect(names).toEqual(expect.arrayContaining([...model.snapshots.keys()]))
        for (const point of [...model.snapshots.keys(), null]) {
          expect([point, sha256(await contentAt(library, image, point))]).toEqual([point, sha256(model.at(point))])
        }
        expect([after.id, after.name, after.namespace]).toEqual([before.id, before.name, before.namespace])
        // What a file of format 2 says goes with it when it is folded away.
        const { v2Dialect } = before.links.some(({ kind }) => kind === 'v2') ? before : { v2Dialect: null }
        expect([after.order, after.features, after.v2Dialect]).toEqual([before.order, before.features, v2Dialect])
        expect(after.nextLink).toBeLessThanOrEqual(before.nextLink)
        const isFolded = before.foldedBelowId !== undefined
        if (!isFolded) expect(after.links.map(knownOf)).toEqual(before.links.map(knownOf))
        for (const { name, id, afterLink, createdAt } of before.snapshots) {
          const own = after.snapshots.find((one) => Buffer.compare(one.name, name) === 0)
          expect(own?.id).toBe(id)
          if (!isFolded) expect([own?.afterLink, own?.createdAt]).toEqual([afterLink, createdAt])
        }
        // It is an index like any other: the next writers take it as it is.
        await take(library, model, { kind: 'snapshot' }, steps.length)
        await take(library, model, { kind: 'resize', sizeBytes: 77 }, steps.length + 1)
        await runJob(library, { kind: 'fold', target })
        for (const point of [...model.snapshots.keys(), null]) {
          expect([point, sha256(await contentAt(library, image, point))]).toEqual([point, sha256(model.at(point))])
        }
        const { folder: at } = await library.inspectImage(image)
        expect(existsSync(join(at, 'left-out'))).toBe(false)
      }),
      { numRuns: runs(150), seed },
    )
  })
})
