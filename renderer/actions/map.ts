import type { Bins, ImageDetails } from '../../shared/contract.ts'
import type { Name } from '../../shared/names.ts'
import { toWire } from '../../shared/errors.ts'
import { nameKey } from '../../shared/names.ts'
import { call } from '../api.ts'
import { isLiveRef } from '../model/liveDetails.ts'
import type { MapReading } from '../model/map/reading.ts'
import { readingOf } from '../model/map/reading.ts'
import type { Region } from '../stores/selection.ts'

/** What a map reads: `from` undefined where it tells of no stretch. */
export interface MapRequest {
  readonly from: Name | null | undefined
  readonly to: Name | null
  /** The part, a whole number of cells: it may reach beyond the image. */
  readonly start: number
  readonly length: number
  readonly bins: number
}

/** How many answers are kept for an image, so that modes change at once. */
const MOST_KEPT = 8
/** By the image's details: after a change of the image they are another object, and nothing of before is true. */
const kept = new WeakMap<ImageDetails, Map<string, Bins>>()

/** Reads what a map shows. @throws AppError, and the signal's reason */
export async function readMap(
  details: ImageDetails,
  { from, ...part }: MapRequest,
  signal: AbortSignal,
): Promise<MapReading> {
  const [base, stretch] = await Promise.all([
    readBins(details, { ...part, from: null }, signal),
    from === undefined ? null : readBins(details, { ...part, from }, signal),
  ])
  return readingOf(base, stretch, 2 ** details.order)
}

/** What is known of a marked part: bytes allocated in it at a point, and the links that have records in it; null where the chain has a gap. */
export interface RegionFacts {
  readonly allocatedBytes: number
  readonly links: readonly number[] | null
}

/** Reads what lies in a part of an image. @throws AppError, and the signal's reason */
export async function readRegion(
  details: ImageDetails,
  { to, region }: { readonly to: Name | null; readonly region: Region },
  signal: AbortSignal,
): Promise<RegionFacts> {
  const [bins, touched] = await Promise.all([
    readBins(details, { from: null, to, ...region, bins: 1 }, signal),
    // A live image has no links that could have touched it.
    isLiveRef(details.ref)
      ? null
      : call('image.touched', { image: details.ref, ...region }, { signal }).catch((error: unknown) => {
          if (toWire(error).code === 'E_LIBRARY_CHAIN_GAP') return null
          throw error
        }),
  ])
  return { allocatedBytes: bins.dataBytes[0] ?? 0, links: touched?.links ?? null }
}

interface BinsRequest {
  readonly from: Name | null
  readonly to: Name | null
  readonly start: number
  readonly length: number
  readonly bins: number
}

async function readBins(details: ImageDetails, request: BinsRequest, signal: AbortSignal): Promise<Bins> {
  const { from, to, start, length, bins } = request
  const known = kept.get(details) ?? new Map<string, Bins>()
  kept.set(details, known)
  const key = [from === null ? '' : nameKey(from), to === null ? '' : nameKey(to), start, length, bins].join('\n')
  const found = known.get(key)
  if (found !== undefined) return found
  const read = await call('image.bins', { image: details.ref, ...request, history: true }, { signal })
  signal.throwIfAborted()
  known.set(key, read)
  for (const oldest of known.keys()) {
    if (known.size <= MOST_KEPT) break
    known.delete(oldest)
  }
  return read
}
