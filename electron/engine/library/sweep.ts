import { join } from 'node:path'
import { isPartName } from '../io/partFile.ts'
import { extentsFileName } from './extentsCache.ts'
import { namesIn } from './find.ts'
import { isGone } from './holder.ts'
import type { ImagePaths, LibraryPaths } from './layout.ts'
import { readLock } from './lock.ts'
import { moveToTrash } from './trash.ts'
import type { ImageIndex } from './types.ts'
import { lstat, rm } from '../io/fs.ts'

/** A file of a lock being taken lives for milliseconds; one this old has nobody. */
const STALE_MS = 60 * 60 * 1000

/**
 * Clears an image's folder of what writers left who died: parts, link files no index names, caches of links that are gone,
 * locks of dead takeovers. **Only under the image's lock**: then nobody else writes links, so whatever the index does not name is nobody's.
 */
export async function sweepImage(library: LibraryPaths, paths: ImagePaths, index: ImageIndex): Promise<void> {
  const named = new Set(index.links.map((link) => link.file))
  for (const name of await namesIn(paths.links)) {
    if (isPartName(name)) await rm(join(paths.links, name), { force: true })
    // Side files belong to the link they are called after.
    else if (!named.has(name.replace(/\.rbdm\.json$/, ''))) await moveToTrash(library, join(paths.links, name))
  }
  const cached = new Set(index.links.map((link) => extentsFileName(link.file, link.part)))
  for (const name of await namesIn(paths.cache)) {
    if (!cached.has(name)) await rm(join(paths.cache, name), { force: true })
  }
  for (const name of await namesIn(paths.folder)) {
    const path = join(paths.folder, name)
    // Under the lock nobody else replaces the index, so a half-written one is a dead writer's.
    if (name.startsWith('.json.') && isPartName(name)) await rm(path, { force: true })
    if (name.startsWith('lock.') && (await isDeadLock(path))) await rm(path, { force: true })
    if (name.startsWith('.lock') && (await isOld(path))) await rm(path, { force: true })
  }
}

async function isDeadLock(path: string): Promise<boolean> {
  const holder = await readLock(path).catch(() => null)
  return holder !== null && isGone(holder)
}

async function isOld(path: string): Promise<boolean> {
  const stats = await lstat(path).catch(() => null)
  return stats !== null && Date.now() - stats.mtimeMs > STALE_MS
}
