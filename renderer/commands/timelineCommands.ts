import { moveChoice, showSelection, showView, zoomStep } from '../actions/timeline.ts'
import { choosePoint, chooseRegion, selectionStore } from '../stores/selection.ts'
import { turnOrder } from '../stores/tables.ts'
import { timelineStore } from '../stores/timeline.ts'
import { timelineText } from '../timelineText.ts'
import { make } from './make.ts'
import type { Command } from './registry.ts'

const t = timelineText.commands
const isShown = () => timelineStore.getState().model !== null
const hasChoice = () => isShown() && selectionStore.getState().point !== null

/** What can be done with the timeline itself. Its keys are those of the timeline, and work while it has the focus. */
export const timelineCommands: readonly Command[] = [
  make('timeline.zoomIn', t.group, t.zoomIn, () => zoomStep(1), { when: isShown }),
  make('timeline.zoomOut', t.group, t.zoomOut, () => zoomStep(-1), {
    when: () => isShown() && timelineStore.getState().view !== null,
  }),
  make('timeline.all', t.group, t.all, () => showView(null), { when: isShown }),
  make('timeline.selection', t.group, t.selection, showSelection, { when: hasChoice }),
  make('timeline.previous', t.group, t.previous, () => moveChoice('previous', false), { when: isShown }),
  make('timeline.next', t.group, t.next, () => moveChoice('next', false), { when: isShown }),
  make('timeline.order', t.group, t.order, turnOrder, { when: isShown }),
  make('timeline.clear', t.group, t.clear, clearChoice, {
    when: () => hasChoice() || selectionStore.getState().region !== null,
  }),
]

/** Lets go of what is chosen; where nothing is, of the region marked on the map. */
function clearChoice(): void {
  if (selectionStore.getState().point !== null) choosePoint(null)
  else chooseRegion(null)
}
