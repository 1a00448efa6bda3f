import type { Bins, ImageDetails } from '../../shared/contract.ts'
import type { Name } from '../../shared/names.ts'
import { nameKey } from '../../shared/names.ts'
import { call } from '../api.ts'
import type { MapReading } from '../model/map/reading.ts'
import { readingOf } from '../model/map/reading.ts'
import type { Region } from '../stores/selection.ts'

/** What a map reads: `from` undefined where it tells of no stretch. */
export interface MapRequest {
  readonly from: Name | null | undefined
  readonly to: Name | null
  readonly view: Region | null
  readonly cells: number
}

/** How many answers are kept for an image, so that modes change at once. */
const MOST_KEPT = 8
/** By the image's details: after a change of the image they are another object, and nothing of before is true. */
const kept = new WeakMap<ImageDetails, Map<string, Bins>>()

/** Reads what a map shows. @throws AppError, and the signal's reason */
export async function readMap(
  details: ImageDetails,
  { from, to, view, cells }: MapRequest,
  signal: AbortSignal,
): Promise<MapReading> {
  const [base, stretch] = await Promise.all([
    readBins(details, { from: null, to, view, bins: cells }, signal),
    from === undefined ? null : readBins(details, { from, to, view, bins: cells }, signal),
  ])
  return readingOf(base, stretch, 2 ** details.order)
}

/** What is known of a marked part: bytes allocated in it at a point, and the links that have records in it. */
export interface RegionFacts {
  readonly allocatedBytes: number
  readonly links: readonly number[]
}

/** Reads what lies in a part of an image. @throws AppError, and the signal's reason */
export async function readRegion(
  details: ImageDetails,
  { to, region }: { readonly to: Name | null; readonly region: Region },
  signal: AbortSignal,
): Promise<RegionFacts> {
  const [bins, touched] = await Promise.all([
    readBins(details, { from: null, to, view: region, bins: 1 }, signal),
    call('image.touched', { image: details.ref, ...region }, { signal }),
  ])
  return { allocatedBytes: bins.dataBytes[0] ?? 0, links: touched.links }
}

interface BinsRequest {
  readonly from: Name | null
  readonly to: Name | null
  readonly view: Region | null
  readonly bins: number
}

async function readBins(details: ImageDetails, request: BinsRequest, signal: AbortSignal): Promise<Bins> {
  const { from, to, view, bins } = request
  const known = kept.get(details) ?? new Map<string, Bins>()
  kept.set(details, known)
  const key = [
    from === null ? '' : nameKey(from),
    to === null ? '' : nameKey(to),
    view?.start,
    view?.length,
    bins,
  ].join('\n')
  const found = known.get(key)
  if (found !== undefined) return found
  const read = await call(
    'image.bins',
    { image: details.ref, from, to, bins, history: true, ...(view === null ? {} : view) },
    { signal },
  )
  signal.throwIfAborted()
  known.set(key, read)
  for (const oldest of known.keys()) {
    if (known.size <= MOST_KEPT) break
    known.delete(oldest)
  }
  return read
}
