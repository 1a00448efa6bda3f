import type { Bins, EngineCalls, Input, Output } from '../../../shared/contract.ts'
import { nameToBytes } from '../../../shared/names.ts'
import { BinGrid, BinnedBytes, BinnedHistory } from '../algebra/bins.ts'
import type { RecordTable } from '../codec/recordTable.ts'
import type { Extent } from '../delta.ts'
import type { Library } from '../library/library.ts'
import { stretchPieces } from '../ops/rangePlan.ts'
import { libraryRef } from '../ops/refs.ts'
import { Turns } from '../turns.ts'

/** So many records are counted between two looks at the clock. */
const STEP_RECORDS = 1024

/**
 * What lies in each bin of a part of an image at the end of a stretch, and, with `history`, how often and by which of its links each bin was changed: from records
 * alone. A part may reach beyond the image: nothing lies there. Memory: the records of the stretch and one answer.
 *
 * @throws AppError E_POOL_NOT_FOUND, E_IMAGE_NOT_FOUND, E_SNAPSHOT_NOT_FOUND, E_DIFF_SNAPSHOT_ORDER, E_LIBRARY_CHAIN_GAP
 */
export async function imageBins(
  library: Library,
  { image, from, to, bins, start, length, history }: Input<EngineCalls, 'image.bins'>,
  signal: AbortSignal,
): Promise<Bins> {
  const ends = [from, to].map((name) => (name === null ? null : nameToBytes(name)))
  const range = await library.readTables(libraryRef(image), ends[0] ?? null, ends[1] ?? null, { signal })
  const { sizeBytes, layers, begin } = range
  const offset = start ?? 0
  const part = { offset, length: length ?? Math.max(0, sizeBytes - offset) }
  const grid = new BinGrid(part, bins)
  const turns = new Turns()
  const bytes = new BinnedBytes(grid)
  let steps = 0
  for (const piece of stretchPieces({ layers, fromNothing: from === null, range: part })) {
    bytes.add(piece.kind === 'data', piece.offset, piece.length)
    if (++steps % STEP_RECORDS === 0 && turns.isDue()) await turns.take(signal)
  }
  const answer = {
    sizeBytes,
    ...(start === undefined && length === undefined ? {} : { start: offset, length: part.length }),
    dataBytes: [...bytes.data],
    zeroBytes: [...bytes.zero],
  }
  if (history !== true) return answer
  const changes = new BinnedHistory(grid)
  for (const [number, { records }] of layers.entries()) {
    for (const extent of recordsIn(records, part)) {
      changes.add(begin + number + 1, extent.offset, extent.length)
      if (++steps % STEP_RECORDS === 0 && turns.isDue()) await turns.take(signal)
    }
    if (turns.isDue()) await turns.take(signal)
  }
  return { ...answer, changedIn: [...changes.changedIn], lastLink: [...changes.lastLink] }
}

/**
 * The numbers of the links that have records in a part of an image, ascending.
 *
 * @throws AppError E_POOL_NOT_FOUND, E_IMAGE_NOT_FOUND, E_LIBRARY_CHAIN_GAP
 */
export async function touchingLinks(
  library: Library,
  { image, start, length }: Input<EngineCalls, 'image.touched'>,
  signal: AbortSignal,
): Promise<Output<EngineCalls, 'image.touched'>> {
  const { layers } = await library.readTables(libraryRef(image), null, null, { signal })
  const links: number[] = []
  for (const [number, { records }] of layers.entries()) {
    if (recordsIn(records, { offset: start, length }).next().done !== true) links.push(number + 1)
  }
  return { links }
}

/** The records that lie in a part, as they are. */
function* recordsIn(records: RecordTable, { offset, length }: Extent): Generator<Extent, void, undefined> {
  const end = offset + length
  for (let at = records.firstEndingAfter(offset); at < records.count && records.offset(at) < end; at++) {
    yield { offset: records.offset(at), length: records.length(at) }
  }
}
