import type { ChainGap } from '../../shared/chain.ts'
import { call } from '../api.ts'
import { filesOver } from '../model/gaps.ts'
import { connectionStore } from '../stores/connection.ts'
import { foldersStore } from '../stores/folders.ts'
import { inspectPaths } from './files.ts'

/**
 * Looks for the files that lead over a gap: in a folder the user chooses where there are dialogs, else in the adopted ones. What is found is
 * opened beside the others. False: nothing was; null: the user thought better of it.
 *
 * @throws AppError E_FILE_NOT_FOUND, E_FILE_PERMISSION
 */
export async function findMissing(gap: ChainGap): Promise<boolean | null> {
  const hasDialogs = connectionStore.getState().capabilities?.dialogs === true
  const chosen = hasDialogs ? await call('dialog.openFolder', {}) : null
  if (hasDialogs && chosen === null) return null
  const folders = chosen === null ? foldersStore.getState().folders.map(({ path }) => path) : [chosen]
  for (const path of folders) {
    const scan = await call('folder.scan', { path })
    const files = [...scan.chains.flatMap(({ steps }) => steps), ...scan.leftovers].map(({ file }) => file)
    const over = filesOver(gap, files)
    if (over.length === 0) continue
    await inspectPaths(over.map((file) => file.path))
    return true
  }
  return false
}
