import { text } from '../strings.ts'
import type { Undoable } from '../stores/ui.ts'
import { announce, uiStore } from '../stores/ui.ts'

let undoId = 0

/** Says what was done and offers to take it back for a while. */
export function offerUndo(undo: Undoable): void {
  uiStore.setState({ undo: { ...undo, id: ++undoId } })
  announce(`${undo.text}. ${text.undo.hint}`)
}
