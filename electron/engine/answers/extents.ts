import type { EngineCalls, Extents, Input } from '../../../shared/contract.ts'
import { nameToBytes } from '../../../shared/names.ts'
import type { DeltaRecord } from '../delta.ts'
import type { Library } from '../library/library.ts'
import type { ImageIndex, LibraryRef } from '../library/types.ts'
import { stretchPieces } from '../ops/rangePlan.ts'
import { libraryRef } from '../ops/refs.ts'

/** An extent as `rbd diff` lists it: what is there was written (`exists`), or is a hole. */
export interface ListedExtent {
  readonly offset: number
  readonly length: number
  readonly exists: boolean
}

/**
 * What `rbd diff` lists of a stretch of an image (FORMATS §8.1): at most `limit` extents from `start` on, ascending. The same extents as
 * `export-diff`, from the records alone: data of zeros counts as data here. Memory: one answer.
 *
 * @throws AppError E_POOL_NOT_FOUND, E_IMAGE_NOT_FOUND, E_SNAPSHOT_NOT_FOUND, E_DIFF_SNAPSHOT_ORDER, E_LIBRARY_CHAIN_GAP
 */
export async function imageExtents(
  library: Library,
  { image, from, to, wholeObject, start, limit }: Input<EngineCalls, 'image.extents'>,
  signal: AbortSignal,
): Promise<Extents> {
  const stretch = {
    ref: libraryRef(image),
    from: from === null ? null : nameToBytes(from),
    to: to === null ? null : nameToBytes(to),
  }
  return withExtents(library, stretch, wholeObject, signal, (listed) => {
    const extents: ListedExtent[] = []
    for (const extent of listed) {
      if (extent.offset < start) continue
      if (extents.length === limit) return { extents, next: extent.offset }
      extents.push(extent)
    }
    return { extents, next: null }
  })
}

/** A stretch of a library image: names of its ends, null for nothing and for the head. */
export interface NamedStretch {
  readonly ref: LibraryRef
  readonly from: Uint8Array | null
  readonly to: Uint8Array | null
}

/** Hands the extents of a stretch to `use`. */
export async function withExtents<T>(
  library: Library,
  { ref, from, to }: NamedStretch,
  wholeObject: boolean,
  signal: AbortSignal,
  use: (extents: Iterable<ListedExtent>) => T,
): Promise<T> {
  const changed = await library.readTables(ref, from, to, { signal })
  const pieces = stretchPieces({ layers: changed.layers, fromNothing: from === null })
  if (!wholeObject) return use(asExtents(pieces))
  // An object that was only zeroed in parts still exists; whether it does, the whole content tells.
  const content = from === null ? changed : await library.readTables(ref, null, to, { signal })
  const all = stretchPieces({ layers: content.layers, fromNothing: true })
  return use(touchedObjects(pieces, all, periodBytesOf(changed.index), changed.sizeBytes))
}

function* asExtents(records: Iterable<DeltaRecord>): Generator<ListedExtent> {
  for (const { offset, length, kind } of records) yield { offset, length, exists: kind === 'data' }
}

/** The bytes that one object holds, or, of an image with fancy striping, the objects of one stripe set together. */
function periodBytesOf({ order, stripeCount }: ImageIndex): number {
  return 2 ** order * Math.max(1, stripeCount)
}

/** The objects that `touched` lies in, cut at the image's end; one exists where `content` has data. Both ascend. */
export function* touchedObjects(
  touched: Iterable<DeltaRecord>,
  content: Iterable<DeltaRecord>,
  objectBytes: number,
  sizeBytes: number,
): Generator<ListedExtent> {
  const data = dataEnds(content)
  let run = data.next()
  let next = 0
  for (const { offset, length } of touched) {
    const end = Math.min(offset + length, sizeBytes)
    for (let at = Math.max(next, offset - (offset % objectBytes)); at < end; at += objectBytes) {
      const stop = Math.min(at + objectBytes, sizeBytes)
      while (run.done !== true && run.value.end <= at) run = data.next()
      yield { offset: at, length: stop - at, exists: run.done !== true && run.value.offset < stop }
      next = stop
    }
  }
}

function* dataEnds(records: Iterable<DeltaRecord>): Generator<{ readonly offset: number; readonly end: number }> {
  for (const { kind, offset, length } of records) if (kind === 'data') yield { offset, end: offset + length }
}
