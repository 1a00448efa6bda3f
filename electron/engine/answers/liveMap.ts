import type { Bins, EngineCalls, Extents, Input } from '../../../shared/contract.ts'
import type { Name } from '../../../shared/names.ts'
import { BinGrid, BinnedBytes } from '../algebra/bins.ts'
import type { Connections } from '../ceph/connections.ts'
import { liveSize } from '../ceph/cluster.ts'
import { type LiveExtent, liveExtents } from '../ceph/estimate.ts'

/**
 * What lies in each bin of a part of a live image, and what of it was changed since `from`, in whole objects, as the object map tells them: as
 * `imageBins` for the library. Who wrote what, and how often, no cluster knows: there is no history. Memory: one answer.
 *
 * @throws AppError E_CLUSTER_*, E_IMAGE_NOT_FOUND, E_SNAPSHOT_NOT_FOUND
 */
export async function liveBins(
  connections: Connections,
  { image, from, to, bins, start, length }: Input<EngineCalls, 'image.bins'>,
  signal: AbortSignal,
): Promise<Bins> {
  const connection = connections.get(image.connection)
  const { sizeBytes } = await liveSize(connection, image, to, signal)
  const offset = start ?? 0
  const part = { offset, length: length ?? Math.max(0, sizeBytes - offset) }
  const bytes = new BinnedBytes(new BinGrid(part, bins))
  for await (const extent of listed(connections, { image, from, to, wholeObject: true, sizeBytes }, signal)) {
    const begin = Math.max(extent.offset, part.offset)
    const end = Math.min(extent.offset + extent.length, part.offset + part.length)
    if (begin < end) bytes.add(extent.exists, begin, end - begin)
  }
  return {
    sizeBytes,
    ...(start === undefined && length === undefined ? {} : { start: offset, length: part.length }),
    dataBytes: [...bytes.data],
    zeroBytes: [...bytes.zero],
  }
}

/** What `rbd diff` lists of a live image: at most `limit` extents from `start` on. @throws AppError as {@link liveBins} */
export async function liveExtentList(
  connections: Connections,
  { image, from, to, wholeObject, start, limit }: Input<EngineCalls, 'image.extents'>,
  signal: AbortSignal,
): Promise<Extents> {
  const { sizeBytes } = await liveSize(connections.get(image.connection), image, to, signal)
  const extents: LiveExtent[] = []
  for await (const extent of listed(connections, { image, from, to, wholeObject, sizeBytes }, signal)) {
    if (extent.offset < start) continue
    if (extents.length === limit) return { extents, next: extent.offset }
    extents.push(extent)
  }
  return { extents, next: null }
}

interface Listed {
  readonly image: Input<EngineCalls, 'image.bins'>['image']
  readonly from: Name | null
  readonly to: Name | null
  readonly wholeObject: boolean
  readonly sizeBytes: number
}

/** Asked for the objects of an image without any, rbd 16.2 ends by its own assertion: it has no extents. */
function listed(
  connections: Connections,
  { sizeBytes, wholeObject, ...stretch }: Listed,
  signal: AbortSignal,
): AsyncIterable<LiveExtent> | Iterable<LiveExtent> {
  if (sizeBytes === 0) return []
  return liveExtents({ connection: connections.get(stretch.image.connection), ...stretch }, wholeObject, signal)
}
