import type { RemovedImage } from '../../shared/removedImage.ts'
import type { ImageRef } from '../../shared/imageSpec.ts'
import { formatSpec } from '../../shared/imageSpec.ts'
import { isAppError, toWire } from '../../shared/errors.ts'
import { nameFromText } from '../../shared/names.ts'
import { call } from '../api.ts'
import { sheetText } from '../sheetText.ts'
import { removedStore } from '../stores/removedImages.ts'
import { openImage } from '../stores/selection.ts'
import { announce, showSheet, uiStore } from '../stores/ui.ts'
import { formatTime } from '../strings.ts'
import { refreshImage, visitImage } from './library.ts'
import { offerUndo } from './offerUndo.ts'

const t = sheetText.removed

/**
 * Removes an image; `confirm` is its pool and name as the user typed them. It can be brought back, for a while with Undo.
 *
 * @throws AppError E_IMAGE_HAS_SNAPSHOTS, E_LIBRARY_LOCKED
 */
export async function removeImage(image: ImageRef, confirm: string): Promise<void> {
  const removed = await call('image.remove', { image, confirm })
  openImage(null)
  offerUndo({ kind: 'bring-back', text: t.undo(formatSpec(image), formatTime(removed.keptUntil)), removed })
  await refreshImage(image)
}

/** Reads what was removed and can be brought back, for the list that shows it. */
export async function refreshRemoved(): Promise<void> {
  try {
    removedStore.setState({ images: await call('trash.list', { pool: null }), error: null })
  } catch (error) {
    removedStore.setState({ error: toWire(error) })
  }
}

/**
 * Brings a removed image back and opens it; `newName` null: under its own name.
 *
 * @throws AppError E_IMAGE_EXISTS when the name is taken; E_IMAGE_NOT_IN_TRASH when it was swept, or is back already
 */
export async function bringBack({ ref, id }: RemovedImage, newName: string | null): Promise<void> {
  const name = newName === null ? null : nameFromText(newName)
  const image = await call('trash.restore', { pool: ref.pool, namespace: ref.namespace, id, newName: name })
  // Its removal is undone, whichever way that was asked for.
  const { undo } = uiStore.getState()
  if (undo?.kind === 'bring-back' && undo.removed.id === id) uiStore.setState({ undo: null })
  announce(t.back(formatSpec(image)))
  await refreshImage(image)
  await visitImage(image)
}

/** {@link bringBack} under its own name; where that is taken, asks for another. @throws AppError E_IMAGE_NOT_IN_TRASH */
export async function bringBackOrAsk(removed: RemovedImage): Promise<void> {
  try {
    await bringBack(removed, null)
  } catch (error) {
    if (!isAppError(error, 'E_IMAGE_EXISTS')) throw error
    showSheet({ kind: 'bring-back', removed })
  }
}
