import type { Cleanup } from '../../shared/cleanup.ts'
import type { SnapshotInfo } from '../../shared/contract.ts'
import type { ImageRef } from '../../shared/imageSpec.ts'
import type { Name } from '../../shared/names.ts'
import { call } from '../api.ts'
import type { Cleaned } from '../model/cleanupRun.ts'
import { runCleanup } from '../model/cleanupRun.ts'
import { startJob } from './jobs.ts'
import { refreshImage } from './library.ts'
import { forgetChosen } from './snapshots.ts'

/** What may go from an image, and what becomes of it. @throws AppError */
export function readCleanup(
  image: ImageRef,
  remove: readonly Name[],
  options: { readonly signal: AbortSignal },
): Promise<Cleanup> {
  return call('image.cleanup', { image, remove: [...remove] }, options)
}

/** Removes snapshots and then starts the fold, as far as it goes. */
export async function cleanUp(image: ImageRef, going: readonly SnapshotInfo[], needsFold: boolean): Promise<Cleaned> {
  const outcome = await runCleanup(going, needsFold, {
    remove: ({ name }) => call('snapshot.remove', { image, name }),
    fold: () => startJob({ kind: 'fold', target: image }),
  })
  for (const snapshot of outcome.removed) forgetChosen(snapshot)
  await refreshImage(image)
  return outcome
}
