import type { MergeInput } from '../../../shared/jobs.ts'
import { nameToBytes, sameBytes } from '../../../shared/names.ts'
import { RecordTable } from '../codec/recordTable.ts'
import type { RandomAccess } from '../delta.ts'
import type { IoMeter } from '../io/meter.ts'
import { findSnapshot } from '../library/append.ts'
import { stripesInFull } from '../library/imageOptions.ts'
import type { Library } from '../library/library.ts'
import { linkRange } from '../library/read.ts'
import type { ImageIndex, LibraryRef, OpenRange, SnapshotEntry } from '../library/types.ts'
import type { SourceFacts } from '../manifest/facts.ts'
import type { OpenedInput } from './opened.ts'
import type { ChainFacts, ChainLink } from './types.ts'

const NOTHING: RandomAccess = { sizeBytes: 0, readAt: () => Promise.resolve(0), readAtSync: () => 0 }

/** A stretch of a library image, as an input of a chain asks for it. */
export interface RangeWork {
  readonly library: Library
  readonly ref: LibraryRef
  readonly from: Uint8Array | null
  readonly to: Uint8Array | null
  readonly called: string
  readonly meter: IoMeter
  readonly signal: AbortSignal
}

/** How a sentence calls a stretch. */
export function rangeCalled({ image, from, to }: Extract<MergeInput, { kind: 'range' }>): string {
  return `${image.image.text} from ${from?.text ?? 'nothing'} to ${to?.text ?? 'the head'}`
}

/** The points of a range input in bytes. */
export function rangePoints({ from, to }: Extract<MergeInput, { kind: 'range' }>): Pick<RangeWork, 'from' | 'to'> {
  return { from: from === null ? null : nameToBytes(from), to: to === null ? null : nameToBytes(to) }
}

/**
 * Opens the stretch of an image between two of its points as links that bear today's names. Where several names stand on one point,
 * or the head on the last of them, links without records lead from one to the next.
 *
 * @throws AppError E_POOL_NOT_FOUND, E_IMAGE_NOT_FOUND, E_SNAPSHOT_NOT_FOUND, E_DIFF_SNAPSHOT_ORDER, E_LIBRARY_*
 */
export async function openRangeLinks(work: RangeWork, input: number): Promise<OpenedInput> {
  const { from, to, ref } = work
  const range = await work.library.openRange(ref, from, to, { signal: work.signal, meter: work.meter })
  const { index } = range
  const [begin, end] = linkRange(index, from, to)
  const links = namedLinks(range, { from, to, begin, input })
  const bytes = index.links.slice(begin, end).reduce((sum, { fileBytes }) => sum + fileBytes, 0)
  return {
    input: { called: work.called, fileBytes: bytes, spillBytes: 0 },
    links,
    isBase: from === null,
    hasHead: to === null,
    facts: factsOf(index),
    source: sourceOf(ref, index),
    warnings: [],
    close: () => range.close(),
  }
}

/** What an image's index knows of the image beside its content. */
export function factsOf(index: ImageIndex): ChainFacts {
  const { order, features, stripeUnit, stripeCount, meta, v2Dialect } = index
  return {
    order,
    features,
    ...stripesInFull(order, stripeUnit, stripeCount),
    meta,
    protectionBytes: v2Dialect,
  }
}

/** Where a library image's content comes from, for the manifest of what is written of it. */
export function sourceOf(ref: LibraryRef, index: ImageIndex): SourceFacts {
  return { pool: ref.pool, namespace: ref.namespace, image: index.name, imageId: index.id }
}

interface Bounds {
  readonly from: Uint8Array | null
  readonly to: Uint8Array | null
  readonly begin: number
  readonly input: number
}

function namedLinks(range: OpenRange, { from, to, begin, input }: Bounds): readonly ChainLink[] {
  const { index, layers, files } = range
  const links: ChainLink[] = []
  let before: Uint8Array | null = from
  const add = (at: number | null, snapshot: SnapshotEntry | null): void => {
    const sizeBytes = links.at(-1)?.layer.sizeBytes ?? range.fromSizeBytes
    const layer = at === null ? undefined : layers[at]
    const name = snapshot?.name ?? null
    links.push({
      header: { from: before, to: name, sizeBytes: layer?.sizeBytes ?? sizeBytes, isProtected: snapshot?.protected },
      layer: layer ?? { records: new RecordTable(), sizeBytes },
      file: (at === null ? undefined : files[at]) ?? NOTHING,
      key: at === null ? '' : `${index.id}/${index.links[begin + at]?.file ?? ''}`,
      isRaw: false,
      input,
      fromId: links.length > 0 || from === null ? undefined : findSnapshot(index, from)?.id,
      toId: snapshot?.id,
      toCreatedAt: snapshot?.createdAt,
    })
    before = name
  }
  let at = 0
  const snapshots = snapshotsBetween(index, from, to)
  for (const snapshot of snapshots) {
    const stop = snapshot.afterLink - begin
    while (at < stop - 1) add(at++, null)
    if (at < stop) add(at++, snapshot)
    else add(null, snapshot)
  }
  while (at < layers.length) add(at++, null)
  // From a snapshot to itself, or to a head that is one: nothing changes, but the end has its own name.
  if (to === null && (links.length === 0 || before !== null)) add(null, null)
  if (to !== null && links.length === 0) add(null, findSnapshot(index, to) ?? null)
  return links
}

/** The snapshots behind `from` (null: all) up to and with `to` (null: all). */
function snapshotsBetween(index: ImageIndex, from: Uint8Array | null, to: Uint8Array | null): readonly SnapshotEntry[] {
  const numberOf = (name: Uint8Array): number => index.snapshots.findIndex((snapshot) => sameBytes(snapshot.name, name))
  return index.snapshots.slice(
    from === null ? 0 : numberOf(from) + 1,
    to === null ? index.snapshots.length : numberOf(to) + 1,
  )
}
