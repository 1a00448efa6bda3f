import { randomBytes } from 'node:crypto'
import { createConnections } from '../ceph/connections.ts'
import { basename, dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import { isAppError } from '../../../shared/errors.ts'
import { LIBRARY } from '../../../shared/imageSpec.ts'
import { nameFromText } from '../../../shared/names.ts'
import { fileError, isErrno } from '../io/fileError.ts'
import { createMeter } from '../io/meter.ts'
import { syncFolder } from '../io/partFile.ts'
import { checkJson, readJson } from '../library/json.ts'
import { libraryPaths } from '../library/layout.ts'
import { Library, LIBRARY_VERSION, libraryVersion, openLibrary, writeAbout } from '../library/library.ts'
import { isGone } from '../library/holder.ts'
import { prepareImportDiffs } from './importDiff.ts'
import { acquireLock, readLock } from '../library/lock.ts'
import { lstat, mkdir, readdir, rename, rm, rmdir } from '../io/fs.ts'

const SampleJson = z.object({
  pools: z.array(z.string().min(1)),
  images: z.array(z.object({ pool: z.string(), name: z.string().min(1), files: z.array(z.string()).min(1) })),
})

/**
 * Opens the library in a folder; where there is none yet, makes one and fills it with the sample in `sampleFolder` (`sample.json`
 * and the diff files it names, imported as genuine links).
 *
 * The new library is built beside and renamed to its place, so it is there whole or not at all; what a killed start left
 * beside is removed by the next. Of several processes that start at once, one library stays.
 * @throws AppError as `openLibrary`; E_LIBRARY_DAMAGED for a sample that is not one.
 */
export async function fillWithSample(folder: string, sampleFolder: string): Promise<Library> {
  const target = resolve(folder)
  await removeLeftovers(target)
  if ((await libraryVersion(libraryPaths(target))) !== null) return openLibrary(target, { create: false })
  if (!(await isFree(target))) {
    const library = await openLibrary(target, { create: true })
    await fill(library, sampleFolder)
    return library
  }
  const building = join(dirname(target), `.${basename(target)}.${randomBytes(4).toString('hex')}.new`)
  try {
    await mkdir(building, { recursive: true })
    const lock = await acquireLock(building, { what: 'making of the sample library', called: target })
    await fill(new Library(building, LIBRARY_VERSION), sampleFolder)
    await writeAbout(libraryPaths(building))
    await lock.release()
    await rmdir(target).catch(() => undefined)
    await rename(building, target)
    await syncFolder(dirname(target))
  } catch (error) {
    await rm(building, { recursive: true, force: true })
    // Somebody else's library came first, or the folder cannot be replaced (a mount point).
    if (!isErrno(error, 'ENOTEMPTY', 'EEXIST', 'EBUSY', 'EXDEV', 'EPERM')) throw fileError(error, target, 'write')
    if ((await libraryVersion(libraryPaths(target))) === null) {
      const library = await openLibrary(target, { create: true })
      await fill(library, sampleFolder)
      return library
    }
  }
  return openLibrary(target, { create: false })
}

/** Makes what the sample says and is not there yet. */
async function fill(library: Library, sampleFolder: string): Promise<void> {
  const path = join(sampleFolder, 'sample.json')
  const sample = checkJson(SampleJson, await readJson(path), path)
  const encoder = new TextEncoder()
  for (const pool of sample.pools) {
    await library.createPool(encoder.encode(pool)).catch((error: unknown) => {
      if (!isAppError(error, 'E_POOL_EXISTS')) throw error
    })
  }
  for (const { pool, name, files } of sample.images) {
    const target = { connection: LIBRARY, pool: nameFromText(pool), namespace: '', image: nameFromText(name) }
    const paths = files.map((file) => join(sampleFolder, file))
    await importChain(library, { kind: 'import', format: 'diffs', paths, target }).catch((error: unknown) => {
      if (!isAppError(error, 'E_IMAGE_EXISTS')) throw error
    })
  }
}

async function importChain(library: Library, request: Parameters<typeof prepareImportDiffs>[0]): Promise<void> {
  const prepared = await prepareImportDiffs(request, {
    library,
    connections: createConnections(),
    meter: createMeter(),
    signal: new AbortController().signal,
    onProgress: () => undefined,
    streams: {},
  })
  try {
    await prepared.run()
  } finally {
    await prepared.close()
  }
}

/** Whether nothing stands at a path, or an empty folder. */
async function isFree(path: string): Promise<boolean> {
  try {
    return (await readdir(path)).length === 0
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return true
    throw fileError(error, path, 'read')
  }
}

const LEFTOVER = /^\.(.*)\.[0-9a-f]{8}\.new$/s
const STALE_MS = 60 * 60 * 1000

/** Removes libraries that killed starts were building beside this one. */
async function removeLeftovers(target: string): Promise<void> {
  const parent = dirname(target)
  const names = await readdir(parent).catch(() => [])
  for (const name of names) {
    if (LEFTOVER.exec(name)?.[1] !== basename(target)) continue
    const path = join(parent, name)
    const holder = await readLock(join(path, 'lock')).catch(() => null)
    const stats = await lstat(path).catch(() => null)
    const isDead = holder === null ? stats !== null && Date.now() - stats.mtimeMs > STALE_MS : isGone(holder)
    if (isDead) await rm(path, { recursive: true, force: true }).catch(() => undefined)
  }
}
