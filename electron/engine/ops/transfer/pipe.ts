import { AppError } from '../../../../shared/errors.ts'
import { formatSpec, type ImageRef, imageOf } from '../../../../shared/imageSpec.ts'
import type { JobRequest } from '../../../../shared/jobs.ts'
import { type Name, nameToBytes, sameBytes } from '../../../../shared/names.ts'
import type { OpContext, Prepared } from '../context.ts'
import { closingOnRefusal } from '../encode.ts'
import { withHeader, type Written } from '../written.ts'
import { openSource, openTarget } from './ends.ts'
import { prepareTransfer } from './transfer.ts'
import type { EndPoint, Opened, TransferSource } from './types.ts'

/**
 * Moves a point of one image, or the stretch up to it, into another as one delta: export-diff and import-diff as one command, wherever the images lie, both
 * ends checked before the first byte and both ends' outcome after the last, nothing on a disk between them. `create` makes the target.
 *
 * @throws AppError E_SNAPSHOT_NOT_FOUND, E_DIFF_*, E_CHAIN_WRONG_PARENT, E_IMAGE_*, E_POOL_NOT_FOUND, E_LIBRARY_*, E_CLUSTER_*
 */
export async function preparePipe(
  request: Extract<JobRequest, { kind: 'pipe' }>,
  context: OpContext,
): Promise<Prepared> {
  const { source: point, fromSnapshot, create } = request
  if (create && fromSnapshot !== null) {
    throw new AppError(
      'E_DIFF_START_SNAPSHOT_MISSING',
      `${formatSpec(request.target)} is new, so it cannot have a start snapshot`,
      { hint: 'Pipe from the beginning first, then the increments' },
    )
  }
  const ref = imageOf(point)
  const source = await openSource(ref, point.snapshot === null, context)
  const common = fromSnapshot === null ? null : pointOf(source, ref, fromSnapshot)
  if (point.snapshot !== null) pointOf(source, ref, point.snapshot)
  const end = point.snapshot === null ? null : nameToBytes(point.snapshot)
  const target = await openTarget(request.target, create ? 'new' : 'there', context)
  const deltas = plain(await source.deltas(common?.name ?? null, [end]), create)
  const consent = { overlay: false, allowShrink: request.allowShrink === true }
  return closingOnRefusal(
    () => deltas.close(),
    () => prepareTransfer({ source, target, common, deltas, consent, context, isReplica: false }),
  )
}

function pointOf({ points }: TransferSource, ref: ImageRef, name: Name): EndPoint {
  const bytes = nameToBytes(name)
  const found = points.find((point) => sameBytes(point.name, bytes))
  if (found !== undefined) return found
  throw new AppError('E_SNAPSHOT_NOT_FOUND', `${formatSpec(ref)} has no snapshot “${name.text}”`, {
    detail: { snapshot: name.text },
  })
}

/** An increment leaves the protection of its end to the target, as a diff does; a copy takes it over. */
function plain(deltas: Opened<readonly Written[]>, isCopy: boolean): Opened<readonly Written[]> {
  if (isCopy) return deltas
  const it = deltas.it.map((delta) => {
    const { isProtected: _left, ...header } = delta.header
    return withHeader(delta, header)
  })
  return { it, close: () => deltas.close() }
}
