import type { LiveImage } from '../../shared/connections.ts'
import type { ImageDetails } from '../../shared/contract.ts'
import type { ImageRef } from '../../shared/imageSpec.ts'
import { LIBRARY } from '../../shared/imageSpec.ts'

/** Whether an image lies on a cluster. */
export function isLiveRef({ connection }: Pick<ImageRef, 'connection'>): boolean {
  return connection !== LIBRARY
}

/**
 * A live image as the page, the sheets and the commands take any image: its points, with sizes, times and protection. It has no files: `links` is empty, and
 * what a cluster does not know of (stored bytes, a folder, a lock file) stands at nothing and is not shown. What only a cluster knows is in `LiveImage`.
 */
export function detailsOfLive(ref: ImageRef, image: LiveImage): ImageDetails {
  return {
    ref,
    state: 'ok',
    sizeBytes: image.sizeBytes,
    snapshotCount: image.snapshots.length,
    linkCount: 0,
    storedBytes: 0,
    id: image.id,
    folder: '',
    order: image.order,
    features: image.features,
    createdAt: image.createdAt,
    headRestorable: true,
    links: [],
    snapshots: image.snapshots.map((snapshot, index) => ({ ...snapshot, afterLink: index + 1, restorable: true })),
    lock: null,
    ...(image.stripeUnit === null ? {} : { stripeUnit: image.stripeUnit }),
    ...(image.stripeCount === null ? {} : { stripeCount: image.stripeCount }),
  }
}
