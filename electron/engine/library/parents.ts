import { randomBytes } from 'node:crypto'
import { dirname, join } from 'node:path'
import { open, rename, rm } from '../io/fs.ts'
import { partPathOf, syncFolder } from '../io/partFile.ts'
import { encodeManifest } from '../manifest/manifest.ts'
import { manifestPath, readManifest } from '../manifest/manifestFile.ts'
import type { ImagePaths } from './layout.ts'
import type { ImageIndex } from './types.ts'

/**
 * After links were taken out of a chain, the manifests of those that stay say anew which file they continue: a lost index is rebuilt by
 * that. A link whose file before is a new one needs none of it: the new one's manifest says in whose place it stands. The link files stay as they are. It may
 * fail: then a rebuild has less to go by.
 */
export async function renewParents(paths: ImagePaths, before: ImageIndex, after: ImageIndex): Promise<void> {
  const old = parentsOf(before)
  for (const [file, parent] of parentsOf(after)) {
    const was = old.get(file)
    if (was === undefined || was.digest === parent.digest) continue
    if (parent.file !== null && !old.has(parent.file)) continue
    await renewParent(join(paths.links, file), parent.digest).catch(() => undefined)
  }
}

interface Parent {
  readonly file: string | null
  readonly digest: string | null
}

/** What each link file of an index continues. */
function parentsOf({ links }: ImageIndex): ReadonlyMap<string, Parent> {
  const parents = new Map<string, Parent>()
  let last: Parent = { file: null, digest: null }
  for (const { file, digest } of links) {
    if (!parents.has(file)) parents.set(file, last)
    last = { file, digest: digest ?? null }
  }
  return parents
}

async function renewParent(path: string, parent: string | null): Promise<void> {
  const manifest = await readManifest(path)
  if (manifest === null || manifest.parent === parent) return
  const target = manifestPath(path)
  const temporary = partPathOf(join(dirname(path), `${randomBytes(4).toString('hex')}.json`))
  try {
    const handle = await open(temporary, 'wx', 0o644)
    try {
      await handle.writeFile(encodeManifest({ ...manifest, parent }))
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, target)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
  await syncFolder(dirname(path))
}
