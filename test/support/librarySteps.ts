import fc from 'fast-check'
import { expect } from 'vitest'
import type { Library } from '../../electron/engine/library/library.ts'
import { nameFromText } from '../../shared/names.ts'
import { streamOf } from './byteStreams.ts'
import { arbitraryDelta, type ModelDelta } from './deltas.ts'
import { encodeModelImage } from './images.ts'
import { imageRef, runJob } from './libraryJobs.ts'
import { appendModel, type ImageModel } from './libraryModel.ts'
import { bytesOf, ref } from './libraryParts.ts'
import { neverAborted } from './signal.ts'

const options = { signal: neverAborted }

/** One change of an image. Numbers pick among what there is then. */
export type Step =
  | { readonly kind: 'append'; readonly delta: ModelDelta; readonly named: boolean }
  | { readonly kind: 'resize'; readonly sizeBytes: number }
  | { readonly kind: 'snapshot' }
  | { readonly kind: 'remove' | 'rollback'; readonly pick: number }
  | { readonly kind: 'fold'; readonly first: number; readonly length: number }

/** A history of such changes. */
export const arbitrarySteps: fc.Arbitrary<Step[]> = fc.array(
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

/** What the image begins with: nothing, or the diffs of an export of format 2. */
export const arbitraryBase = fc.oneof(fc.constant([]), fc.array(arbitraryDelta(), { minLength: 1, maxLength: 4 }))

/** The image that is changed. */
export const image = ref('image')
const target = imageRef(image)

/** Makes one change of the image and of its model. */
export async function take(library: Library, model: ImageModel, step: Step, number: number): Promise<void> {
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

/** Makes the image: empty, or of an export of format 2 whose points are called `v0`, `v1`, … */
export async function make(library: Library, model: ImageModel, base: readonly ModelDelta[]): Promise<void> {
  if (base.length === 0) {
    await library.createImage(image, { ...options, sizeBytes: 64 })
    model.head.resize(64)
    return
  }
  const point = (at: number): Uint8Array | null => (at < 0 || at === base.length - 1 ? null : bytesOf(`v${at}`))
  const diffs = base.map(({ header, records }, at) => ({
    header: { from: point(at - 1), to: point(at), sizeBytes: header.sizeBytes },
    records,
  }))
  const header = { order: 22, features: 61, stripeUnit: 2 ** 22, stripeCount: 1, meta: [], protectionBytes: 1 as const }
  const input = streamOf([encodeModelImage({ header, diffs })])
  await runJob(library, { kind: 'import', format: 'v2', paths: ['-'], target }, { input })
  for (const [at, delta] of base.entries()) {
    await model.append(delta)
    if (at < base.length - 1) model.snapshots.set(`v${at}`, model.head.bytes.slice())
  }
}
