import { AppError } from '../../../../shared/errors.ts'
import { formatSpec } from '../../../../shared/imageSpec.ts'
import type { JobRequest } from '../../../../shared/jobs.ts'
import { nameFromBytes, sameBytes } from '../../../../shared/names.ts'
import type { OpContext, Prepared } from '../context.ts'
import { closingOnRefusal } from '../encode.ts'
import { openSource, openTarget } from './ends.ts'
import { newestCommon } from './identity.ts'
import { prepareTransfer } from './transfer.ts'
import type { Written } from '../written.ts'
import type { EndPoint, Opened, TransferSource, TransferTarget } from './types.ts'

/**
 * Brings a target up to date: every snapshot that comes after the newest one both have, one increment after the other, with their protection; a target that is
 * not there is made, with the features and metadata of the source. It can be done again and again, and stops between two snapshots where it is stopped.
 *
 * @throws AppError E_SNAPSHOT_NOT_FOUND where the source has none; E_DIFF_START_SNAPSHOT_MISSING where the target is not empty and has none in common;
 *   E_CHAIN_WRONG_PARENT, E_DIFF_*, E_IMAGE_SHRINKS, E_LIBRARY_*, E_CLUSTER_*
 */
export async function prepareReplicate(
  request: Extract<JobRequest, { kind: 'replicate' }>,
  context: OpContext,
): Promise<Prepared> {
  const [source, target] = await Promise.all([
    openSource(request.source, false, context),
    openTarget(request.target, 'either', context),
  ])
  if (source.points.length === 0) {
    throw new AppError('E_SNAPSHOT_NOT_FOUND', `${formatSpec(source.ref)} has no snapshot that could be sent`, {
      hint: 'Make a snapshot of it first: only points that stand still are replicated',
    })
  }
  const common = newestCommon(source, target)
  if (common === null && target.points.length > 0) throw nothingInCommon(source, target)
  const missing = source.points.slice(common === null ? 0 : source.points.indexOf(common) + 1)
  if (common !== null) checkNewest(target, common, missing)
  const ends = missing.map(({ name }) => name)
  const deltas = ends.length === 0 ? NOTHING : await source.deltas(common?.name ?? null, ends)
  const consent = { overlay: false, allowShrink: request.allowShrink === true }
  return closingOnRefusal(
    () => deltas.close(),
    () => prepareTransfer({ source, target, common, deltas, consent, context, isReplica: true }),
  )
}

/** The target has it all. */
const NOTHING: Opened<readonly Written[]> = { it: [], close: () => Promise.resolve() }

function nothingInCommon(source: TransferSource, target: TransferTarget): AppError {
  const newest = nameFromBytes(target.points.at(-1)?.name ?? new Uint8Array(0)).text
  const sentence = `${formatSpec(source.ref, true)} and ${formatSpec(target.ref, true)} have no snapshot in common`
  return new AppError('E_DIFF_START_SNAPSHOT_MISSING', `${sentence}; the newest of the target is “${newest}”`, {
    hint: 'Replicate into a new image',
    detail: { image: formatSpec(target.ref) },
  })
}

/** What the target has behind the common point was not made by a replication: nothing is laid over it. */
function checkNewest(target: TransferTarget, common: EndPoint, missing: readonly EndPoint[]): void {
  const at = target.points.findIndex(({ name }) => sameBytes(name, common.name))
  const own = target.points[at + 1]
  if (own === undefined || missing.length === 0) return
  const theirs = nameFromBytes(own.name).text
  const ours = nameFromBytes(common.name).text
  const sentence = `${formatSpec(target.ref, true)} has a snapshot of its own, “${theirs}”, behind “${ours}”, the newest that both have`
  throw new AppError('E_DIFF_DRIFTED', sentence, {
    hint: `Remove “${theirs}” there if nobody needs it, or replicate into a new image`,
    detail: { image: formatSpec(target.ref), snapshot: theirs },
  })
}
