import { carriedAt } from '../dnd/areas.ts'
import { startCarry } from '../dnd/perform.ts'
import { carriedOfSelection } from '../dnd/places.ts'
import type { Carried } from '../dnd/things.ts'
import { dndText } from '../dndText.ts'
import { make } from './make.ts'
import type { Command } from './registry.ts'

/** Carrying things with the keyboard: what has the focus where that can be carried, else what is chosen. */
export const dndCommands: readonly Command[] = [
  make(
    'carry.pickUp',
    'Window',
    dndText.pickUp,
    () => {
      const meant = carriedNow()
      if (meant !== null) startCarry(meant)
    },
    { shortcuts: ['Mod+M'], when: () => carriedNow() !== null },
  ),
]

function carriedNow(): Carried | null {
  // The palette asks without a page when commands are listed in a test.
  const focused = typeof document === 'undefined' ? null : document.activeElement
  return carriedAt(focused) ?? carriedOfSelection()
}
