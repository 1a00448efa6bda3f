import { dirname, join, sep } from 'node:path'
import type { EngineCalls, Handlers } from '../../../shared/contract.ts'
import type { FolderScan } from '../../../shared/folders.ts'
import type { FileInspection } from '../../../shared/inspection.ts'
import { fileError } from '../io/fileError.ts'
import { readdir, realpath, stat } from '../io/fs.ts'
import { createMeter } from '../io/meter.ts'
import { isPartName } from '../io/partFile.ts'
import { type AdoptedEntry, realFolder } from '../library/adopted.ts'
import type { Library } from '../library/library.ts'
import { inspectFile } from '../ops/inspect.ts'
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

/** Files read at once: their heads are a few small reads each, so more would only wait for each other. */
const AT_ONCE = 8

/** No disk image has a length that is not a whole number of sectors; a letter or a script mostly has. */
const SECTOR_BYTES = 512

/**
 * Reads the heads of every file in a folder and sorts them into chains (DESIGN §4). Nothing is written. Links are followed only to files
 * beneath the folder itself.
 *
 * @throws AppError E_FILE_NOT_FOUND, E_FILE_PERMISSION; the signal's reason when aborted.
 */
export async function scanFolder(path: string, signal: AbortSignal): Promise<FolderScan> {
  const folder = await realFolder(path)
  const paths = await filesIn(folder)
  const meter = createMeter()
  const files: FileInspection[] = []
  let next = 0
  const worker = async (): Promise<void> => {
    for (let at = next++; at < paths.length; at = next++) {
      signal.throwIfAborted()
      files[at] = await inspectFile(paths[at] as string, { meter, signal })
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  const exports = files.filter(isExport)
  return { path: folder, ...folderChains(exports), otherFiles: files.length - exports.length }
}

/** Whether a file could be an export, whole or damaged: raw is what is left, so it must at least be as long as a disk can be. */
function isExport(file: FileInspection): boolean {
  if (file.kind === 'raw') return file.sizeBytes !== null && file.sizeBytes > 0 && file.sizeBytes % SECTOR_BYTES === 0
  return file.kind !== 'empty'
}

/** The files to be looked at, by name: no side manifests, and nothing that is only being written. */
async function filesIn(folder: string): Promise<readonly string[]> {
  const paths: string[] = []
  try {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      if (isPartName(entry.name) || entry.name.endsWith('.rbdm.json')) continue
      const path = join(folder, entry.name)
      if (entry.isFile() || (entry.isSymbolicLink() && (await isBeneath(path, folder)))) paths.push(path)
    }
  } catch (error) {
    throw fileError(error, folder, 'read')
  }
  return paths.sort()
}

/** Whether a link leads to a file beneath the folder, but not to one that is looked at anyway. */
async function isBeneath(path: string, folder: string): Promise<boolean> {
  try {
    const real = await realpath(path)
    if (!real.startsWith(folder + sep) || dirname(real) === folder) return false
    return (await stat(real)).isFile()
  } catch {
    return false
  }
}
