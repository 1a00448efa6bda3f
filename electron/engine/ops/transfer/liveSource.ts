import { formatSpec, type ImageRef } from '../../../../shared/imageSpec.ts'
import { nameFromBytes, nameToBytes, sameName } from '../../../../shared/names.ts'
import { sparsify } from '../../algebra/sparsify.ts'
import { liveMeta } from '../../ceph/cluster.ts'
import { featureBits } from '../../ceph/imageArgs.ts'
import { readLive } from '../../ceph/liveDelta.ts'
import type { Connection, LiveImage } from '../../../../shared/connections.ts'
import type { DeltaReader } from '../../delta.ts'
import { stripesInFull } from '../../library/imageOptions.ts'
import type { OpContext } from '../context.ts'
import { openLive, writtenLiveParts } from '../live/source.ts'
import { withHeader } from '../written.ts'
import type { EndPoint, Opened, TransferSource } from './types.ts'

/** An image of a cluster as the end that is read. @throws AppError E_CONNECTION_UNKNOWN, E_CLUSTER_*, E_POOL_NOT_FOUND, E_IMAGE_NOT_FOUND */
export async function liveSource(ref: ImageRef, isHeadRead: boolean, context: OpContext): Promise<TransferSource> {
  const connection = context.connections.get(ref.connection)
  const [source, meta] = await Promise.all([
    openLive(ref, isHeadRead, context),
    liveMeta(connection, ref, context.signal),
  ])
  const { image, warnings } = source
  const { order, features, stripeUnit, stripeCount, sizeBytes } = image
  return {
    ref,
    points: livePoints(image),
    headBytes: sizeBytes,
    facts: {
      order,
      features: featureBits(features),
      ...stripesInFull(order, stripeUnit ?? 0, stripeCount ?? 0),
      meta,
      protectionBytes: null,
    },
    warnings,
    check: { label: `The cluster answers, and ${formatSpec(ref, true)} is there`, state: 'ok' },
    content: (at) => liveContent(connection, ref, at, context),
    async deltas(from, ends) {
      const points = [from, ...ends].map((name) => (name === null ? null : nameFromBytes(name)))
      const parts = ends.map((_, index) => ({
        from: points[index] ?? null,
        to: points[index + 1] ?? null,
        wholeObject: points[index] === null,
      }))
      const it = (await writtenLiveParts(source, parts, context)).map((delta, index) => {
        const { to = null, wholeObject } = parts[index] ?? {}
        const isProtected = to === null ? undefined : image.snapshots.find(({ name }) => sameName(name, to))?.protected
        const header = { ...delta.header, ...(isProtected === undefined ? {} : { isProtected }) }
        // Of whole objects only what is not zero is worth moving.
        const read = wholeObject === true ? () => sparsify(delta.open(), () => true) : delta.open
        return withHeader({ ...delta, open: read, openAsIs: read }, header)
      })
      return { it, close: () => Promise.resolve() }
    },
  }
}

/** The named points of a live image, oldest first. */
export function livePoints({ snapshots }: Pick<LiveImage, 'snapshots'>): readonly EndPoint[] {
  return snapshots.map(({ name, sizeBytes, protected: isProtected }) => ({
    name: nameToBytes(name),
    sizeBytes,
    isProtected,
  }))
}

/** All of a live image at a point: its objects, as the object map tells them. Nothing is read before the first record is asked for. */
export function liveContent(
  connection: Connection,
  image: ImageRef,
  { name, sizeBytes }: EndPoint,
  context: OpContext,
): Promise<Opened<DeltaReader>> {
  const to = nameFromBytes(name)
  // Asked for the objects of an image without any, rbd 16.2 ends by its own assertion.
  const it = readLive({ connection, image, from: null, to, sizeBytes, wholeObject: sizeBytes > 0 }, context)
  return Promise.resolve({ it, close: () => it.close() })
}
