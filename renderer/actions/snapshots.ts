import type { SnapshotInfo } from '../../shared/contract.ts'
import type { ImageRef } from '../../shared/imageSpec.ts'
import { formatSpec } from '../../shared/imageSpec.ts'
import { nameFromText } from '../../shared/names.ts'
import { call } from '../api.ts'
import { keyOfSnapshot } from '../model/points.ts'
import { choosePoint, followPoint, selectionStore } from '../stores/selection.ts'
import { announce, uiStore } from '../stores/ui.ts'
import { text } from '../strings.ts'
import { refreshImage } from './library.ts'

/** Gives the head a name. @throws AppError E_SNAPSHOT_EXISTS, E_LIBRARY_LOCKED */
export async function createSnapshot(image: ImageRef, name: string): Promise<void> {
  await call('snapshot.create', { image, name: nameFromText(name) })
  announce(text.snapshot.made(name))
  await refreshImage(image)
}

/** Gives a snapshot another name. @throws AppError E_SNAPSHOT_EXISTS, E_SNAPSHOT_NOT_FOUND */
export async function renameSnapshot(image: ImageRef, snapshot: SnapshotInfo, newName: string): Promise<void> {
  const name = nameFromText(newName)
  await call('snapshot.rename', { image, name: snapshot.name, newName: name })
  followPoint(keyOfSnapshot(snapshot), keyOfSnapshot({ ...snapshot, name }))
  await refreshImage(image)
}

let undoId = 0

/** Removes a snapshot at once; for a while it can be taken back. @throws AppError E_SNAPSHOT_PROTECTED */
export async function removeSnapshot(image: ImageRef, snapshot: SnapshotInfo): Promise<void> {
  const removed = await call('snapshot.remove', { image, name: snapshot.name })
  const key = keyOfSnapshot(snapshot)
  const { point, anchor } = selectionStore.getState()
  if (point === key || anchor === key) choosePoint(null)
  const sentence = text.snapshot.removed(formatSpec({ ...image, snapshot: snapshot.name }))
  uiStore.setState({ undo: { id: ++undoId, text: sentence, image, snapshot: removed } })
  announce(`${sentence}. ${text.undo.hint}`)
  await refreshImage(image)
}

/** Takes the last removal back. @throws AppError E_SNAPSHOT_EXISTS */
export async function undoRemoval(): Promise<void> {
  const { undo } = uiStore.getState()
  if (undo === null) return
  uiStore.setState({ undo: null })
  await call('snapshot.restore', { image: undo.image, snapshot: undo.snapshot })
  announce(text.snapshot.back(undo.snapshot.name.text))
  await refreshImage(undo.image)
}
