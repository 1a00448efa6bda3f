import type { ImageDetails } from '../../shared/contract.ts'
import type { ImageRef } from '../../shared/imageSpec.ts'
import { chosenOf, mergeInputsOf } from '../actions/current.ts'
import type { Range } from '../model/points.ts'
import { incrementOfLink, incrementsOf, isWithin, lastLinkOf } from '../model/increments.ts'
import { HEAD, historyOf, keyOfSnapshot, rangeOf } from '../model/points.ts'
import { placesOf } from '../model/clusterRows.ts'
import { clustersStore, placeKey } from '../stores/clusters.ts'
import { imageKey, imagesStore, poolKey } from '../stores/images.ts'
import { inspectorStore } from '../stores/inspector.ts'
import { selectionStore } from '../stores/selection.ts'
import type { Carried, Place } from './things.ts'

/** What is known of an image now. */
export function knownImage(image: ImageRef): ImageDetails | undefined {
  return imagesStore.getState().details[imageKey(image)]
}

/** All places there are: the list of files, the increments of the open image, each pool with its images, each open file. */
export function allPlaces(): readonly Place[] {
  const { pools, imagesByPool } = imagesStore.getState()
  return [
    { kind: 'files' },
    ...incrementPlaces(openDetails()),
    ...(pools ?? []).flatMap(({ connection, name }): Place[] => [
      { kind: 'pool', connection, pool: name },
      ...(imagesByPool[poolKey(connection, name)] ?? []).map(({ ref }): Place => ({ kind: 'image', image: ref })),
    ]),
    ...clusterPlaces(),
    ...inspectorStore.getState().files.map((file): Place => ({ kind: 'file', file })),
  ]
}

/** The pools and images of clusters, as far as they were read. */
function clusterPlaces(): readonly Place[] {
  const { pools, names } = clustersStore.getState()
  return Object.entries(pools).flatMap(([connection, { value }]) =>
    placesOf(connection, value ?? []).flatMap((place): Place[] => [
      { kind: 'pool', ...place },
      ...(names[placeKey(place)]?.value ?? []).map((image): Place => ({ kind: 'image', image: { ...place, image } })),
    ]),
  )
}

function incrementPlaces(details: ImageDetails | undefined): readonly Place[] {
  if (details === undefined) return []
  return incrementsOf(details).map((one) => ({
    kind: 'increment',
    image: details.ref,
    link: lastLinkOf(details, one),
  }))
}

/** The pool or image a row of the tree stands for. */
function placeOfRow(element: Element): Place | null {
  const key = element.closest('[data-key]')?.getAttribute('data-key') ?? null
  if (key === null) return null
  const { pools, imagesByPool } = imagesStore.getState()
  const pool = pools?.find(({ connection, name }) => poolKey(connection, name) === key)
  if (pool !== undefined) return { kind: 'pool', connection: pool.connection, pool: pool.name }
  const image = Object.values(imagesByPool)
    .flat()
    .find(({ ref }) => imageKey(ref) === key)
  return image === undefined ? clusterPlaceOf(key) : { kind: 'image', image: image.ref }
}

/** A row of a cluster's tree. */
function clusterPlaceOf(key: string): Place | null {
  return (
    clusterPlaces().find(
      (place) =>
        (place.kind === 'image'
          ? imageKey(place.image)
          : place.kind === 'pool'
            ? placeKey({ namespace: '', ...place })
            : null) === key,
    ) ?? null
  )
}

/** What a part of the sidebar stands for: a pool, an image, an open file, or the list of files. */
export function placeInSidebar(element: Element): Place | null {
  const path = element.closest('[data-path]')?.getAttribute('data-path') ?? null
  const file = inspectorStore.getState().files.find((one) => one.path === path)
  if (file !== undefined) return { kind: 'file', file }
  return element.closest('[data-files]') === null ? placeOfRow(element) : { kind: 'files' }
}

/** The image or the open file a part of the sidebar stands for, as something to carry. */
export function carriedInSidebar(element: Element): Carried | null {
  const place = placeInSidebar(element)
  return place?.kind === 'image' || place?.kind === 'file' ? place : null
}

/** The increment that a part of the timeline's picture stands for. */
export function placeOfMark(element: Element): Place | null {
  const link = linkOf(element)
  const details = openDetails()
  return link === null || details === undefined ? null : { kind: 'increment', image: details.ref, link }
}

function linkOf(element: Element): number | null {
  const link = element.closest('[data-link]')?.getAttribute('data-link') ?? null
  return link === null ? null : Number(link)
}

/** What of the timeline is meant: the chosen stretch where the mark is a part of it, else the point or increment itself. */
export function carriedOfMark(element: Element): Carried | null {
  const mark = element.closest('[data-drag]')
  const details = openDetails()
  if (mark === null || details === undefined) return null
  const { range } = chosenOf(details, selectionStore.getState())
  if (mark.getAttribute('data-drag') === 'increment') return carriedIncrement(details, range, linkOf(mark))
  if (mark.getAttribute('data-drag') === 'range') return range === null ? null : carriedRange(details, range)
  const key = mark.getAttribute('data-point')
  if (range?.stops.some((stop) => stop.key === key) === true) return carriedRange(details, range)
  return carriedPoint(details, key)
}

/** What is chosen, as something to carry: a stretch, a point, or the open image. */
export function carriedOfSelection(): Carried | null {
  const details = openDetails()
  if (details === undefined) return null
  const { range, point } = chosenOf(details, selectionStore.getState())
  if (range !== null) return carriedRange(details, range)
  return carriedPoint(details, point?.key ?? null) ?? { kind: 'image', image: details.ref }
}

function openDetails(): ImageDetails | undefined {
  const { image } = selectionStore.getState()
  return image === null ? undefined : knownImage(image)
}

function carriedPoint(details: ImageDetails, key: string | null): Carried | null {
  if (key === HEAD) return { kind: 'point', point: { ...details.ref, snapshot: null } }
  const snapshot = details.snapshots.find((one) => keyOfSnapshot(one) === key)
  return snapshot?.restorable === true ? { kind: 'point', point: { ...details.ref, snapshot: snapshot.name } } : null
}

function carriedIncrement(details: ImageDetails, chosen: Range | null, link: number | null): Carried | null {
  const increment = link === null ? null : incrementOfLink(details, link)
  if (increment === null || !increment.to.restorable) return null
  if (chosen !== null && isWithin(increment, chosen)) return carriedRange(details, chosen)
  const range = rangeOf(historyOf(details), increment.from.key, increment.to.key)
  return range === null ? null : carriedRange(details, range)
}

function carriedRange(details: ImageDetails, range: Range): Carried | null {
  const from = range.from.snapshot?.name
  if (from === undefined) return null
  return {
    kind: 'range',
    image: details.ref,
    from,
    to: range.to.snapshot?.name ?? null,
    inputs: mergeInputsOf(details, range),
  }
}
