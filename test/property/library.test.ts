import fc from 'fast-check'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Library } from '../../electron/engine/library/library.ts'
import { nameFromText } from '../../shared/names.ts'
import { arbitraryDelta, type ModelDelta } from '../support/deltas.ts'
import { contentAt, newLibrary } from '../support/libraries.ts'
import { imageRef, runJob } from '../support/libraryJobs.ts'
import { appendModel, ImageModel } from '../support/libraryModel.ts'
import { bytesOf, ref } from '../support/libraryParts.ts'
import { runs, seed } from '../support/propertyRuns.ts'
import { neverAborted } from '../support/signal.ts'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const options = { signal: neverAborted }

/** One change of an image. Numbers pick among what there is then. */
type Step =
  | { readonly kind: 'append'; readonly delta: ModelDelta; readonly named: boolean }
  | { readonly kind: 'resize'; readonly sizeBytes: number }
  | { readonly kind: 'snapshot' }
  | { readonly kind: 'remove' | 'rollback'; readonly pick: number }
  | { readonly kind: 'fold'; readonly first: number; readonly length: number }

const arbitrarySteps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ kind: fc.constant('append' as const), delta: arbitraryDelta(), named: fc.boolean() }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('resize' as const), sizeBytes: fc.nat({ max: 200 }) }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('snapshot' as const) }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('remove' as const), pick: fc.nat() }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('rollback' as const), pick: fc.nat() }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('fold' as const), first: fc.nat(), length: fc.nat() }) },
  ),
  { minLength: 3, maxLength: 16 },
)

const image = ref('image')
const target = imageRef(image)

async function take(library: Library, model: ImageModel, step: Step, number: number): Promise<void> {
  const names = [...model.snapshots.keys()]
  const name = `s${number}`
  switch (step.kind) {
    case 'append':
      await appendModel(library, image, step.delta, step.named ? name : null)
      await model.append(step.delta)
      if (step.named) model.snapshots.set(name, model.head.bytes.slice())
      return
    case 'resize':
      if (step.sizeBytes === model.head.bytes.length) return
      await library.resizeImage(image, { ...options, sizeBytes: step.sizeBytes, allowShrink: true })
      model.head.resize(step.sizeBytes)
      return
    case 'snapshot':
      await library.createSnapshot(image, bytesOf(name), options)
      model.snapshots.set(name, model.head.bytes.slice())
      return
    case 'remove': {
      const gone = names[step.pick % Math.max(names.length, 1)]
      if (gone === undefined) return
      await library.removeSnapshot(image, bytesOf(gone), options)
      model.snapshots.delete(gone)
      return
    }
    case 'rollback': {
      const to = names[step.pick % Math.max(names.length, 1)]
      if (to === undefined) return
      const { plan, report } = await runJob(library, { kind: 'rollback', target, snapshot: nameFromText(to) })
      expect(report.writtenBytes).toBe(plan.outputBytes)
      expect(report.dataBytes).toBe(plan.dataBytes)
      model.head.bytes = model.at(to).slice()
      return
    }
    case 'fold': {
      const { links } = await library.readImage(image)
      const first = 1 + (step.first % links.length)
      const last = Math.min(links.length, first + (step.length % 8))
      const bounds = step.first % 3 === 0 ? {} : { first, last }
      const { plan, report } = await runJob(library, { kind: 'fold', target, ...bounds })
      expect(report.writtenBytes).toBe(plan.outputBytes)
    }
  }
}

describe('an image of the library', () => {
  it('has the content of a byte array at every point, through any appends, resizes, removals, roll backs and folds', async () => {
    const library = await newLibrary()
    await fc.assert(
      fc.asyncProperty(arbitrarySteps, async (steps) => {
        await library.createImage(image, { ...options, sizeBytes: 64 })
        const model = new ImageModel()
        model.head.resize(64)
        for (const [number, step] of steps.entries()) {
          await take(library, model, step, number)
          const index = await library.readImage(image)
          const points = index.snapshots.map((snapshot) => Buffer.from(snapshot.name).toString())
          expect(points).toEqual([...model.snapshots.keys()])
          for (const point of [...points, null]) {
            expect([point, hex(await contentAt(library, image, point))]).toEqual([point, hex(model.at(point))])
          }
          const { folder } = await library.inspectImage(image)
          expect(readdirSync(join(folder, 'links')).toSorted()).toEqual(
            index.links.flatMap(({ file }) => [file, `${file}.rbdm.json`]).toSorted(),
          )
        }
        for (const { name } of (await library.readImage(image)).snapshots) {
          await library.removeSnapshot(image, name, options)
        }
        await library.removeImage(image, options)
      }),
      { numRuns: runs(250), seed },
    )
  })
})
