import { AppError } from '../../../../shared/errors.ts'
import { formatSpec, type ImageRef } from '../../../../shared/imageSpec.ts'
import { nameFromBytes, sameBytes } from '../../../../shared/names.ts'
import { openChain } from '../../chain/openChain.ts'
import { factsOf } from '../../chain/rangeLinks.ts'
import { chainPoints, stepBetween } from '../../chain/steps.ts'
import type { DeltaReader } from '../../delta.ts'
import { headSizeBytes } from '../../library/chain.ts'
import type { ImageIndex } from '../../library/types.ts'
import type { OpContext } from '../context.ts'
import { closingOnRefusal } from '../encode.ts'
import { readStretch } from '../rangePlan.ts'
import { libraryRef } from '../refs.ts'
import { writtenStep } from '../written.ts'
import type { EndPoint, Opened, TransferSource } from './types.ts'

/** An image of the library as the end that is read. @throws AppError E_POOL_NOT_FOUND, E_IMAGE_NOT_FOUND, E_LIBRARY_* */
export async function librarySource(ref: ImageRef, context: OpContext): Promise<TransferSource> {
  const index = await context.library.readImage(libraryRef(ref))
  return {
    ref,
    points: pointsOf(index),
    headBytes: headSizeBytes(index),
    facts: factsOf(index),
    warnings: [],
    check: { label: `Every file of ${formatSpec(ref)} is there`, state: 'ok' },
    content: (at) => libraryContent(ref, at, context),
    async deltas(from, ends) {
      const last = ends.at(-1) ?? null
      const [fromName, toName] = [from, last].map((name) => (name === null ? null : nameFromBytes(name)))
      const range = { kind: 'range' as const, image: ref, from: fromName ?? null, to: toName ?? null }
      const chain = await openChain([range], context, { reading: 'chain', files: context })
      return closingOnRefusal(
        () => chain.close(),
        () => {
          const points = chainPoints(chain)
          let before = 0
          const it = ends.map((end) => {
            const found = points.findIndex(({ name }) => name !== null && end !== null && sameBytes(name, end))
            const at = end === null ? chain.links.length : found
            if (at < before) throw outOfOrder(ref, end)
            const step = stepBetween(points, before, at, chain.links.length)
            before = at
            return writtenStep(chain, step, { reading: 'chain' })
          })
          return { it, close: () => chain.close() }
        },
      )
    },
  }
}

/** The named points of an image of the library, oldest first. */
export function pointsOf(index: ImageIndex): readonly EndPoint[] {
  return index.snapshots.map(({ name, afterLink, protected: isProtected }) => ({
    name,
    sizeBytes: index.links[afterLink - 1]?.sizeBytes ?? 0,
    isProtected,
  }))
}

/** All of an image of the library at a point. @throws AppError E_LIBRARY_*, E_FILE_* */
export async function libraryContent(
  ref: ImageRef,
  { name, sizeBytes }: EndPoint,
  { library, signal, meter }: OpContext,
): Promise<Opened<DeltaReader>> {
  const range = await library.openRange(libraryRef(ref), null, name, { signal, meter })
  const header = { from: null, to: name, sizeBytes }
  const it = readStretch(header, { layers: range.layers, files: range.files, fromNothing: true })
  return {
    it,
    async close() {
      await it.close()
      await range.close()
    },
  }
}

function outOfOrder(ref: ImageRef, end: Uint8Array | null): AppError {
  const name = end === null ? 'the head' : `snapshot “${nameFromBytes(end).text}”`
  return new AppError('E_DIFF_SNAPSHOT_ORDER', `In ${formatSpec(ref)} ${name} does not come after what is sent before`)
}
