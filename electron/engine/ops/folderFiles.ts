import { dirname, join, sep } from 'node:path'
import type { FileInspection } from '../../../shared/inspection.ts'
import { fileError } from '../io/fileError.ts'
import { readdir, realpath, stat } from '../io/fs.ts'
import { isPartName } from '../io/partFile.ts'
import { realFolder } from '../library/adopted.ts'
import { describedPath, isManifestName } from '../manifest/manifestFile.ts'
import { type InspectContext, inspectFile } from './inspect.ts'

/** Files read at once: their heads are a few small reads each, so more would only wait for each other. */
const AT_ONCE = 8

/** No disk image has a length that is not a whole number of sectors; a letter or a script mostly has. */
const SECTOR_BYTES = 512

/** Reads the heads of every file in a folder. Links are followed only to files beneath the folder itself. @throws AppError E_FILE_*; the signal's reason when aborted. */
export async function inspectFolder(folder: string, context: InspectContext): Promise<readonly FileInspection[]> {
  const paths = await filesIn(folder)
  const files: FileInspection[] = []
  let next = 0
  const worker = async (): Promise<void> => {
    for (let at = next++; at < paths.length; at = next++) {
      context.signal.throwIfAborted()
      files[at] = await inspectFile(paths[at] as string, context)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return files
}

/**
 * The files of a folder that could be exports, and those that a manifest says should be here, by path.
 *
 * @throws AppError E_FILE_NOT_FOUND, E_FILE_PERMISSION; the signal's reason when aborted.
 */
export async function exportsIn(path: string, context: InspectContext): Promise<readonly FileInspection[]> {
  const folder = await realFolder(path)
  const files = new Map((await inspectFolder(folder, context)).map((file) => [file.path, file]))
  const exports = new Map([...files].filter(([, file]) => isExport(file)))
  for (const name of (await readdir(folder)).filter(isManifestName)) {
    const described = describedPath(join(folder, name))
    exports.set(described, files.get(described) ?? (await inspectFile(described, context)))
  }
  return [...exports.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1))
}

/** Whether a file could be an export, whole or damaged: raw is what is left, so it must at least be as long as a disk can be. */
export function isExport(file: FileInspection): boolean {
  if (file.kind === 'raw') return file.sizeBytes !== null && file.sizeBytes > 0 && file.sizeBytes % SECTOR_BYTES === 0
  return file.kind !== 'empty'
}

/** The files to be looked at, by name: no side manifests, and nothing that is only being written. */
async function filesIn(folder: string): Promise<readonly string[]> {
  const paths: string[] = []
  try {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      if (isPartName(entry.name) || isManifestName(entry.name)) continue
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
