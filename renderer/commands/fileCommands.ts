import { guarded } from '../actions/failure.ts'
import { openFiles } from '../actions/files.ts'
import { scanFolder } from '../actions/folders.ts'
import { fileText } from '../fileText.ts'
import { imageText } from '../imageText.ts'
import { foldersStore } from '../stores/folders.ts'
import { selectionStore } from '../stores/selection.ts'
import { showSheet } from '../stores/ui.ts'
import { make } from './make.ts'
import type { Command } from './registry.ts'

const openFolderId = () => selectionStore.getState().folder
const hasFolder = () => openFolderId() !== null

/** What can be done with files and adopted folders. */
export const fileCommands: readonly Command[] = [
  make('files.open', 'Files', 'Open files…', () => void guarded(openFiles), { shortcuts: ['Mod+O'] }),
  make('files.inspect', 'Files', 'Look inside the open files', () => showSheet({ kind: 'import' })),
  make('files.difference', 'Files', imageText.menu.difference, () =>
    showSheet({ kind: 'contents', mode: 'diff', a: null, b: null }),
  ),
  make('folder.adopt', 'Files', fileText.folders.adopt, () => showSheet({ kind: 'adopt-folder' })),
  make('folder.rescan', 'Files', `${fileText.folders.page}: ${fileText.folders.rescan}`, rescan, { when: hasFolder }),
  make('folder.verify', 'Files', `${fileText.folders.page}: ${fileText.folders.verify}`, verifyFolder, {
    when: hasFolder,
  }),
]

function rescan(): void {
  const id = openFolderId()
  if (id !== null) void guarded(() => scanFolder(id))
}

function verifyFolder(): void {
  const folder = foldersStore.getState().folders.find(({ id }) => id === openFolderId())
  if (folder !== undefined) showSheet({ kind: 'verify', what: { kind: 'folder', path: folder.path } })
}
