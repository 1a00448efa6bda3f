import { join, sep } from 'node:path'
import { isAppError } from '../../../shared/errors.ts'
import type { Awaitable } from '../delta.ts'
import { firstDamaged, readDamage } from './damage.ts'
import { isAbandoned } from './find.ts'
import { INDEX_VERSION } from './index.ts'
import type { IndexCache } from './indexCache.ts'
import { type ImagePaths, imagePaths } from './layout.ts'
import { safeName } from './nameFields.ts'
import { readJsonNow } from './json.ts'
import { lossOf } from './lost/find.ts'
import { labelName } from './lost/names.ts'
import { listFolders } from './pools.ts'
import type { ImageEntry, ImageIndex, Link } from './types.ts'
import { existsSync, statSync } from '../io/fs.ts'
import { Turns } from '../turns.ts'

/** How often a pool is looked at anew because images were renamed or removed under the look. */
const ATTEMPTS = 3

/** How an image stands whose index was read. */
type EntryOf = (paths: ImagePaths, index: ImageIndex) => ImageEntry

interface ScanOptions {
  /** How closely each image is looked at. */
  readonly entry?: EntryOf
  readonly signal?: AbortSignal | undefined
}

/** Every image of a pool, by name; what is only being made is not listed. */
export async function scanPool(
  folder: string,
  indexes: IndexCache,
  { entry = (paths, index) => entryOf(paths, index), signal }: ScanOptions = {},
): Promise<readonly ImageEntry[]> {
  let entries: readonly (ImageEntry | null)[] = []
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const slugs = await listFolders(folder)
    const look = (slug: string) => imageEntry(imagePaths(join(folder, slug)), slug, { indexes, entry })
    entries = await eachOf(slugs, look, signal)
    // A folder that went while they were read may have been renamed: its image is under another name now.
    if (slugs.every((slug, at) => entries[at] !== null || existsSync(join(folder, slug)))) break
  }
  return entries
    .filter((entry) => entry !== null)
    .sort((a, b) => compare(a.namespace, b.namespace) || Buffer.compare(a.name, b.name))
}

/** How many images {@link scanPool} would list. */
export async function countImages(folder: string): Promise<number> {
  const isImage = await eachOf(await listFolders(folder), (slug) => {
    const paths = imagePaths(join(folder, slug))
    return existsSync(paths.index) || isAbandoned(paths)
  })
  return isImage.filter(Boolean).length
}

/** How one image's folder stands; null when no image is there (yet). */
function imageEntry(
  paths: ImagePaths,
  slug: string,
  { indexes, entry }: { readonly indexes: IndexCache; readonly entry: EntryOf },
): Awaitable<ImageEntry | null> {
  try {
    const index = indexes.read(paths)
    if (index !== null) return entry(paths, index)
  } catch (error) {
    if (!isAppError(error)) throw error
    if (error.code === 'E_LIBRARY_NEWER') return unreadable(paths, slug, 'newer')
    // A failing disk or a missing permission says nothing of the other images: this one is listed, and its own page tells why.
    if (error.code !== 'E_LIBRARY_DAMAGED') return unreadable(paths, slug, 'damaged')
    return lossOf(paths).then((loss) => unreadable(paths, slug, loss === null ? 'damaged' : 'unproven'))
  }
  return isAbandoned(paths).then((lost) => (lost ? unreadable(paths, slug, 'unproven') : null))
}

/** As {@link ImageEntry} for one whose link files nobody has looked at. */
export function namedEntry(_: ImagePaths, index: ImageIndex): ImageEntry {
  const { name, namespace, version } = index
  return { name, namespace, state: version > INDEX_VERSION ? 'newer' : 'ok', index }
}

/** How an image stands whose index was read. `gap`: its first link whose file is missing, of another length, or known to be damaged. */
export function entryOf(
  paths: ImagePaths,
  index: ImageIndex,
  gap: Link | null = firstGap(paths, index) ?? null,
): ImageEntry {
  const { name, namespace } = index
  if (gap !== null) return { name, namespace, state: 'gap', index, gapFile: gap.file }
  return { name, namespace, state: index.version > INDEX_VERSION ? 'newer' : 'ok', index }
}

function firstGap(paths: ImagePaths, index: ImageIndex): Link | undefined {
  return index.links.find((link) => !isThere(paths, link)) ?? firstDamaged(index, readDamage(paths))
}

/** The links whose files are missing or of another length, in the order of the chain. */
export async function missingLinks(paths: ImagePaths, index: ImageIndex): Promise<readonly Link[]> {
  const isMissing = await eachOf(index.links, (link) => !isThere(paths, link))
  return index.links.filter((_, at) => isMissing[at])
}

function isThere(paths: ImagePaths, link: Link): boolean {
  try {
    const stats = statSync(`${paths.links}${sep}${link.file}`, { throwIfNoEntry: false })
    return stats !== undefined && stats.isFile() && stats.size === link.fileBytes
  } catch {
    return false
  }
}

/** An image whose index says nothing: listed under the name it gives, the one that its folder's name proves, or else the folder's name. */
function unreadable(paths: ImagePaths, slug: string, state: 'damaged' | 'unproven' | 'newer'): ImageEntry {
  const value = jsonOrNull(paths.index)
  const fields = value !== null && typeof value === 'object' ? (value as Readonly<Record<string, unknown>>) : {}
  const label =
    labelName(slug, typeof fields['namespace'] === 'string' ? fields['namespace'] : '') ??
    new TextEncoder().encode(slug)
  const namespace = typeof fields['namespace'] === 'string' ? fields['namespace'] : ''
  return { name: safeName(fields, 'name') ?? label, namespace, state, index: null }
}

function jsonOrNull(path: string): unknown {
  try {
    return readJsonNow(path)
  } catch {
    return null
  }
}

/** The results of a step for each item, in the items' order, with turns for others in between. */
async function eachOf<T, R>(items: readonly T[], step: (item: T) => Awaitable<R>, signal?: AbortSignal): Promise<R[]> {
  const results: R[] = []
  const turns = new Turns()
  for (const item of items) {
    const result = step(item)
    results.push(result instanceof Promise ? await result : result)
    if (turns.isDue()) await turns.take(signal)
  }
  return results
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
