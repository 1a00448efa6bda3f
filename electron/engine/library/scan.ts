import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isAppError } from '../../../shared/errors.ts'
import { isAbandoned, namesIn, readIndex } from './find.ts'
import { INDEX_VERSION } from './index.ts'
import { type ImagePaths, imagePaths } from './layout.ts'
import { bytesOf } from './nameFields.ts'
import { readJson } from './json.ts'
import { listFolders } from './pools.ts'
import type { ImageEntry, ImageIndex, Link } from './types.ts'

/** Folders looked at at once: as many requests as keep the system's threads busy. */
const AT_ONCE = 32

/** Every image of a pool, by name; what is only being made is not listed. */
export async function scanPool(folder: string): Promise<readonly ImageEntry[]> {
  const entries = await eachOf(await listFolders(folder), (slug) => imageEntry(imagePaths(join(folder, slug)), slug))
  return entries
    .filter((entry) => entry !== null)
    .sort((a, b) => compare(a.namespace, b.namespace) || Buffer.compare(a.name, b.name))
}

/** How many images {@link scanPool} would list. */
export async function countImages(folder: string): Promise<number> {
  const isImage = await eachOf(await listFolders(folder), async (slug) => {
    const names = await namesIn(join(folder, slug))
    return names.includes('image.json') || isAbandoned(imagePaths(join(folder, slug)))
  })
  return isImage.filter(Boolean).length
}

/** How one image's folder stands; null when no image is there (yet). */
export async function imageEntry(paths: ImagePaths, slug: string): Promise<ImageEntry | null> {
  try {
    const index = await readIndex(paths)
    if (index === null) return (await isAbandoned(paths)) ? unreadable(paths, slug, 'damaged') : null
    return await entryOf(paths, index)
  } catch (error) {
    if (isAppError(error, 'E_LIBRARY_NEWER')) return unreadable(paths, slug, 'newer')
    if (isAppError(error)) return unreadable(paths, slug, 'damaged')
    throw error
  }
}

/** How an image stands whose index was read. */
export async function entryOf(paths: ImagePaths, index: ImageIndex): Promise<ImageEntry> {
  const { name, namespace } = index
  const gaps = await missingFiles(paths, index)
  const [gapFile] = gaps
  if (gapFile !== undefined) return { name, namespace, state: 'gap', index, gapFile }
  return { name, namespace, state: index.version > INDEX_VERSION ? 'newer' : 'ok', index }
}

/** The link files that are missing or of another length, in the order of the chain. */
export async function missingFiles(paths: ImagePaths, index: ImageIndex): Promise<ReadonlySet<string>> {
  const missing = await eachOf(index.links, async (link) => !(await isThere(paths, link)))
  return new Set(index.links.filter((_, at) => missing[at] === true).map((link) => link.file))
}

async function isThere(paths: ImagePaths, link: Link): Promise<boolean> {
  try {
    const stats = await stat(join(paths.links, link.file))
    return stats.isFile() && stats.size === link.fileBytes
  } catch {
    return false
  }
}

/** An image whose index says nothing: listed under the name it gives, or its folder's. */
async function unreadable(paths: ImagePaths, slug: string, state: 'damaged' | 'newer'): Promise<ImageEntry> {
  const value = await readJson(paths.index).catch(() => null)
  const fields = value !== null && typeof value === 'object' ? (value as Readonly<Record<string, unknown>>) : {}
  const label = new TextEncoder().encode(slug)
  const namespace = typeof fields['namespace'] === 'string' ? fields['namespace'] : ''
  return { name: safeBytes(fields) ?? label, namespace, state, index: null }
}

function safeBytes(fields: Readonly<Record<string, unknown>>): Uint8Array | null {
  try {
    return bytesOf(fields, 'name')
  } catch {
    return null
  }
}

/** The results of an asynchronous step for each item, in the items' order, {@link AT_ONCE} at a time. */
async function eachOf<T, R>(items: readonly T[], step: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  let next = 0
  const work = async (): Promise<void> => {
    while (next < items.length) {
      const at = next++
      results[at] = await step(items[at] as T)
    }
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, work))
  return results
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
