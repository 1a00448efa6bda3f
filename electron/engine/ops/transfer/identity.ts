import { AppError } from '../../../../shared/errors.ts'
import { formatSpec } from '../../../../shared/imageSpec.ts'
import { nameFromBytes, sameBytes } from '../../../../shared/names.ts'
import { formatBytes } from '../../../../shared/units.ts'
import { firstDifference } from '../../algebra/sameContent.ts'
import type { Check } from '../context.ts'
import type { EndPoint, TransferEnd } from './types.ts'

/** How much of the content of both ends is held against each other. */
const SAMPLE_BYTES = 16 * 1024 * 1024

/** The newest point both ends have by name; null: they have none in common. */
export function newestCommon(source: TransferEnd, target: TransferEnd): EndPoint | null {
  return source.points.findLast(({ name }) => target.points.some((point) => sameBytes(point.name, name))) ?? null
}

/**
 * Whether the two ends are the same image at a point both have by name. `rbd` asks for the name alone (FORMATS §6.4), so that an increment can be laid over
 * another image; here the size is held against each other, and the content of the first so many bytes that either holds data at.
 *
 * @throws AppError E_CHAIN_WRONG_PARENT
 */
export async function checkSameImage(source: TransferEnd, target: TransferEnd, at: EndPoint): Promise<Check> {
  const there = target.points.find(({ name }) => sameBytes(name, at.name))
  const snapshot = nameFromBytes(at.name).text
  const [ours, theirs] = [formatSpec(source.ref, true), formatSpec(target.ref, true)]
  const differs = (how: string): AppError =>
    new AppError('E_CHAIN_WRONG_PARENT', `Snapshot “${snapshot}” of ${theirs} is not that of ${ours}: ${how}`, {
      hint: 'They are different images with a snapshot of one name: send everything into a new image instead',
      detail: { image: formatSpec(target.ref), snapshot },
    })
  if (there === undefined) throw differs('it is not there')
  if (there.sizeBytes !== at.sizeBytes) {
    throw differs(`one has ${formatBytes(there.sizeBytes)}, the other ${formatBytes(at.sizeBytes)}`)
  }
  const a = await source.content(at)
  try {
    const b = await target.content(there)
    try {
      const offset = await firstDifference(a.it, b.it, SAMPLE_BYTES)
      if (offset !== null) throw differs(`they differ at byte ${offset}`)
    } finally {
      await b.close()
    }
  } finally {
    await a.close()
  }
  const label = `Snapshot “${snapshot}” is the same on both sides, as far as ${formatBytes(SAMPLE_BYTES)} of content tell`
  return { label, state: 'ok' }
}
