import { AppError } from '../../../shared/errors.ts'
import { formatSpec, type ImageRef, imageOf, LIBRARY, type PointRef } from '../../../shared/imageSpec.ts'
import { nameToBytes } from '../../../shared/names.ts'
import type { LibraryRef } from '../library/types.ts'

/**
 * The library's own way of naming an image of the contract.
 *
 * @throws AppError E_UNSUPPORTED — the image is on a cluster, and what was asked for is done in the library alone.
 */
export function libraryRef(image: ImageRef): LibraryRef {
  if (image.connection !== LIBRARY) {
    throw new AppError('E_UNSUPPORTED', `${formatSpec(image, true)} is on a cluster, where this cannot be done`, {
      hint: 'Export it, or replicate it into the library, and do it there',
      detail: { connection: image.connection },
    })
  }
  return { pool: nameToBytes(image.pool), namespace: image.namespace, image: nameToBytes(image.image) }
}

/** {@link libraryRef} of the image a point belongs to, and the point's name in bytes; null is the head. */
export function libraryPoint(point: PointRef): { readonly ref: LibraryRef; readonly snapshot: Uint8Array | null } {
  return { ref: libraryRef(imageOf(point)), snapshot: point.snapshot === null ? null : nameToBytes(point.snapshot) }
}

/** How a sentence calls an image or a point. */
export function called(ref: ImageRef | PointRef): string {
  return formatSpec(ref)
}
