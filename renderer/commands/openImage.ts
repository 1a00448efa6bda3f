import type { Chosen } from '../actions/current.ts'
import { chosenOf } from '../actions/current.ts'
import type { ImageDetails, SnapshotInfo } from '../../shared/contract.ts'
import { isLiveRef } from '../model/liveDetails.ts'
import { imageKey, imagesStore } from '../stores/images.ts'
import { selectionStore } from '../stores/selection.ts'

/** The open image with what is chosen of it. */
export interface Current {
  readonly details: ImageDetails
  readonly chosen: Chosen
}

/** What is open and chosen now; null while no image is. */
export function current(): Current | null {
  const selection = selectionStore.getState()
  if (selection.image === null) return null
  const details = imagesStore.getState().details[imageKey(selection.image)]
  return details === undefined ? null : { details, chosen: chosenOf(details, selection) }
}

/** Whether an image is open. */
export function hasImage(): boolean {
  return current() !== null
}

/** Whether an image is open that may be changed. */
export function isWritable(): boolean {
  const state = current()?.details.state
  return state === 'ok' || state === 'gap'
}

/** Whether the open image lies on a cluster. */
export function isLive(): boolean {
  const details = current()?.details
  return details !== undefined && isLiveRef(details.ref)
}

/** Whether an image of the library is open: what works on links and manifests is for those alone. */
export function isInLibrary(): boolean {
  return hasImage() && !isLive()
}

/** The chosen snapshot; null where none, or more than one point, is chosen. */
export function chosenSnapshot(): SnapshotInfo | null {
  return current()?.chosen.point?.snapshot ?? null
}

/** A command's act on the open image. */
export function forImage(act: (now: Current) => void): () => void {
  return () => {
    const now = current()
    if (now !== null) act(now)
  }
}

/** A command's act on the chosen snapshot of the open image. */
export function forSnapshot(act: (now: Current, snapshot: SnapshotInfo) => void): () => void {
  return forImage((now) => {
    const snapshot = now.chosen.point?.snapshot ?? null
    if (snapshot !== null) act(now, snapshot)
  })
}
