import { imageOf } from '../../../../shared/imageSpec.ts'
import type { JobRequest } from '../../../../shared/jobs.ts'
import type { OpContext, Prepared } from '../context.ts'
import { prepareDiff } from '../encode.ts'
import { prepareRaw } from '../encodeRaw.ts'
import { openForExport, originOf, writtenLive } from './source.ts'

/** What was looked at before anything is written. */
const CHECKS = ['The cluster answers, and the image and its points are there']

/**
 * Exports a point of a live image as a raw file, built from an `export-diff --whole-object` stream: objects that are not there are never read.
 *
 * @throws AppError E_CONNECTION_UNKNOWN, E_CLUSTER_*, E_POOL_NOT_FOUND, E_IMAGE_NOT_FOUND, E_SNAPSHOT_NOT_FOUND, E_FILE_*
 */
export async function prepareLiveRaw(
  request: Extract<JobRequest, { kind: 'export' }>,
  context: OpContext,
): Promise<Prepared> {
  const { source: point, path, output } = request
  const source = await openForExport(imageOf(point), point.snapshot === null, context)
  const delta = await writtenLive(source, { from: null, to: point.snapshot, wholeObject: true }, context)
  const origin = originOf(source, delta)
  return prepareRaw({ deltas: [delta], origin, path, options: output, context, checks: CHECKS })
}

/** Exports what changed between two points of a live image as a v1 diff. @throws AppError as {@link prepareLiveRaw}; E_DIFF_SNAPSHOT_ORDER */
export async function prepareLiveDiff(
  request: Extract<JobRequest, { kind: 'export-diff' }>,
  context: OpContext,
): Promise<Prepared> {
  const { source: point, fromSnapshot: from, path, output, wholeObject = false } = request
  const source = await openForExport(imageOf(point), point.snapshot === null, context)
  const delta = await writtenLive(source, { from, to: point.snapshot, wholeObject }, context)
  const origin = originOf(source, delta)
  return prepareDiff({ deltas: [delta], origin, path, options: output, context, checks: CHECKS })
}
