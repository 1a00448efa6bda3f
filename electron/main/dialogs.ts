import { stat } from 'node:fs/promises'
import { isAbsolute } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import type { BrowserWindow, Dialog, Shell } from './electron.ts'

export interface DialogParts {
  readonly dialog: Pick<Dialog, 'showOpenDialog' | 'showSaveDialog'>
  readonly shell: Pick<Shell, 'showItemInFolder'>
  /** The window the dialogs belong to. */
  readonly window: () => BrowserWindow
}

/** What the desktop can do for the host: choose files, name a file to write, show one in its folder. */
export interface Dialogs {
  /** The chosen files; null when the user thinks better of it. */
  openFiles(): Promise<string[] | null>
  /** The chosen folder; null when the user thinks better of it. */
  openFolder(): Promise<string | null>
  /** The path to write to; null when the user thinks better of it. */
  saveFile(suggestedPath: string): Promise<string | null>
  /** @throws AppError E_FILE_NOT_FOUND */
  reveal(path: string): Promise<void>
}

export function createDialogs({ dialog, shell, window }: DialogParts): Dialogs {
  return {
    async openFiles() {
      const { canceled, filePaths } = await dialog.showOpenDialog(window(), {
        title: 'Open files',
        properties: ['openFile', 'multiSelections', 'showHiddenFiles'],
      })
      return canceled || filePaths.length === 0 ? null : filePaths
    },
    async openFolder() {
      const { canceled, filePaths } = await dialog.showOpenDialog(window(), {
        title: 'Open a folder',
        properties: ['openDirectory', 'showHiddenFiles'],
      })
      return canceled ? null : (filePaths[0] ?? null)
    },
    async saveFile(suggestedPath) {
      const { canceled, filePath } = await dialog.showSaveDialog(window(), {
        title: 'Save as',
        defaultPath: suggestedPath,
        properties: ['createDirectory', 'showHiddenFiles'],
      })
      return canceled || filePath === '' ? null : filePath
    },
    async reveal(path) {
      const isThere =
        isAbsolute(path) &&
        (await stat(path).then(
          () => true,
          () => false,
        ))
      if (!isThere) throw new AppError('E_FILE_NOT_FOUND', `${path} is not there any more`, { detail: { path } })
      shell.showItemInFolder(path)
    },
  }
}
