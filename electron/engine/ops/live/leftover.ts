import { randomBytes } from 'node:crypto'
import type { Connection } from '../../../../shared/connections.ts'
import { AppError } from '../../../../shared/errors.ts'
import { formatSpec, type ImageRef } from '../../../../shared/imageSpec.ts'
import { isTemporaryName, TEMPORARY_MARK } from '../../../../shared/leftover.ts'
import { type Name, nameFromText } from '../../../../shared/names.ts'
import { liveImage } from '../../ceph/cluster.ts'
import { answerOf, imageArgs } from '../../ceph/rbd.ts'
import { whenFree } from './lockPatience.ts'

/** A temporary name for an image that is being made: says whose it is, should it ever be left behind. */
export function temporaryName({ text }: Name): Name {
  return nameFromText(`${text}${TEMPORARY_MARK}${randomBytes(4).toString('hex')}`)
}

/** Removes an image with its snapshots. @throws AppError E_IMAGE_NOT_FOUND, E_CLUSTER_* */
export async function removeWhole(connection: Connection, image: ImageRef, signal: AbortSignal): Promise<void> {
  const run = (...args: readonly string[]) => whenFree(() => answerOf({ connection, args, signal }))
  const { snapshots } = await liveImage(connection, image, signal)
  for (const { name, protected: isProtected } of snapshots) {
    if (isProtected) await run('snap', 'unprotect', ...imageArgs(image, name))
  }
  if (snapshots.length > 0) await run('snap', 'purge', ...imageArgs(image), '--no-progress')
  await run('rm', ...imageArgs(image), '--no-progress')
}

/**
 * Removes what an import that was killed left: only an image whose name says that it is one, and that nobody has open.
 *
 * @throws AppError E_CONTRACT_BAD_INPUT, E_CLUSTER_IN_USE, E_IMAGE_NOT_FOUND, E_CLUSTER_*
 */
export async function removeLeftover(connection: Connection, image: ImageRef, signal: AbortSignal): Promise<void> {
  if (!isTemporaryName(image.image)) {
    throw new AppError('E_CONTRACT_BAD_INPUT', `${formatSpec(image)} is not what an import left, so it stays`)
  }
  const { watchers } = await liveImage(connection, image, signal)
  if (watchers.length > 0) {
    throw new AppError('E_CLUSTER_IN_USE', `${formatSpec(image)} is open in ${watchers[0]}`, {
      hint: 'An import may be under way; what a killed client has open is free again after half a minute',
    })
  }
  await removeWhole(connection, image, signal)
}
