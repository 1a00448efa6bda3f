import { createStore } from 'zustand/vanilla'
import type { ImageRef } from '../../shared/imageSpec.ts'

/** A part of an image, in bytes. */
export interface Region {
  readonly start: number
  readonly length: number
}

/** A point of the open image, as `model/points.ts` names it: its head, or a snapshot by its name. */
export type PointKey = string

export interface SelectionStore {
  /** The open folder, by the id it was adopted under; never together with an image. */
  readonly folder: string | null
  /** The open image. */
  readonly image: ImageRef | null
  /** The chosen point; with `anchor`, the end of a range that was moved last. */
  readonly point: PointKey | null
  /** The other end of a range; null when one point is chosen. */
  readonly anchor: PointKey | null
  /** The part of the image that is marked on the map: the timeline then tells the links that touched it. */
  readonly region: Region | null
}

/** What is chosen in the window. */
export const selectionStore = createStore<SelectionStore>(() => ({
  folder: null,
  image: null,
  point: null,
  anchor: null,
  region: null,
}))

/** Opens an image; nothing of it is chosen yet. */
export function openImage(image: ImageRef | null): void {
  selectionStore.setState({ image, folder: null, point: null, anchor: null, region: null })
}

/** Opens an adopted folder in place of an image, or closes it with null. */
export function openFolder(folder: string | null): void {
  selectionStore.setState({ folder, image: null, point: null, anchor: null, region: null })
}

/** Marks a part of the open image on its map, or none. */
export function chooseRegion(region: Region | null): void {
  selectionStore.setState({ region })
}

/** Chooses one point, or with `extend` the range from what is chosen to it. The same point twice makes a range a point again. */
export function choosePoint(point: PointKey | null, extend = false): void {
  selectionStore.setState((state) => {
    if (!extend || point === null || state.point === null) return { point, anchor: null }
    const anchor = state.anchor ?? state.point
    return { point, anchor: anchor === point ? null : anchor }
  })
}

/** Follows a point that goes by another key now: its snapshot was renamed. */
export function followPoint(before: PointKey, now: PointKey): void {
  selectionStore.setState(({ point, anchor }) => ({
    point: point === before ? now : point,
    anchor: anchor === before ? now : anchor,
  }))
}
