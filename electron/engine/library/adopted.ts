import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import { AppError, isAppError } from '../../../shared/errors.ts'
import { fileError } from '../io/fileError.ts'
import { realpath, stat } from '../io/fs.ts'
import { checkWritable } from './index.ts'
import { checkJson, readJson, replaceJson } from './json.ts'
import type { LibraryPaths } from './layout.ts'
import { acquireLock } from './lock.ts'

/** The version of `adopted.json` that this program writes. */
const ADOPTED_VERSION = 1

const AdoptedJson = z.looseObject({
  format: z.literal('rbd-studio-adopted'),
  version: z.int().positive(),
  folders: z.array(z.looseObject({ id: z.string(), path: z.string(), addedAt: z.string() })),
})
type AdoptedJson = z.infer<typeof AdoptedJson>

/** A folder of somebody's export files that a library remembers. `addedAt`: ISO 8601, UTC. */
export type AdoptedEntry = AdoptedJson['folders'][number]

/** The adopted folders, oldest first. @throws AppError E_LIBRARY_DAMAGED. */
export async function listAdopted(library: LibraryPaths): Promise<readonly AdoptedEntry[]> {
  return (await read(library)).folders
}

/** Remembers a folder; one that is remembered already stays as it is. @throws AppError E_FILE_NOT_FOUND, E_FILE_PERMISSION, E_LIBRARY_LOCKED. */
export async function adoptFolder(library: LibraryPaths, path: string, signal: AbortSignal): Promise<AdoptedEntry> {
  const folder = await realFolder(path)
  let adopted: AdoptedEntry | undefined
  await change(library, signal, (json) => {
    adopted = json.folders.find((entry) => entry.path === folder)
    if (adopted !== undefined) return json
    adopted = { id: randomBytes(8).toString('hex'), path: folder, addedAt: new Date().toISOString() }
    return { ...json, folders: [...json.folders, adopted] }
  })
  if (adopted === undefined) throw new Error('a folder was adopted and is not there')
  return adopted
}

/** Forgets a folder and leaves it as it is; one that nobody remembers is as good as forgotten. @throws AppError E_LIBRARY_LOCKED. */
export async function forgetFolder(library: LibraryPaths, id: string, signal: AbortSignal): Promise<void> {
  await change(library, signal, (json) => {
    const folders = json.folders.filter((entry) => entry.id !== id)
    return folders.length === json.folders.length ? json : { ...json, folders }
  })
}

/** The one name of a folder, whatever links lead to it. @throws AppError E_FILE_NOT_FOUND for what is no folder, E_FILE_PERMISSION. */
export async function realFolder(path: string): Promise<string> {
  try {
    const folder = await realpath(path)
    if ((await stat(folder)).isDirectory()) return folder
  } catch (error) {
    throw fileError(error, path, 'read')
  }
  throw new AppError('E_FILE_NOT_FOUND', `${path} is no folder`, { detail: { path } })
}

/** Another writer holds the list for a few milliseconds. */
const WAIT_MS = 10
const ATTEMPTS = 100

async function change(
  library: LibraryPaths,
  signal: AbortSignal,
  next: (json: AdoptedJson) => AdoptedJson,
): Promise<void> {
  const lock = await lockList(library, signal)
  try {
    const json = await read(library)
    checkWritable(json.version, pathOf(library), ADOPTED_VERSION)
    const after = next(json)
    if (after !== json) await replaceJson(pathOf(library), after)
  } finally {
    await lock.release()
  }
}

async function lockList(library: LibraryPaths, signal: AbortSignal) {
  for (let attempt = 1; ; attempt++) {
    signal.throwIfAborted()
    try {
      const called = 'The list of adopted folders'
      return await acquireLock(library.folder, { what: 'a change of it', called }, 'adopted.lock')
    } catch (error) {
      if (!isAppError(error, 'E_LIBRARY_LOCKED') || attempt === ATTEMPTS) throw error
      await wait(WAIT_MS)
    }
  }
}

async function read(library: LibraryPaths): Promise<AdoptedJson> {
  const value = await readJson(pathOf(library))
  if (value === null) return { format: 'rbd-studio-adopted', version: ADOPTED_VERSION, folders: [] }
  return checkJson(AdoptedJson, value, pathOf(library))
}

function pathOf(library: LibraryPaths): string {
  return join(library.folder, 'adopted.json')
}
