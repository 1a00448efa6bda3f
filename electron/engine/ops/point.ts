import { imageOf, type PointRef } from '../../../shared/imageSpec.ts'
import type { Name } from '../../../shared/names.ts'
import { openChain } from '../chain/openChain.ts'
import { type ChainStep, chainPoints, stepBetween } from '../chain/steps.ts'
import type { OpenChain } from '../chain/types.ts'
import type { OpContext } from './context.ts'

/**
 * Opens a library image from a snapshot (null: from nothing) to a point, as a chain and the one delta it comes to.
 *
 * @throws AppError E_POOL_NOT_FOUND, E_IMAGE_NOT_FOUND, E_SNAPSHOT_NOT_FOUND, E_DIFF_SNAPSHOT_ORDER, E_LIBRARY_*
 */
export async function openPoint(
  point: PointRef,
  from: Name | null,
  context: OpContext,
): Promise<{ readonly chain: OpenChain; readonly step: ChainStep }> {
  const range = { kind: 'range' as const, image: imageOf(point), from, to: point.snapshot }
  const chain = await openChain([range], context, { reading: 'chain', files: context })
  return { chain, step: stepBetween(chainPoints(chain), 0, chain.links.length, chain.links.length) }
}
