import type { Cleanup, CleanupRow } from '../../../shared/cleanup.ts'
import type { EngineCalls, ImageDetails, Input } from '../../../shared/contract.ts'
import { AppError } from '../../../shared/errors.ts'
import { nameFromBytes, nameKey } from '../../../shared/names.ts'
import type { Layer } from '../algebra/piece.ts'
import { encodedSizeBytes } from '../codec/diffV1Encode.ts'
import { foldedHeader, foldGroups, type FoldGroup, groupsBetween, namesByPoint } from '../library/fold.ts'
import type { Library } from '../library/library.ts'
import type { ImageIndex, SnapshotEntry } from '../library/types.ts'
import { stretchPieces } from '../ops/rangePlan.ts'
import { libraryRef } from '../ops/refs.ts'
import { Turns } from '../turns.ts'
import { imageDetails, storedBytes } from './images.ts'

/** So many pieces are counted between two looks at the clock. */
const STEP_PIECES = 1024

/**
 * What each point of an image would free if it alone went, what blocks it, and what becomes of the image when the points in `remove` go
 * and all is folded that then can be: from records alone, and exactly what a fold does then.
 *
 * @throws AppError E_POOL_NOT_FOUND, E_IMAGE_NOT_FOUND, E_SNAPSHOT_NOT_FOUND; E_LIBRARY_CHAIN_GAP: what is not there cannot be folded.
 */
export async function imageCleanup(
  library: Library,
  { image, remove }: Input<EngineCalls, 'image.cleanup'>,
  signal: AbortSignal,
): Promise<Cleanup> {
  const details = await imageDetails(library, image)
  const { index, layers } = await library.readTables(libraryRef(image), null, null, { signal })
  const work = { layers, turns: new Turns(), signal }
  return {
    rows: await rowsOf(index, details, work),
    together: await togetherOf(index, without(index, remove), work),
  }
}

interface Work {
  readonly layers: readonly Layer[]
  readonly turns: Turns
  readonly signal: AbortSignal
}

function without(index: ImageIndex, remove: Input<EngineCalls, 'image.cleanup'>['remove']): ImageIndex {
  const wanted = new Map(remove.map((name) => [nameKey(name), name]))
  const snapshots = index.snapshots.filter(({ name }) => !wanted.delete(nameKey(nameFromBytes(name))))
  const [unknown] = wanted.values()
  if (unknown === undefined) return { ...index, snapshots }
  throw new AppError('E_SNAPSHOT_NOT_FOUND', `There is no snapshot “${unknown.text}”`, {
    detail: { snapshot: unknown.text },
  })
}

async function togetherOf(index: ImageIndex, after: ImageIndex, work: Work): Promise<Cleanup['together']> {
  const groups = foldGroups(after)
  const names = namesByPoint(after)
  const gone = new Set<number>()
  let composedBytes = 0
  for (const group of groups) {
    for (let at = group.begin; at < group.end; at++) if (at !== group.keep) gone.add(at)
    composedBytes += await composedSize(after, group, names, work)
  }
  return {
    linksBefore: index.links.length,
    linksAfter: index.links.length - groups.reduce((sum, { begin, end }) => sum + end - begin - 1, 0),
    bytesBefore: storedBytes(index.links),
    bytesAfter: composedBytes + storedBytes(index.links.filter((_, at) => !gone.has(at))),
  }
}

/** One row a point: the run of links it stands in, between the named points around it, is folded as if its name were gone. */
async function rowsOf(index: ImageIndex, details: ImageDetails, work: Work): Promise<CleanupRow[]> {
  const { links, snapshots } = index
  const names = namesByPoint(index)
  const points = [...names.keys()].toSorted((a, b) => a - b)
  const placeOf = new Map(points.map((point, place) => [point, place]))
  const linksIn = new Map<string, number>()
  for (const { file } of links) linksIn.set(file, (linksIn.get(file) ?? 0) + 1)
  const blocked = blockerOf(details)
  const rows: CleanupRow[] = []
  for (const [number, snapshot] of snapshots.entries()) {
    const point = snapshot.afterLink
    const place = placeOf.get(point) ?? 0
    // Where another name stands on the same point, the point stays.
    const isAlone = snapshots[number - 1]?.afterLink !== point && snapshots[number + 1]?.afterLink !== point
    const first = (points[place - 1] ?? 0) + 1
    const last = points[place + 1] ?? links.length
    const isNamed = (other: number): boolean => other !== point && names.has(other)
    let freedBytes = 0
    for (const group of isAlone ? groupsBetween(index, { isNamed, first, last }) : []) {
      freedBytes += filesOf(index, group, linksIn) - (await composedSize(index, group, nameWithout(names, point), work))
    }
    rows.push({
      snapshot: nameFromBytes(snapshot.name),
      freesBytes: Math.max(0, freedBytes),
      blockedBy: blocked(snapshot),
    })
  }
  return rows
}

function nameWithout(
  names: ReadonlyMap<number, Uint8Array>,
  point: number,
): Pick<ReadonlyMap<number, Uint8Array>, 'get'> {
  return { get: (other) => (other === point ? undefined : names.get(other)) }
}

/** What the link files of a run take that nothing needs after it is folded. */
function filesOf({ links }: ImageIndex, { begin, end, keep }: FoldGroup, linksIn: ReadonlyMap<string, number>): number {
  const goneFrom = new Map<string, number>()
  let bytes = 0
  for (let at = begin; at < end; at++) {
    const link = links[at]
    if (at === keep || link === undefined) continue
    const gone = (goneFrom.get(link.file) ?? 0) + 1
    goneFrom.set(link.file, gone)
    if (gone === linksIn.get(link.file)) bytes += link.fileBytes
  }
  return bytes
}

/** How long the diff will be that a run is composed into; 0 where one of its links stays as it is. */
async function composedSize(
  index: ImageIndex,
  group: FoldGroup,
  names: Pick<ReadonlyMap<number, Uint8Array>, 'get'>,
  { layers, turns, signal }: Work,
): Promise<number> {
  if (turns.isDue()) await turns.take(signal)
  if (group.keep !== null) return 0
  const { begin, end } = group
  const totals = { count: 0, dataBytes: 0 }
  for (const { kind, length } of stretchPieces({ layers: layers.slice(begin, end), fromNothing: begin === 0 })) {
    totals.count++
    if (kind === 'data') totals.dataBytes += length
    if (totals.count % STEP_PIECES === 0 && turns.isDue()) await turns.take(signal)
  }
  return encodedSizeBytes(foldedHeader(index, group, names), totals)
}

/** Why a point cannot go now. `only-point`: neither the head nor any other point can be restored. */
function blockerOf({
  lock,
  headRestorable,
  snapshots,
}: ImageDetails): (entry: SnapshotEntry) => CleanupRow['blockedBy'] {
  const restorable = snapshots.filter((snapshot) => snapshot.restorable)
  const only = !headRestorable && restorable.length === 1 ? restorable[0]?.id : undefined
  return ({ id, protected: isProtected }) => {
    if (isProtected) return 'protected'
    if (lock !== null) return 'locked'
    return id === only ? 'only-point' : null
  }
}
