import type { EngineCalls, Handlers } from '../../../shared/contract.ts'
import type { FolderScan } from '../../../shared/folders.ts'
import { createMeter } from '../io/meter.ts'
import { type AdoptedEntry, realFolder } from '../library/adopted.ts'
import type { Library } from '../library/library.ts'
import { inspectFolder, isExport } from '../ops/folderFiles.ts'
import { folderChains } from './folderChains.ts'

type Folders = Pick<Handlers<EngineCalls>, 'folder.adopt' | 'folder.forget' | 'folder.list' | 'folder.scan'>

/** The calls about folders of somebody's export files, which are read and never changed. */
export function folderHandlers(library: () => Library): Folders {
  const info = ({ id, path, addedAt }: AdoptedEntry) => ({ id, path, addedAt: Date.parse(addedAt) })
  return {
    'folder.adopt': async ({ path }, { signal }) => info(await library().adoptFolder(path, { signal })),
    'folder.list': async () => (await library().listAdopted()).map(info),
    'folder.forget': async ({ id }, { signal }) => {
      await library().forgetFolder(id, { signal })
      return null
    },
    'folder.scan': ({ path }, { signal }) => scanFolder(path, signal),
  }
}

/**
 * Reads the heads of every file in a folder and sorts them into chains (DESIGN §4). Nothing is written. Links are followed only to files
 * beneath the folder itself.
 *
 * @throws AppError E_FILE_NOT_FOUND, E_FILE_PERMISSION; the signal's reason when aborted.
 */
export async function scanFolder(path: string, signal: AbortSignal): Promise<FolderScan> {
  const folder = await realFolder(path)
  const files = await inspectFolder(folder, { meter: createMeter(), signal })
  const exports = files.filter(isExport)
  return { path: folder, ...folderChains(exports), otherFiles: files.length - exports.length }
}
