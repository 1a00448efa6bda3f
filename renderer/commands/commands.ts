import { guarded } from '../actions/failure.ts'
import { refreshLibrary } from '../actions/library.ts'
import { undoLast } from '../actions/undoLast.ts'
import { sheetText } from '../sheetText.ts'
import { showSheet, uiStore } from '../stores/ui.ts'
import { appCommands } from './appCommands.ts'
import { clusterCommands } from './clusterCommands.ts'
import { dndCommands } from './dndCommands.ts'
import { doorCommands } from './doorCommands.ts'
import { fileCommands } from './fileCommands.ts'
import { imageCommands } from './imageCommands.ts'
import { mapCommands } from './mapCommands.ts'
import { jobCommands } from './jobCommands.ts'
import { timelineCommands } from './timelineCommands.ts'
import { make } from './make.ts'
import { current } from './openImage.ts'
import type { Command } from './registry.ts'
import { targetCommands } from './targetCommands.ts'
import { runCommand } from './registry.ts'

/** Every command of the window. */
export const commands: readonly Command[] = [
  ...fileCommands,
  ...imageCommands,
  ...targetCommands,
  ...timelineCommands,
  ...mapCommands,
  make('library.newPool', 'Library', 'New pool…', () => showSheet({ kind: 'new-pool' })),
  make('library.newImage', 'Library', 'New image…', () =>
    showSheet({ kind: 'new-image', pool: current()?.details.ref.pool ?? null }),
  ),
  make('library.removed', 'Library', sheetText.removed.command, () => showSheet({ kind: 'removed-images' })),
  make('library.refresh', 'Library', 'Read the library again', () => void guarded(refreshLibrary)),
  ...clusterCommands,
  ...jobCommands,
  ...dndCommands,
  make('undo', 'Window', 'Undo', () => void guarded(undoLast), {
    shortcuts: ['Mod+Z'],
    when: () => uiStore.getState().undo !== null,
  }),
  ...appCommands,
  ...doorCommands((id) => run(id)),
]

/** Runs one of the window's commands by its id. */
export function run(id: string): void {
  runCommand(commands, id)
}
