import type { ImageRef } from '../../shared/imageSpec.ts'
import { nameFromText } from '../../shared/names.ts'
import { call } from '../api.ts'
import { isLiveRef } from '../model/liveDetails.ts'
import { imageKey } from '../stores/images.ts'
import { openImage, selectionStore } from '../stores/selection.ts'
import { readNames } from './clusters.ts'
import { refreshImage, refreshPool, visitImage } from './library.ts'

/** Gives an image another size. @throws AppError E_IMAGE_SHRINKS unless that is allowed, E_IMAGE_SAME_SIZE, E_LIBRARY_LOCKED */
export async function resizeImage(image: ImageRef, sizeBytes: number, allowShrink: boolean): Promise<void> {
  await call('image.resize', { image, sizeBytes, allowShrink })
  await refreshImage(image)
}

/** Gives an image another name in its pool; where it is open, its page goes with it. @throws AppError E_IMAGE_EXISTS, E_LIBRARY_LOCKED */
export async function renameImage(image: ImageRef, newName: string): Promise<void> {
  const renamed: ImageRef = { ...image, image: nameFromText(newName) }
  const { image: open, point, anchor } = selectionStore.getState()
  const isOpen = open !== null && imageKey(open) === imageKey(image)
  // The event of the change may come before the answer, and must not find the page on a name that is gone.
  if (isOpen) openImage(null)
  try {
    await call('image.rename', { image, newName: renamed.image })
  } catch (error) {
    if (isOpen) selectionStore.setState({ image, point, anchor })
    throw error
  }
  await (isLiveRef(image) ? readNames(image) : refreshPool(image.pool, image.connection))
  if (!isOpen) return
  await visitImage(renamed)
  selectionStore.setState({ point, anchor })
}
