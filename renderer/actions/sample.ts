import type { ImageSummary } from '../../shared/contract.ts'
import { LIBRARY } from '../../shared/imageSpec.ts'
import { call } from '../api.ts'
import { isFresh, isSample, sampleStart } from '../model/sample.ts'
import { keyOfSnapshot } from '../model/points.ts'
import { imageKey, imagesStore, poolKey } from '../stores/images.ts'
import { foldersStore } from '../stores/folders.ts'
import { frameStore } from '../stores/frame.ts'
import { inspectorStore } from '../stores/inspector.ts'
import { jobsStore } from '../stores/jobs.ts'
import { choosePoint, openImage, selectionStore } from '../stores/selection.ts'
import { uiStore } from '../stores/ui.ts'
import { refreshLibrary, visitImage } from './library.ts'

/** Every image of the library that was read. */
export function libraryImages(): readonly ImageSummary[] {
  return Object.values(imagesStore.getState().imagesByPool)
    .flat()
    .filter(({ ref }) => ref.connection === LIBRARY)
}

/** The sample's images that are still there. */
export function sampleImages(): readonly ImageSummary[] {
  return libraryImages().filter(isSample)
}

/** Whether the start page stands in the middle: it was asked for, or nothing was done here yet. Nothing else is open then. */
export function isStartPageShown(): boolean {
  const { image, folder } = selectionStore.getState()
  if (image !== null || folder !== null || uiStore.getState().isHistoryOpen) return false
  if (frameStore.getState().isWelcomeOpen) return true
  const isUntouched =
    jobsStore.getState().jobs.length === 0 &&
    foldersStore.getState().folders.length === 0 &&
    inspectorStore.getState().files.length === 0
  return isUntouched && isLibraryRead() && isFresh(libraryImages())
}

/** Whether it is known which images every pool holds: before that a full library looks like an empty one. */
function isLibraryRead(): boolean {
  const { pools, imagesByPool } = imagesStore.getState()
  return (
    pools?.every(
      ({ connection, name, imageCount }) => imageCount === 0 || imagesByPool[poolKey(connection, name)] !== undefined,
    ) ?? false
  )
}

/** Opens the sample's first image with a point chosen, so that there is something to export. @throws AppError */
export async function openSample(): Promise<void> {
  const start = sampleStart(libraryImages())
  if (start === null) return
  await visitImage(start.image.ref)
  const details = imagesStore.getState().details[imageKey(start.image.ref)]
  const snapshot = details?.snapshots.find(({ name }) => name.text === start.snapshot) ?? details?.snapshots.at(-1)
  if (snapshot !== undefined) choosePoint(keyOfSnapshot(snapshot))
}

/** Removes the sample's images with their snapshots; whatever else the library holds stays. @throws AppError */
export async function removeSample(): Promise<void> {
  openImage(null)
  for (const { ref } of sampleImages()) {
    const { snapshots } = await call('image.get', ref)
    for (const { name, protected: isProtected } of snapshots) {
      if (isProtected) await call('snapshot.unprotect', { image: ref, name })
      await call('snapshot.remove', { image: ref, name })
    }
    await call('image.remove', { image: ref, confirm: `${ref.pool.text}/${ref.image.text}` })
  }
  await refreshLibrary()
}
