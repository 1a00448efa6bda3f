import { basename, dirname, join } from 'node:path'
import { AppError, isAppError } from '../../../shared/errors.ts'
import { nameFromBytes, sameBytes } from '../../../shared/names.ts'
import { fileError, isErrno } from '../io/fileError.ts'
import { syncFolder } from '../io/partFile.ts'
import { calledImage, imageExists, placesForNew } from './find.ts'
import { checkWritable, decodeIndex, encodeIndex } from './index.ts'
import { readJson, replaceJson } from './json.ts'
import { imagePaths, type LibraryPaths } from './layout.ts'
import { acquireLock, type Lock } from './lock.ts'
import { findPool, scanPools } from './pools.ts'
import { sweepTrash, TRASH_KEEP_MS, type TrashedFolder, trashedFolders } from './trash.ts'
import type { ImageIndex, LibraryRef } from './types.ts'
import { rename } from '../io/fs.ts'

/** A removed image that can be brought back. */
export interface TrashedImage {
  /** As it was called. */
  readonly ref: LibraryRef
  readonly index: ImageIndex
  readonly removedAtMs: number
  /** Until then it is kept for sure; the next change of the library behind that removes it for good. */
  readonly keptUntilMs: number
}

/** Which removed image is meant: an image keeps its id. */
export interface TrashedRef {
  readonly pool: Uint8Array
  readonly namespace: string
  readonly id: string
}

/** What is known of an image in the trash. */
export function trashedImage(pool: Uint8Array, index: ImageIndex, removedAtMs: number): TrashedImage {
  const ref = { pool, namespace: index.namespace, image: index.name }
  return { ref, index, removedAtMs, keptUntilMs: removedAtMs + TRASH_KEEP_MS }
}

/**
 * The removed images that can be brought back, of a pool or (null) of all, the last removed first. One whose index cannot be read, or whose pool is
 * gone, cannot.
 *
 * @throws AppError E_POOL_NOT_FOUND.
 */
export async function listTrash(library: LibraryPaths, wanted: Uint8Array | null): Promise<readonly TrashedImage[]> {
  const all = wanted === null ? await scanPools(library) : [{ name: wanted, folder: await findPool(library, wanted) }]
  const pools = new Map(all.map(({ name, folder }) => [basename(folder), name]))
  const found: TrashedImage[] = []
  for (const entry of await trashedFolders(library)) {
    const pool = pools.get(entry.poolSlug)
    const index = pool === undefined ? null : await readTrashed(entry).catch(() => null)
    if (pool !== undefined && index !== null) found.push(trashedImage(pool, index, entry.removedAtMs))
  }
  return found
}

/**
 * Brings a removed image back, under its own name or another, as one step: the renaming of its folder (docs/adr/0007).
 *
 * Gives what it is called now.
 *
 * @throws AppError E_IMAGE_NOT_IN_TRASH when it was never there, was swept, or is back already; E_IMAGE_EXISTS when the name is taken;
 *   E_POOL_NOT_FOUND, E_LIBRARY_LOCKED, E_LIBRARY_NEWER.
 */
export async function bringBack(
  library: LibraryPaths,
  wanted: TrashedRef,
  newName: Uint8Array | null,
  signal: AbortSignal,
): Promise<LibraryRef> {
  signal.throwIfAborted()
  const entry = await findTrashed(library, wanted)
  const lock = await lockTrashed(entry, wanted)
  try {
    // Read again under the lock: whoever had it may have begun to give the image another name.
    const index = await readTrashed(entry)
    if (index === null) throw notInTrash(wanted)
    checkWritable(index.version, join(entry.folder, 'image.json'))
    const ref = { pool: wanted.pool, namespace: wanted.namespace, image: newName ?? index.name }
    await moveBack(library, entry, { index, ref, lock, wanted })
    await lock.release()
    await sweepTrash(library).catch(() => undefined)
    return ref
  } finally {
    await lock.release()
  }
}

interface Return {
  readonly index: ImageIndex
  readonly ref: LibraryRef
  readonly lock: Lock
  readonly wanted: TrashedRef
}

async function moveBack(library: LibraryPaths, entry: TrashedFolder, { index, ref, lock, wanted }: Return) {
  const [target] = await placesForNew(library, ref)
  if (target === undefined) throw imageExists(ref)
  const isRenamed = !sameBytes(ref.image, index.name)
  const next: ImageIndex = { ...index, generation: index.generation + 1 }
  // In the trash the new name means nothing yet: it counts once the folder is called after it.
  if (isRenamed) {
    const between = { ...next, version: 2, renamingTo: ref.image }
    await replaceJson(imagePaths(entry.folder).index, encodeIndex(between))
  }
  try {
    await rename(entry.folder, target.folder)
  } catch (error) {
    if (isErrno(error, 'ENOTEMPTY', 'EEXIST')) throw imageExists(ref)
    if (isErrno(error, 'ENOENT')) throw notInTrash(wanted)
    throw fileError(error, target.folder, 'write')
  }
  lock.moved(target.folder)
  await syncFolder(dirname(target.folder))
  await syncFolder(library.trash)
  // The image is back: if this fails, the next writer does it.
  const written: ImageIndex = { ...next, generation: next.generation + 1, name: ref.image }
  if (isRenamed) await replaceJson(target.index, encodeIndex(written)).catch(() => undefined)
}

async function findTrashed(library: LibraryPaths, wanted: TrashedRef): Promise<TrashedFolder> {
  const poolSlug = basename(await findPool(library, wanted.pool))
  for (const entry of await trashedFolders(library)) {
    if (entry.poolSlug !== poolSlug) continue
    const index = await readTrashed(entry).catch(() => null)
    if (index?.id === wanted.id && index.namespace === wanted.namespace) return entry
  }
  throw notInTrash(wanted)
}

async function lockTrashed(entry: TrashedFolder, wanted: TrashedRef): Promise<Lock> {
  const called = `removed image ${wanted.id}`
  try {
    return await acquireLock(entry.folder, { what: `return of ${called}`, called })
  } catch (error) {
    throw isAppError(error, 'E_FILE_NOT_FOUND') ? notInTrash(wanted) : error
  }
}

/** Null when it is gone. @throws AppError E_LIBRARY_DAMAGED, E_LIBRARY_NEWER. */
async function readTrashed({ folder, slug }: TrashedFolder): Promise<ImageIndex | null> {
  const path = imagePaths(folder).index
  const value = await readJson(path)
  return value === null ? null : decodeIndex(value, path, slug)
}

function notInTrash({ pool, namespace, id }: TrashedRef): AppError {
  const called = calledImage({ pool, namespace, image: new TextEncoder().encode(id) })
  return new AppError('E_IMAGE_NOT_IN_TRASH', `There is no removed image ${called} in the trash`, {
    detail: { pool: nameFromBytes(pool).text, id },
  })
}
