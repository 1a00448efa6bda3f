import { moveToRegion } from '../a11y/regions.ts'
import { guarded } from '../actions/failure.ts'
import { refreshLibrary } from '../actions/library.ts'
import { changeSettings } from '../actions/session.ts'
import { undoLast } from '../actions/snapshots.ts'
import { showSheet, uiStore } from '../stores/ui.ts'
import { fileCommands } from './fileCommands.ts'
import { imageCommands } from './imageCommands.ts'
import { mapCommands } from './mapCommands.ts'
import { jobCommands } from './jobCommands.ts'
import { make } from './make.ts'
import { current } from './openImage.ts'
import type { Command } from './registry.ts'
import { runCommand } from './registry.ts'

/** Every command of the window. */
export const commands: readonly Command[] = [
  make('app.palette', 'Window', 'Search or run a command', () => showSheet({ kind: 'palette' }), {
    shortcuts: ['Mod+K'],
  }),
  ...fileCommands,
  ...imageCommands,
  ...mapCommands,
  make('library.newPool', 'Library', 'New pool…', () => showSheet({ kind: 'new-pool' })),
  make('library.newImage', 'Library', 'New image…', () =>
    showSheet({ kind: 'new-image', pool: current()?.details.ref.pool ?? null }),
  ),
  make('library.refresh', 'Library', 'Read the library again', () => void guarded(refreshLibrary)),
  ...jobCommands,
  make('undo', 'Window', 'Undo', () => void guarded(undoLast), {
    shortcuts: ['Mod+Z'],
    when: () => uiStore.getState().undo !== null,
  }),
  make('theme.system', 'Window', 'Theme: as the system', () => void guarded(() => changeSettings({ theme: 'system' }))),
  make('theme.light', 'Window', 'Theme: light', () => void guarded(() => changeSettings({ theme: 'light' }))),
  make('theme.dark', 'Window', 'Theme: dark', () => void guarded(() => changeSettings({ theme: 'dark' }))),
  make('app.settings', 'Window', 'Settings…', () => showSheet({ kind: 'settings' }), { shortcuts: ['Mod+,'] }),
  make('app.nextRegion', 'Window', 'Go to the next part of the window', () => moveToRegion(document, 1), {
    shortcuts: ['F6'],
  }),
  make('app.previousRegion', 'Window', 'Go to the part before', () => moveToRegion(document, -1), {
    shortcuts: ['Shift+F6'],
  }),
  make('app.shortcuts', 'Window', 'Keyboard shortcuts', () => showSheet({ kind: 'shortcuts' }), { shortcuts: ['?'] }),
]

/** Runs one of the window's commands by its id. */
export function run(id: string): void {
  runCommand(commands, id)
}
