import { toWire } from '../../shared/errors.ts'
import { call } from '../api.ts'
import { foldersStore, putFolders, putFolderState } from '../stores/folders.ts'
import { openFolder, selectionStore } from '../stores/selection.ts'

/** Reads the list of adopted folders; an open one that is gone closes its page. */
export async function refreshFolders(): Promise<void> {
  const folders = await call('folder.list', {})
  putFolders(folders)
  const { folder } = selectionStore.getState()
  if (folder !== null && !folders.some(({ id }) => id === folder)) openFolder(null)
}

/** Adopts a folder and opens it: its files are read and sorted, none is changed. @throws AppError E_FILE_NOT_FOUND, E_FILE_PERMISSION */
export async function adoptFolder(path: string): Promise<void> {
  const { id } = await call('folder.adopt', { path })
  await refreshFolders()
  await visitFolder(id)
}

/** Opens a folder's page and reads its files' headers anew: they belong to somebody else and may have changed. */
export async function visitFolder(id: string): Promise<void> {
  openFolder(id)
  await scanFolder(id)
}

/** Reads the headers of a folder's files. What was known stays in sight meanwhile. */
export async function scanFolder(id: string): Promise<void> {
  const folder = foldersStore.getState().folders.find((one) => one.id === id)
  if (folder === undefined) return
  putFolderState(id, { isReading: true, scan: foldersStore.getState().states[id]?.scan ?? null, error: null })
  try {
    putFolderState(id, { isReading: false, scan: await call('folder.scan', { path: folder.path }), error: null })
  } catch (error) {
    putFolderState(id, { isReading: false, scan: null, error: toWire(error) })
  }
}

/** Takes a folder out of the list; its files stay as they are. @throws AppError */
export async function forgetFolder(id: string): Promise<void> {
  await call('folder.forget', { id })
  await refreshFolders()
}

/** Asks with the system's dialog for a folder; null when the user thinks better of it. @throws AppError E_UNSUPPORTED */
export function chooseFolder(): Promise<string | null> {
  return call('dialog.openFolder', {})
}
