import { randomBytes } from 'node:crypto'
import { basename, join } from 'node:path'
import { isErrno } from '../io/fileError.ts'
import type { LibraryPaths } from './layout.ts'
import { lstat, mkdir, readdir, rename, rm } from '../io/fs.ts'

/** How long a removed thing stays, so that whoever reads it can finish. */
export const TRASH_KEEP_MS = 24 * 60 * 60 * 1000

const TRASH_NAME = /^(\d{13})-[0-9a-f]{8}-/

/** Moves a file or folder into the trash as one step; gives its path there. Its name tells when. */
export async function moveToTrash(library: LibraryPaths, path: string, nowMs = Date.now()): Promise<string> {
  await mkdir(library.trash, { recursive: true })
  const stamp = String(nowMs).padStart(13, '0')
  const target = join(library.trash, `${stamp}-${randomBytes(4).toString('hex')}-${basename(path)}`)
  await rename(path, target)
  return target
}

/**
 * Removes for good what has been in the trash, or in the folder of things being made, for more than {@link TRASH_KEEP_MS}. What cannot
 * be removed stays for the next sweep.
 */
export async function sweepTrash(library: LibraryPaths, nowMs = Date.now()): Promise<void> {
  for (const name of await names(library.trash)) {
    const at = TRASH_NAME.exec(name)?.[1]
    if (at !== undefined && nowMs - Number(at) > TRASH_KEEP_MS) await removeTree(join(library.trash, name))
  }
  for (const name of await names(library.temporary)) {
    const path = join(library.temporary, name)
    const stats = await lstat(path).catch(() => null)
    if (stats !== null && nowMs - stats.mtimeMs > TRASH_KEEP_MS) await removeTree(path)
  }
}

async function names(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) return []
    throw error
  }
}

async function removeTree(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true }).catch(() => undefined)
}
