import { sourceOf } from '../actions/current.ts'
import { careText } from '../careText.ts'
import { isWrecked } from '../model/repairPlan.ts'
import { showSheet } from '../stores/ui.ts'
import { make } from './make.ts'
import { current, forImage, hasImage, isInLibrary, isWritable } from './openImage.ts'
import type { Command } from './registry.ts'

const t = careText.menu

/** What brings points of the open image back, makes room, or mends its chain. */
export const careCommands: readonly Command[] = [
  make(
    'image.restore',
    'Image',
    t.restore,
    forImage(({ details, chosen }) => showSheet({ kind: 'restore', source: sourceOf(details, chosen) })),
    { shortcuts: ['r'], when: hasImage },
  ),
  make(
    'image.clean',
    'Image',
    t.clean,
    forImage(({ details }) => showSheet({ kind: 'clean', image: details.ref })),
    { when: () => isInLibrary() && isWritable() && (current()?.details.snapshots.length ?? 0) > 0 },
  ),
  make(
    'image.repair',
    'Image',
    t.repair,
    forImage(({ details }) => showSheet({ kind: 'repair', image: details.ref })),
    { when: () => isWritable() && isBroken() },
  ),
]

function isBroken(): boolean {
  const details = current()?.details
  return details !== undefined && (details.state === 'gap' || isWrecked(details))
}
