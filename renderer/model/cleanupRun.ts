import type { SnapshotInfo } from '../../shared/contract.ts'
import type { WireError } from '../../shared/errors.ts'
import { toWire } from '../../shared/errors.ts'
import type { Name } from '../../shared/names.ts'

/** How a cleaning went. `error` null: all of it was done. */
export interface Cleaned {
  /** What was removed, in that order: what an undo brings back. */
  readonly removed: readonly SnapshotInfo[]
  /** The one that could not be removed; null where none failed, or the fold did. */
  readonly stoppedAt: Name | null
  readonly error: WireError | null
}

/** Removes one after the other and then folds. The first failure stops it: nothing is folded then, so that every name can come back. */
export async function runCleanup(
  going: readonly SnapshotInfo[],
  needsFold: boolean,
  steps: {
    readonly remove: (snapshot: SnapshotInfo) => Promise<SnapshotInfo>
    readonly fold: () => Promise<unknown>
  },
): Promise<Cleaned> {
  const removed: SnapshotInfo[] = []
  for (const snapshot of going) {
    try {
      removed.push(await steps.remove(snapshot))
    } catch (error) {
      return { removed, stoppedAt: snapshot.name, error: toWire(error) }
    }
  }
  try {
    if (needsFold) await steps.fold()
    return { removed, stoppedAt: null, error: null }
  } catch (error) {
    return { removed, stoppedAt: null, error: toWire(error) }
  }
}
