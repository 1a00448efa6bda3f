import type { EngineCalls, Input, SnapshotInfo, UsageRow } from '../../../shared/contract.ts'
import { AppError } from '../../../shared/errors.ts'
import { type Name, nameToBytes, sameName } from '../../../shared/names.ts'
import type { Library } from '../library/library.ts'
import { libraryRef } from '../ops/refs.ts'
import { withExtents } from './extents.ts'
import { imageDetails } from './images.ts'

/**
 * What `rbd du` lists of an image (FORMATS §8.2): a row for each snapshot, oldest first, and one for the head, each with what was written
 * since the row before. With `snapshot` the rows end there, without the head; with `fromSnapshot` they begin behind it.
 *
 * `exact` counts bytes, else whole objects, as the real tool does where it has an object map.
 * @throws AppError E_POOL_NOT_FOUND, E_IMAGE_NOT_FOUND, E_SNAPSHOT_NOT_FOUND, E_DIFF_SNAPSHOT_ORDER, E_LIBRARY_CHAIN_GAP
 */
export async function imageUsage(
  library: Library,
  { image, snapshot, fromSnapshot, exact }: Input<EngineCalls, 'image.usage'>,
  signal: AbortSignal,
): Promise<UsageRow[]> {
  const { snapshots, sizeBytes } = await imageDetails(library, image)
  const last = snapshot === null ? snapshots.length : positionOf(snapshots, snapshot) + 1
  const first = fromSnapshot === null ? 0 : positionOf(snapshots, fromSnapshot) + 1
  if (first > last) throw wrongOrder(fromSnapshot, snapshot)
  const points: readonly (SnapshotInfo | null)[] = [
    ...snapshots.slice(first, last),
    ...(snapshot === null ? [null] : []),
  ]
  const rows: UsageRow[] = []
  let before = fromSnapshot
  for (const point of points) {
    signal.throwIfAborted()
    const stretch = {
      ref: libraryRef(image),
      from: before === null ? null : nameToBytes(before),
      to: point === null ? null : nameToBytes(point.name),
    }
    const usedBytes = await withExtents(library, stretch, !exact, signal, (extents) => {
      let sum = 0
      for (const extent of extents) if (extent.exists) sum += extent.length
      return sum
    })
    rows.push({ snapshot: point, provisionedBytes: point?.sizeBytes ?? sizeBytes, usedBytes })
    before = point?.name ?? null
  }
  return rows
}

function positionOf(snapshots: readonly SnapshotInfo[], wanted: Name): number {
  const position = snapshots.findIndex(({ name }) => sameName(name, wanted))
  if (position >= 0) return position
  throw new AppError('E_SNAPSHOT_NOT_FOUND', `There is no snapshot “${wanted.text}”`, {
    detail: { snapshot: wanted.text },
  })
}

function wrongOrder(from: Name | null, to: Name | null): AppError {
  const detail = { from: from?.text ?? null, to: to?.text ?? null }
  return new AppError('E_DIFF_SNAPSHOT_ORDER', `Snapshot “${from?.text}” is newer than “${to?.text}”`, { detail })
}
