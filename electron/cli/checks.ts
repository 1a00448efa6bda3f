import type { ImageDetails, SnapshotInfo } from '../../shared/contract.ts'
import { AppError } from '../../shared/errors.ts'
import { formatSpec, type ImageRef } from '../../shared/imageSpec.ts'
import { type Name, sameName } from '../../shared/names.ts'
import type { Engine } from './engine.ts'

/** What dry runs of short changes look at, in the words the engine refuses them with. */

/** Refuses a name that is taken. @throws AppError E_POOL_NOT_FOUND, E_IMAGE_EXISTS */
export async function checkNoImage(engine: Engine, image: ImageRef): Promise<void> {
  const images = await engine.call('image.list', { pool: image.pool })
  const isTaken = images.some(({ ref }) => ref.namespace === image.namespace && sameName(ref.image, image.image))
  if (isTaken) throw new AppError('E_IMAGE_EXISTS', `There is an image ${formatSpec(image)} already`)
}

/** A snapshot of an image. @throws AppError E_SNAPSHOT_NOT_FOUND */
export function requireSnapshot({ ref, snapshots }: ImageDetails, wanted: Name): SnapshotInfo {
  const found = snapshots.find(({ name }) => sameName(name, wanted))
  if (found !== undefined) return found
  throw new AppError('E_SNAPSHOT_NOT_FOUND', `${formatSpec(ref)} has no snapshot '${wanted.text}'`, {
    detail: { snapshot: wanted.text },
  })
}

/** Refuses a snapshot's name that is taken. @throws AppError E_SNAPSHOT_EXISTS */
export function checkNoSnapshot({ ref, snapshots }: ImageDetails, wanted: Name): void {
  if (!snapshots.some(({ name }) => sameName(name, wanted))) return
  throw new AppError('E_SNAPSHOT_EXISTS', `${formatSpec(ref)} has a snapshot '${wanted.text}' already`, {
    detail: { snapshot: wanted.text },
  })
}
