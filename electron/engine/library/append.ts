import { AppError } from '../../../shared/errors.ts'
import { nameFromBytes, sameBytes } from '../../../shared/names.ts'
import type { DeltaHeader } from '../delta.ts'
import { contentPoint } from './points.ts'
import type { ImageIndex, SnapshotEntry } from './types.ts'

/** The snapshot with a name, or undefined. */
export function findSnapshot(index: ImageIndex, name: Uint8Array): SnapshotEntry | undefined {
  return index.snapshots.find((snapshot) => sameBytes(snapshot.name, name))
}

/** How a sentence writes a name. */
export function quoted(name: Uint8Array): string {
  return `“${nameFromBytes(name).text}”`
}

/**
 * Whether a diff may be appended to a chain, by `rbd`'s checks in `rbd`'s order (FORMATS §6.4: start first, then end) and then by
 * ours (DESIGN §6.2): the head must be equal to the start, and a delta from nothing needs an image that is all zero
 * and without snapshots, unless it is laid over the content on purpose.
 *
 * @throws AppError E_DIFF_START_SNAPSHOT_MISSING, E_DIFF_END_SNAPSHOT_EXISTS, E_DIFF_DRIFTED, E_DIFF_NOT_EMPTY.
 */
export function checkAppend(index: ImageIndex, header: DeltaHeader, options: { readonly overlay: boolean }): void {
  const { from, to } = header
  const start = from === null ? undefined : findSnapshot(index, from)
  if (from !== null && start === undefined) throw startMissing(index, from)
  if (to !== null && to.length > 0 && findSnapshot(index, to) !== undefined) {
    throw new AppError(
      'E_DIFF_END_SNAPSHOT_EXISTS',
      `The diff ends at snapshot ${quoted(to)}, which ${quoted(index.name)} has already`,
      {
        detail: { image: nameFromBytes(index.name).text, snapshot: nameFromBytes(to).text },
      },
    )
  }
  if (start !== undefined) checkUnchangedSince(index, start)
  else if (!options.overlay) checkEmpty(index)
}

function startMissing(index: ImageIndex, from: Uint8Array): AppError {
  const newest = index.snapshots.at(-1)
  const has = newest === undefined ? 'which has no snapshots' : `whose newest snapshot is ${quoted(newest.name)}`
  return new AppError(
    'E_DIFF_START_SNAPSHOT_MISSING',
    `The diff starts at snapshot ${quoted(from)}, which is not in ${quoted(index.name)}, ${has}`,
    {
      detail: { image: nameFromBytes(index.name).text, snapshot: nameFromBytes(from).text },
    },
  )
}

/** Refuses when anything behind a snapshot wrote, zeroed or resized, even when it came back to the same size; not after a roll back to it. */
function checkUnchangedSince(index: ImageIndex, start: SnapshotEntry): void {
  const head = contentPoint(index, index.links.length)
  if (head === contentPoint(index, start.afterLink)) return
  throw new AppError(
    'E_DIFF_DRIFTED',
    `${quoted(index.name)} has changed since snapshot ${quoted(start.name)}, where the diff starts`,
    {
      detail: {
        image: nameFromBytes(index.name).text,
        snapshot: nameFromBytes(start.name).text,
        file: index.links[head - 1]?.file ?? null,
      },
    },
  )
}

function checkEmpty(index: ImageIndex): void {
  const dataBytes = index.links.reduce((sum, link) => sum + link.dataBytes, 0)
  if (dataBytes === 0 && index.snapshots.length === 0) return
  const has = dataBytes === 0 ? `${index.snapshots.length} snapshots` : 'content'
  throw new AppError('E_DIFF_NOT_EMPTY', `The diff begins from nothing, but ${quoted(index.name)} already has ${has}`, {
    detail: { image: nameFromBytes(index.name).text, dataBytes, snapshots: index.snapshots.length },
  })
}
