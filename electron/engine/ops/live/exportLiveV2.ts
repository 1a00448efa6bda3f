import { imageOf } from '../../../../shared/imageSpec.ts'
import type { JobRequest } from '../../../../shared/jobs.ts'
import type { Name } from '../../../../shared/names.ts'
import { nameToBytes } from '../../../../shared/names.ts'
import { liveMeta } from '../../ceph/cluster.ts'
import { featureBits } from '../../ceph/imageArgs.ts'
import { rbdMajor } from '../../ceph/version.ts'
import type { ImageV2Header } from '../../codec/imageV2Header.ts'
import type { DeltaHeader } from '../../delta.ts'
import { stripesInFull } from '../../library/imageOptions.ts'
import type { OpContext, Prepared } from '../context.ts'
import { prepareImageV2 } from '../encodeImageV2.ts'
import { sumTotals, withHeader, type Written } from '../written.ts'
import { liveSnapshot, type LiveSource, openForExport, originOf, writtenLiveParts } from './source.ts'

/**
 * Exports a live image with its history as format 2 (FORMATS §5): all snapshots up to the point asked for, then the head; byte by byte what the `rbd` of
 * that cluster writes. Of `IMAGE@SNAP` the history ends at the snapshot, and the head is that snapshot: a last diff that changes nothing.
 *
 * @throws AppError E_CONNECTION_UNKNOWN, E_CLUSTER_*, E_POOL_NOT_FOUND, E_IMAGE_NOT_FOUND, E_SNAPSHOT_NOT_FOUND, E_FILE_*
 */
export async function prepareLiveV2(
  request: Extract<JobRequest, { kind: 'export' }>,
  context: OpContext,
): Promise<Prepared> {
  const { source: point, path, output, dialect } = request
  const source = await openForExport(imageOf(point), point.snapshot === null, context)
  const { connection, ref } = source
  const [deltas, meta, isLongProtection] = await Promise.all([
    historyUpTo(source, point.snapshot, context),
    liveMeta(connection, ref, context.signal),
    dialect === undefined ? rbdMajor(connection, context.signal).then((major) => major === 16) : dialect === '16.2',
  ])
  return prepareImageV2({
    deltas,
    origin: originOf(source, { totals: sumTotals(deltas) }),
    path,
    options: output,
    context,
    checks: ['The cluster answers, and the image and its points are there'],
    header: headerOf(source, meta),
    protectionBytes: isLongProtection ? 8 : 1,
  })
}

function headerOf({ image }: LiveSource, meta: ImageV2Header['meta']): ImageV2Header {
  const { order, features, stripeUnit, stripeCount } = image
  return {
    order,
    features: featureBits(features),
    ...stripesInFull(order, stripeUnit ?? 0, stripeCount ?? 0),
    meta,
    protectionBytes: null,
  }
}

/** A delta for every snapshot up to a point (null: the head), then the head's. */
async function historyUpTo(source: LiveSource, end: Name | null, context: OpContext): Promise<readonly Written[]> {
  const last = end === null ? null : liveSnapshot(source, end)
  const snapshots = source.image.snapshots.filter(({ id }) => last === null || id <= last.id)
  const ends = [...snapshots.map(({ name }) => name), ...(last === null ? [null] : [])]
  const parts = ends.map((to, index) => ({ from: ends[index - 1] ?? null, to, wholeObject: false }))
  const deltas = (await writtenLiveParts(source, parts, context)).map((delta, index) => {
    const snapshot = snapshots[index]
    return snapshot === undefined ? delta : withHeader(delta, { ...delta.header, isProtected: snapshot.protected })
  })
  if (last === null) return deltas
  return [...deltas, unchanged({ from: nameToBytes(last.name), to: null, sizeBytes: last.sizeBytes })]
}

function unchanged(header: DeltaHeader): Written {
  const open = () => ({ header, next: () => null, payload: () => null, close: () => Promise.resolve() })
  return { header, totals: { count: 0, dataBytes: 0, zeroBytes: 0 }, isExact: true, open, openAsIs: open }
}
