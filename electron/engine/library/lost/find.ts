import { join } from 'node:path'
import { isAppError } from '../../../../shared/errors.ts'
import { nameFromBytes } from '../../../../shared/names.ts'
import { isAbandoned, namesIn, readIndex } from '../find.ts'
import { readJson } from '../json.ts'
import { type ImagePaths, imagePaths, type LibraryPaths } from '../layout.ts'
import { findPool } from '../pools.ts'
import { isSlug, slugCandidates } from '../slug.ts'
import type { LibraryRef } from '../types.ts'

/** How an index is lost: it is not there, or it cannot be read. */
export type Loss = 'missing' | 'unreadable'

/** An image whose index is lost. */
export interface LostImage {
  readonly paths: ImagePaths
  readonly loss: Loss
  /** What could still be read of the index. */
  readonly torn: Readonly<Record<string, unknown>>
}

/** How the index in a folder is lost; null: it is not, or nothing that an index could be made of lies there. @throws AppError E_LIBRARY_NEWER, E_FILE_READ. */
export async function lossOf(paths: ImagePaths): Promise<Loss | null> {
  try {
    if ((await readIndex(paths)) !== null) return null
    return (await isAbandoned(paths)) ? 'missing' : null
  } catch (error) {
    if (!isAppError(error, 'E_LIBRARY_DAMAGED')) throw error
    return (await namesIn(paths.links)).some((name) => !name.startsWith('.')) ? 'unreadable' : null
  }
}

/**
 * Finds an image whose index is lost: by its name, or, where that is lost with it, by the name of its folder. Null: there is none.
 *
 * @throws AppError E_POOL_NOT_FOUND
 */
export async function findLost(library: LibraryPaths, ref: LibraryRef): Promise<LostImage | null> {
  const pool = await findPool(library, ref.pool)
  for (const slug of placesOf(ref)) {
    const paths = imagePaths(join(pool, slug))
    const loss = await lossOf(paths).catch((error: unknown) => {
      if (isAppError(error, 'E_LIBRARY_NEWER')) return null
      throw error
    })
    if (loss !== null) return { paths, loss, torn: await tornIndex(paths) }
  }
  return null
}

/** The folders where an image may lie whose index is lost. */
export function placesOf({ image, namespace }: Pick<LibraryRef, 'image' | 'namespace'>): readonly string[] {
  const { text, base64 } = nameFromBytes(image)
  const isFolder = base64 === undefined && isSlug(text)
  return [...slugCandidates(image, namespace), ...(isFolder ? [text] : [])]
}

async function tornIndex({ index }: ImagePaths): Promise<LostImage['torn']> {
  try {
    const value = await readJson(index)
    return value !== null && typeof value === 'object' ? (value as LostImage['torn']) : {}
  } catch {
    return {}
  }
}
