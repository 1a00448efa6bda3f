import { join } from 'node:path'
import { AppError, isAppError } from '../../../shared/errors.ts'
import { nameFromBytes, sameBytes } from '../../../shared/names.ts'
import type { Awaitable } from '../delta.ts'
import { isErrno } from '../io/fileError.ts'
import { decodeIndex } from './index.ts'
import { readJson } from './json.ts'
import { type ImagePaths, imagePaths, type LibraryPaths } from './layout.ts'
import { findPool } from './pools.ts'
import { isSlug, slugCandidates } from './slug.ts'
import type { ImageIndex, LibraryRef } from './types.ts'
import { readdir } from '../io/fs.ts'

/** How a sentence calls an image: `pool/image` or `pool/namespace/image`. */
export function calledImage(ref: LibraryRef): string {
  const parts = [
    nameFromBytes(ref.pool).text,
    ...(ref.namespace === '' ? [] : [ref.namespace]),
    nameFromBytes(ref.image).text,
  ]
  return parts.join('/')
}

/** The index in an image's folder; null when the folder or the index is not there. @throws AppError E_LIBRARY_DAMAGED. */
export async function readIndex(paths: ImagePaths): Promise<ImageIndex | null> {
  const value = await readJson(paths.index)
  return value === null ? null : decodeIndex(value, paths.index)
}

/** What stands at one of the places an image may have: it, another image, nothing, or an index nobody can read. */
type Place = 'this' | 'other' | 'free' | 'damaged'

/** An image's folder and index. */
export interface FoundImage {
  readonly paths: ImagePaths
  readonly index: ImageIndex
}

/**
 * Finds an image by its name. `read`: where indexes are read from, if not from the disk each time.
 *
 * @throws AppError E_POOL_NOT_FOUND, E_IMAGE_NOT_FOUND; E_LIBRARY_DAMAGED when something unreadable stands in its place.
 */
export async function findImage(
  library: LibraryPaths,
  ref: LibraryRef,
  read: (paths: ImagePaths) => Awaitable<ImageIndex | null> = readIndex,
): Promise<FoundImage> {
  const pool = await findPool(library, ref.pool)
  let damage: AppError | null = null
  for (const slug of slugCandidates(ref.image, ref.namespace)) {
    const paths = imagePaths(join(pool, slug))
    try {
      const index = await read(paths)
      if (index !== null && isNamed(index, ref)) return { paths, index }
      if (index === null && (await isAbandoned(paths))) damage ??= lostIndex(paths)
    } catch (error) {
      if (!isAppError(error, 'E_LIBRARY_DAMAGED', 'E_LIBRARY_NEWER')) throw error
      damage ??= error
    }
  }
  if (damage !== null) throw damage
  const { text } = nameFromBytes(ref.image)
  // Where its name is lost with its index, an image is called after its folder.
  if (isSlug(text) && (await isLost(imagePaths(join(pool, text))))) throw lostIndex(imagePaths(join(pool, text)))
  throw imageNotFound(ref)
}

async function isLost(paths: ImagePaths): Promise<boolean> {
  return (await placeOf(paths, { pool: NO_NAME, namespace: '', image: NO_NAME })) === 'damaged'
}

const NO_NAME = new Uint8Array(0)

/** The places a new image may take, best first. @throws AppError E_POOL_NOT_FOUND, E_IMAGE_EXISTS; E_LIBRARY_DAMAGED. */
export async function placesForNew(library: LibraryPaths, ref: LibraryRef): Promise<readonly ImagePaths[]> {
  const pool = await findPool(library, ref.pool)
  const free: ImagePaths[] = []
  for (const slug of slugCandidates(ref.image, ref.namespace)) {
    const paths = imagePaths(join(pool, slug))
    const place = await placeOf(paths, ref)
    if (place === 'this') throw imageExists(ref)
    // It may be this very image, so it is not to be had twice.
    if (place === 'damaged') throw lostIndex(paths)
    if (place === 'free') free.push(paths)
  }
  if (free.length === 0) throw imageExists(ref)
  return free
}

/** What stands in a folder, as one image sees it. */
async function placeOf(paths: ImagePaths, ref: LibraryRef): Promise<Place> {
  try {
    const index = await readIndex(paths)
    if (index === null) return (await isAbandoned(paths)) ? 'damaged' : 'free'
    return isNamed(index, ref) ? 'this' : 'other'
  } catch (error) {
    if (isAppError(error, 'E_LIBRARY_DAMAGED', 'E_LIBRARY_NEWER')) return 'damaged'
    throw error
  }
}

/** Whether a folder without an index holds link files that nobody is just writing: an image whose index was lost. */
export async function isAbandoned(paths: ImagePaths): Promise<boolean> {
  const names = await namesIn(paths.folder)
  if (names.includes('image.json') || names.includes('creating')) return false
  return (await namesIn(paths.links)).some((name) => !name.startsWith('.'))
}

/** Names in a folder; none when it is not there. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) return []
    throw error
  }
}

function isNamed(index: ImageIndex, ref: LibraryRef): boolean {
  return index.namespace === ref.namespace && sameBytes(index.name, ref.image)
}

/** E_LIBRARY_DAMAGED for a folder that has links and no index. */
export function lostIndex(paths: ImagePaths): AppError {
  return new AppError('E_LIBRARY_DAMAGED', `The index ${paths.index} is lost or cannot be read`, {
    detail: { path: paths.index },
  })
}

/** E_IMAGE_NOT_FOUND for an image. */
export function imageNotFound(ref: LibraryRef): AppError {
  return new AppError('E_IMAGE_NOT_FOUND', `There is no image ${calledImage(ref)}`, { detail: detailOf(ref) })
}

/** E_IMAGE_EXISTS for an image. */
export function imageExists(ref: LibraryRef): AppError {
  return new AppError('E_IMAGE_EXISTS', `There is an image ${calledImage(ref)} already`, { detail: detailOf(ref) })
}

function detailOf(ref: LibraryRef): Readonly<Record<string, string>> {
  return { pool: nameFromBytes(ref.pool).text, namespace: ref.namespace, image: nameFromBytes(ref.image).text }
}
