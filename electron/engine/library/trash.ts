import { randomBytes } from 'node:crypto'
import { basename, dirname, join } from 'node:path'
import { isErrno } from '../io/fileError.ts'
import { makeFolders } from '../io/folders.ts'
import { syncFolder } from '../io/partFile.ts'
import type { LibraryPaths } from './layout.ts'
import { isSlug } from './slug.ts'
import { lstat, readdir, rename, rm } from '../io/fs.ts'

/** How long a removed thing stays: so long an image can be brought back, and whoever reads it can finish. */
export const TRASH_KEEP_MS = 24 * 60 * 60 * 1000

const TRASH_NAME = /^(\d{13})-[0-9a-f]{8}-(.*)$/

/** An image in the trash, as its folder's name tells: which pool's folder it was in, under which name, and since when it lies here. */
export interface TrashedFolder {
  readonly folder: string
  readonly poolSlug: string
  readonly slug: string
  readonly removedAtMs: number
}

/** Moves a file into the trash as one step. Its name tells when. */
export async function moveToTrash(library: LibraryPaths, path: string, nowMs = Date.now()): Promise<void> {
  await makeFolders(library.trash)
  await rename(path, join(library.trash, trashName(basename(path), nowMs)))
}

/**
 * Moves an image's folder into the trash as one step. The name it has there tells when, and the folder of its pool: so nothing has to be written
 * before it can be brought back. Returns once a power cut would find it there.
 */
export async function moveImageToTrash(
  library: LibraryPaths,
  folder: string,
  nowMs = Date.now(),
): Promise<TrashedFolder> {
  await makeFolders(library.trash)
  const [poolSlug, slug] = [basename(dirname(folder)), basename(folder)]
  const target = join(library.trash, trashName(`${poolSlug}.${slug}`, nowMs))
  await rename(folder, target)
  // The new name first: at no moment may a disk know neither.
  await syncFolder(library.trash)
  await syncFolder(dirname(folder))
  return { folder: target, poolSlug, slug, removedAtMs: nowMs }
}

/** The images in the trash, the last removed first. */
export async function trashedFolders(library: LibraryPaths): Promise<readonly TrashedFolder[]> {
  const found = (await names(library.trash)).flatMap((name) => trashedFolder(library, name) ?? [])
  return found.sort((a, b) => b.removedAtMs - a.removedAtMs)
}

function trashedFolder(library: LibraryPaths, name: string): TrashedFolder | null {
  const [, at = '', rest = ''] = TRASH_NAME.exec(name) ?? []
  const [poolSlug = '', slug = '', ...more] = rest.split('.')
  if (more.length > 0 || !isSlug(poolSlug) || !isSlug(slug)) return null
  return { folder: join(library.trash, name), poolSlug, slug, removedAtMs: Number(at) }
}

/**
 * Removes for good what has been in the trash, or in the folder of things being made, for more than {@link TRASH_KEEP_MS}. What cannot
 * be removed stays for the next sweep.
 */
export async function sweepTrash(library: LibraryPaths, nowMs = Date.now()): Promise<void> {
  for (const name of await names(library.trash)) {
    const at = TRASH_NAME.exec(name)?.[1]
    if (at === undefined || nowMs - Number(at) <= TRASH_KEEP_MS) continue
    await removeTree(trashedFolder(library, name) === null ? join(library.trash, name) : await doomed(library, name))
  }
  for (const name of await names(library.temporary)) {
    const path = join(library.temporary, name)
    const stats = await lstat(path).catch(() => null)
    if (stats !== null && nowMs - stats.mtimeMs > TRASH_KEEP_MS) await removeTree(path)
  }
}

/** An image that goes for good first loses the name it could be brought back by: of a sweep and a return exactly one has it. */
async function doomed(library: LibraryPaths, name: string): Promise<string> {
  const path = join(library.trash, name.replace(TRASH_NAME, `$1-${randomBytes(4).toString('hex')}-gone`))
  await rename(join(library.trash, name), path).catch(() => undefined)
  return path
}

function trashName(name: string, nowMs: number): string {
  return `${String(nowMs).padStart(13, '0')}-${randomBytes(4).toString('hex')}-${name}`
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
