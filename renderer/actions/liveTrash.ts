import type { TrashedImage } from '../../shared/connections.ts'
import { isAppError } from '../../shared/errors.ts'
import { formatSpec, type ImageRef } from '../../shared/imageSpec.ts'
import type { Name } from '../../shared/names.ts'
import { call } from '../api.ts'
import { clusterText } from '../clusterText.ts'
import { liveText } from '../liveText.ts'
import { clustersStore, type Place } from '../stores/clusters.ts'
import { imageKey } from '../stores/images.ts'
import { openImage, selectionStore } from '../stores/selection.ts'
import { announce, showSheet, uiStore } from '../stores/ui.ts'
import { readNames, readTrash } from './clusters.ts'
import { visitImage } from './library.ts'
import { offerUndo } from './offerUndo.ts'

/** Puts a live image into the trash of its pool, for a while with Undo; `confirm`: its spec, as it was typed. @throws AppError E_CLUSTER_* */
export async function moveToTrash(image: ImageRef, confirm: string): Promise<void> {
  const id = clustersStore.getState().images[imageKey(image)]?.value?.id
  await call('cluster.moveToTrash', { image, confirm })
  const text = liveText.trash.done(formatSpec(image))
  // In the trash it is known by its id alone: of one that was never read there is nothing to undo by.
  if (id === undefined) announce(text)
  else {
    const { image: name, ...place } = image
    offerUndo({ kind: 'restore-trashed', text, place, trashed: { id, name, deletedAt: null, status: '' } })
  }
  const open = selectionStore.getState().image
  if (open !== null && imageKey(open) === imageKey(image)) openImage(null)
  await readNames(image)
}

/** Takes an image out of the trash, under another name where one is given. @throws AppError E_IMAGE_EXISTS */
async function restoreTrashed(place: Place, image: TrashedImage, newName: Name | null): Promise<void> {
  const { connection, pool, namespace } = place
  await call('cluster.restoreFromTrash', { connection, pool, namespace, id: image.id, newName })
  // Its removal is undone, whichever way that was asked for.
  const { undo } = uiStore.getState()
  if (undo?.kind === 'restore-trashed' && undo.trashed.id === image.id) uiStore.setState({ undo: null })
  await Promise.all([readTrash(place), readNames(place)])
  announce(clusterText.trash.done((newName ?? image.name).text))
}

/** {@link restoreTrashed}, and opens what came back. @throws AppError E_IMAGE_EXISTS */
export async function restoreAndVisit(place: Place, trashed: TrashedImage, newName: Name | null): Promise<void> {
  await restoreTrashed(place, trashed, newName)
  await visitImage({ ...place, image: newName ?? trashed.name })
}

/** {@link restoreAndVisit} under its own name; where that is taken, asks for another. @throws AppError E_CLUSTER_* */
export async function restoreOrAsk(place: Place, trashed: TrashedImage): Promise<void> {
  try {
    await restoreAndVisit(place, trashed, null)
  } catch (error) {
    if (!isAppError(error, 'E_IMAGE_EXISTS')) throw error
    showSheet({ kind: 'restore-trashed', place, trashed })
  }
}
