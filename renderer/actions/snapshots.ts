import type { SnapshotInfo } from '../../shared/contract.ts'
import type { ImageRef } from '../../shared/imageSpec.ts'
import { formatSpec } from '../../shared/imageSpec.ts'
import { nameFromText } from '../../shared/names.ts'
import { call } from '../api.ts'
import { isLiveRef } from '../model/liveDetails.ts'
import { keyOfSnapshot } from '../model/points.ts'
import { choosePoint, followPoint, selectionStore } from '../stores/selection.ts'
import { announce, showSheet } from '../stores/ui.ts'
import type { Undo } from '../stores/ui.ts'
import { imageText } from '../imageText.ts'
import { text } from '../strings.ts'
import { guarded } from './failure.ts'
import { refreshImage } from './library.ts'
import { offerUndo } from './offerUndo.ts'

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

/** Protects a snapshot from removal, or takes that back; at once, and can be undone. @throws AppError E_LIBRARY_LOCKED */
export async function setProtection(image: ImageRef, snapshot: SnapshotInfo, isProtected: boolean): Promise<void> {
  await changeProtection(image, snapshot, isProtected)
  const spec = formatSpec({ ...image, snapshot: snapshot.name })
  const sentence = isProtected ? imageText.protection.protected(spec) : imageText.protection.unprotected(spec)
  offerUndo({ kind: isProtected ? 'unprotect' : 'protect', text: sentence, image, snapshots: [snapshot] })
  await refreshImage(image)
}

async function changeProtection(image: ImageRef, { name }: SnapshotInfo, isProtected: boolean): Promise<void> {
  await call(isProtected ? 'snapshot.protect' : 'snapshot.unprotect', { image, name })
}

/** Removes a snapshot at once; for a while it can be taken back. @throws AppError E_SNAPSHOT_PROTECTED */
export async function removeSnapshot(image: ImageRef, snapshot: SnapshotInfo): Promise<void> {
  const removed = await call('snapshot.remove', { image, name: snapshot.name })
  forgetChosen(snapshot)
  const sentence = text.snapshot.removed(formatSpec({ ...image, snapshot: snapshot.name }))
  offerUndo({ kind: 'restore', text: sentence, image, snapshots: [removed] })
  await refreshImage(image)
}

/** Removes a snapshot of a live image, which cannot be taken back. @throws AppError E_SNAPSHOT_PROTECTED, E_CLUSTER_* */
export async function removeLiveSnapshot(image: ImageRef, snapshot: SnapshotInfo): Promise<void> {
  await call('snapshot.remove', { image, name: snapshot.name })
  forgetChosen(snapshot)
  announce(text.snapshot.removed(formatSpec({ ...image, snapshot: snapshot.name })))
  await refreshImage(image)
}

/** Removes a snapshot at once where that can be taken back, and asks where it cannot. */
export function removeOrAsk(image: ImageRef, snapshot: SnapshotInfo): void {
  if (isLiveRef(image)) showSheet({ kind: 'remove-snapshot', image, snapshot })
  else void guarded(() => removeSnapshot(image, snapshot))
}

/** A point that is gone is not chosen any more. */
export function forgetChosen(snapshot: SnapshotInfo): void {
  const key = keyOfSnapshot(snapshot)
  const { point, anchor } = selectionStore.getState()
  if (point === key || anchor === key) choosePoint(null)
}

/** Gives removed snapshots their names back, the last first. @throws AppError E_SNAPSHOT_EXISTS */
export async function restoreSnapshots(image: ImageRef, removed: readonly SnapshotInfo[]): Promise<void> {
  for (const snapshot of removed.toReversed()) {
    await call('snapshot.restore', { image, snapshot })
    announce(text.snapshot.back(snapshot.name.text))
  }
}

/** Takes back what was done to snapshots. @throws AppError E_SNAPSHOT_EXISTS */
export async function undoSnapshots({ kind, image, snapshots }: Extract<Undo, { snapshots: unknown }>): Promise<void> {
  if (kind === 'restore') await restoreSnapshots(image, snapshots)
  else for (const snapshot of snapshots) await changeProtection(image, snapshot, kind === 'protect')
  await refreshImage(image)
}
