import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import { AppError } from '../../../shared/errors.ts'
import { nameFromBytes, sameBytes } from '../../../shared/names.ts'
import { fileError, isErrno } from '../io/fileError.ts'
import { makeFolders } from '../io/folders.ts'
import { syncFolder } from '../io/partFile.ts'
import { quoted } from './append.ts'
import { checkJson, readJson, replaceJson } from './json.ts'
import { type LibraryPaths, poolPaths } from './layout.ts'
import { bytesOf, fieldsOf } from './nameFields.ts'
import { isSlug, slugCandidates } from './slug.ts'
import { mkdir, readdir, rename, rm } from '../io/fs.ts'

const PoolJson = z.looseObject({
  format: z.literal('rbd-studio-pool'),
  version: z.int().positive(),
  name: z.string().optional(),
  nameBase64: z.base64().optional(),
  createdAt: z.string(),
})

/** A pool and where it stands. */
export interface Pool {
  readonly name: Uint8Array
  readonly folder: string
}

/** The pools of a library, by name. A folder without a readable `pool.json` is none. */
export async function scanPools(paths: LibraryPaths): Promise<readonly Pool[]> {
  const pools: Pool[] = []
  for (const entry of await listFolders(paths.pools)) {
    const folder = join(paths.pools, entry)
    const name = await poolName(folder)
    if (name !== null) pools.push({ name, folder })
  }
  return pools.sort((a, b) => Buffer.compare(a.name, b.name))
}

/** The folder of a pool. @throws AppError E_POOL_NOT_FOUND. */
export async function findPool(paths: LibraryPaths, name: Uint8Array): Promise<string> {
  const folder = await lookUpPool(paths, name)
  if (folder !== null) return folder
  throw new AppError('E_POOL_NOT_FOUND', `There is no pool ${quoted(name)} in the library`, {
    detail: { pool: nameFromBytes(name).text, path: paths.folder },
  })
}

/** Makes a pool: its folder appears with its description in it. @throws AppError E_POOL_EXISTS. */
export async function createPool(paths: LibraryPaths, name: Uint8Array): Promise<void> {
  const exists = (): AppError =>
    new AppError('E_POOL_EXISTS', `There is a pool ${quoted(name)} already`, {
      detail: { pool: nameFromBytes(name).text },
    })
  if ((await lookUpPool(paths, name)) !== null) throw exists()
  const temporary = join(paths.temporary, randomBytes(8).toString('hex'))
  try {
    await mkdir(temporary, { recursive: true })
    await makeFolders(paths.pools)
    await replaceJson(poolPaths(temporary).about, {
      format: 'rbd-studio-pool',
      version: 1,
      ...fieldsOf('name', name),
      createdAt: new Date().toISOString(),
    })
    for (const slug of slugCandidates(name)) {
      const folder = join(paths.pools, slug)
      try {
        // A folder with anything in it is not replaced.
        await rename(temporary, folder)
        await syncFolder(paths.pools)
        return
      } catch (error) {
        if (!isErrno(error, 'ENOTEMPTY', 'EEXIST', 'EPERM')) throw fileError(error, folder, 'write')
        const other = await poolName(folder)
        if (other !== null && sameBytes(other, name)) throw exists()
      }
    }
    throw exists()
  } catch (error) {
    throw fileError(error, paths.pools, 'write')
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
}

/** Names of the folders in a folder that could be a pool's or an image's; none when it is missing. */
export async function listFolders(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    return entries.filter((entry) => entry.isDirectory() && isSlug(entry.name)).map((entry) => entry.name)
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return []
    throw fileError(error, folder, 'read')
  }
}

async function lookUpPool(paths: LibraryPaths, name: Uint8Array): Promise<string | null> {
  for (const slug of slugCandidates(name)) {
    const folder = join(paths.pools, slug)
    const other = await poolName(folder)
    if (other !== null && sameBytes(other, name)) return folder
  }
  return null
}

async function poolName(folder: string): Promise<Uint8Array | null> {
  const path = poolPaths(folder).about
  const value = await readJson(path).catch(() => null)
  return value === null ? null : bytesOf(checkJson(PoolJson, value, path), 'name')
}
