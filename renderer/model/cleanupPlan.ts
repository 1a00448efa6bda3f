import type { Cleanup } from '../../shared/cleanup.ts'
import type { ImageDetails, SnapshotInfo } from '../../shared/contract.ts'
import type { Name } from '../../shared/names.ts'
import { nameKey } from '../../shared/names.ts'
import { careText } from '../careText.ts'
import type { Level } from './destroying.ts'

/** A snapshot that might go. `freesBytes` null: not known yet. */
export interface CleanupChoice {
  readonly snapshot: SnapshotInfo
  readonly key: string
  readonly freesBytes: number | null
  /** Why it cannot go now; null: it can. */
  readonly why: string | null
}

/** The snapshots of an image oldest first, with what the engine says of each. Protection is known without it. */
export function choicesOf(details: ImageDetails, cleanup: Cleanup | null): readonly CleanupChoice[] {
  const rows = new Map((cleanup?.rows ?? []).map((row) => [nameKey(row.snapshot), row]))
  return [...details.snapshots]
    .sort((a, b) => a.afterLink - b.afterLink || a.id - b.id)
    .map((snapshot) => {
      const key = nameKey(snapshot.name)
      const row = rows.get(key)
      const blockedBy = row?.blockedBy ?? (snapshot.protected ? 'protected' : null)
      return {
        snapshot,
        key,
        freesBytes: row?.freesBytes ?? null,
        why: blockedBy === null ? null : careText.clean.blocked[blockedBy],
      }
    })
}

/** What goes and what stays when the chosen ones go. */
export interface CleanupPlan {
  /** What goes, oldest first: only what may. */
  readonly going: readonly SnapshotInfo[]
  /** The newest snapshot that stays and can be restored; null: none. */
  readonly newestLeft: Name | null
  /** 2: no snapshot is left that can be restored. */
  readonly level: Level
  readonly needsFold: boolean
  readonly freedBytes: number | null
}

/** What becomes of an image when the chosen snapshots go. */
export function planOf(
  choices: readonly CleanupChoice[],
  chosen: ReadonlySet<string>,
  together: Cleanup['together'] | null,
): CleanupPlan {
  const isGoing = ({ key, why }: CleanupChoice) => why === null && chosen.has(key)
  const going = choices.filter(isGoing).map(({ snapshot }) => snapshot)
  const left = choices.filter((choice) => !isGoing(choice) && choice.snapshot.restorable)
  const freed = together === null ? 0 : together.bytesBefore - together.bytesAfter
  return {
    going,
    newestLeft: left.at(-1)?.snapshot.name ?? null,
    level: going.some(({ restorable }) => restorable) && left.length === 0 ? 2 : 1,
    needsFold: together !== null && together.linksAfter < together.linksBefore,
    freedBytes: freed > 0 ? freed : null,
  }
}
