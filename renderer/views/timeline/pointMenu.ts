import { current, isLive } from '../../commands/openImage.ts'
import type { CommandGroups } from '../commands/CommandItems.tsx'

/** What destroys something. */
export const POINT_DANGERS = ['snapshot.remove'] as const

/** The commands for what is chosen on the timeline: the same as the buttons beside it. */
export function pointMenu(): CommandGroups {
  const chosen = current()?.chosen
  const isOnCluster = isLive()
  const snapshot = chosen?.point?.snapshot ?? null
  const moves = ['image.export', 'image.pipe', 'image.restore']
  if (chosen !== undefined && chosen.range !== null)
    return [isOnCluster ? moves : [...moves, 'image.merge', 'image.compare'], ['timeline.selection', 'timeline.clear']]
  const forPoint =
    snapshot === null ? [] : [snapshot.protected ? 'snapshot.unprotect' : 'snapshot.protect', 'snapshot.rename']
  return [
    moves,
    isOnCluster ? ['image.replicate'] : ['image.verify', 'image.compare'],
    snapshot === null ? ['image.snapshot'] : forPoint,
    snapshot === null ? [] : ['image.rollBack', 'snapshot.remove'],
    ['timeline.selection'],
  ]
}
