import { randomBytes } from 'node:crypto'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { AppError, isAppError } from '../../../shared/errors.ts'
import { fileError, isErrno } from '../io/fileError.ts'
import { makeFolders } from '../io/folders.ts'
import * as adopted from './adopted.ts'
import { listTrash, type TrashedImage, type TrashedRef } from './bringBack.ts'
import * as changes from './changes.ts'
import { type DamageByFile, firstDamaged, noteDamage, readDamage } from './damage.ts'
import { findImage, type FoundImage, placesForNew } from './find.ts'
import { checkWritable } from './index.ts'
import { IndexCache } from './indexCache.ts'
import { checkJson, createJson, readJson } from './json.ts'
import { libraryPaths, type LibraryPaths } from './layout.ts'
import { readLock, releaseThreadLock } from './lock.ts'
import { type Agreement, type LostProposal, propose, rebuildIndex } from './lost/rebuild.ts'
import { createPool, findPool, listFolders, scanPools } from './pools.ts'
import { ofStretch, openLinkRange, openRange, type ReadOptions } from './read.ts'
import { countImages, entryOf, missingLinks, namedEntry, scanPool } from './scan.ts'
import { TableCache } from './tableCache.ts'
import { type RangeTables, readTables } from './tables.ts'
import { beginTransaction, type BeginOptions } from './transaction.ts'
import type { ImageEntry, ImageIndex, LibraryRef, NewImage, OpenRange, SnapshotEntry, Transaction } from './types.ts'
import { readdir } from '../io/fs.ts'

/** The version of `library.json` that this program writes. */
export const LIBRARY_VERSION = 1

const LibraryJson = z.looseObject({
  format: z.literal('rbd-studio-library'),
  version: z.int().positive(),
  id: z.string(),
  createdAt: z.string(),
})

/** A pool as it is listed. */
export interface PoolEntry {
  readonly name: Uint8Array
  readonly imageCount: number
}

/** Everything there is to say about one image. */
export interface ImageInspection {
  readonly entry: ImageEntry
  readonly folder: string
  /** Who is writing it now. */
  readonly lock: { readonly host: string; readonly pid: number; readonly what: string; readonly since: number } | null
  /** Link files that are missing or of another length. */
  readonly missing: ReadonlySet<string>
  readonly damage: DamageByFile
}

/**
 * A library: images as chains of genuine files in a folder (DESIGN §4). Every call looks at the folder, so any number of processes may use it
 * at once: what is held of indexes and records is believed only while their files are the same.
 *
 * Every method that changes something throws E_LIBRARY_NEWER when a later version wrote the library, E_LIBRARY_LOCKED when another writer
 * has the image, and E_FILE_* when the disk refuses.
 */
export class Library {
  readonly folder: string
  readonly #paths: LibraryPaths
  readonly #version: number
  readonly #indexes = new IndexCache()
  readonly #tables = new TableCache()

  constructor(folder: string, version: number) {
    this.folder = folder
    this.#paths = libraryPaths(folder)
    this.#version = version
  }

  /** The pools, by name. */
  async listPools(): Promise<readonly PoolEntry[]> {
    const pools = await scanPools(this.#paths)
    return Promise.all(pools.map(async ({ name, folder }) => ({ name, imageCount: await countImages(folder) })))
  }

  /** @throws AppError E_POOL_EXISTS. */
  async createPool(name: Uint8Array): Promise<void> {
    await createPool(this.#writable(), name)
  }

  /** The images of a pool, by name. @throws AppError E_POOL_NOT_FOUND. */
  async listImages(pool: Uint8Array): Promise<readonly ImageEntry[]> {
    return scanPool(await findPool(this.#paths, pool), this.#indexes)
  }

  /** The images of all pools, pool after pool, by name; their link files are not looked at, so their states say nothing of those. */
  async *names(
    signal?: AbortSignal,
  ): AsyncGenerator<{ readonly pool: Uint8Array; readonly entries: readonly ImageEntry[] }> {
    for (const { name, folder } of await scanPools(this.#paths)) {
      yield { pool: name, entries: await scanPool(folder, this.#indexes, { entry: namedEntry, signal }) }
    }
  }

  /** An image's index. @throws AppError E_POOL_NOT_FOUND, E_IMAGE_NOT_FOUND, E_LIBRARY_DAMAGED, E_LIBRARY_NEWER. */
  async readImage(ref: LibraryRef): Promise<ImageIndex> {
    return (await this.#find(ref)).index
  }

  /** An image with its state, its folder and who is writing it. @throws AppError as {@link Library.readImage}. */
  async inspectImage(ref: LibraryRef): Promise<ImageInspection> {
    const { paths, index } = await this.#find(ref)
    const holder = await readLock(paths.lock).catch(() => null)
    const missing = await missingLinks(paths, index)
    const damage = readDamage(paths)
    return {
      entry: entryOf(paths, index, missing[0] ?? firstDamaged(index, damage) ?? null),
      folder: paths.folder,
      lock:
        holder === null
          ? null
          : { host: holder.host, pid: holder.pid, what: holder.what, since: Date.parse(holder.since) },
      missing: new Set(missing.map(({ file }) => file)),
      damage,
    }
  }

  /** Refuses a name under which no new image can be made. @throws AppError E_POOL_NOT_FOUND, E_IMAGE_EXISTS, E_LIBRARY_DAMAGED. */
  async checkNewImage(ref: LibraryRef): Promise<void> {
    await placesForNew(this.#writable(), ref)
  }

  /** Begins a change of an image, or with `create` the making of one. @throws AppError E_IMAGE_NOT_FOUND or E_IMAGE_EXISTS, E_LIBRARY_LOCKED, … */
  async begin(ref: LibraryRef, options: BeginOptions): Promise<Transaction> {
    return beginTransaction(this.#writable(), ref, options)
  }

  /** Makes an image of zeros. @throws AppError E_IMAGE_EXISTS, E_POOL_NOT_FOUND. */
  async createImage(
    ref: LibraryRef,
    options: changes.ChangeOptions & NewImage & { readonly sizeBytes: number },
  ): Promise<ImageIndex> {
    return changes.createImage(this.#writable(), ref, options)
  }

  /** Gives an image another size. @throws AppError E_IMAGE_SAME_SIZE, E_IMAGE_SHRINKS. */
  async resizeImage(
    ref: LibraryRef,
    options: changes.ChangeOptions & { readonly sizeBytes: number; readonly allowShrink: boolean },
  ): Promise<ImageIndex> {
    return changes.resizeImage(this.#writable(), ref, options)
  }

  /** Gives an image another name in its pool. @throws AppError E_IMAGE_EXISTS, E_SPEC_INVALID. */
  async renameImage(ref: LibraryRef, name: Uint8Array, options: changes.ChangeOptions): Promise<ImageIndex> {
    return changes.renameImage(this.#writable(), ref, name, options)
  }

  /** Moves an image to the trash. @throws AppError E_IMAGE_HAS_SNAPSHOTS. */
  async removeImage(ref: LibraryRef, options: changes.ChangeOptions): Promise<TrashedImage> {
    return changes.removeImage(this.#writable(), ref, options)
  }

  /** The removed images that can be brought back, of a pool or of all, the last removed first. @throws AppError E_POOL_NOT_FOUND. */
  async listTrash(pool: Uint8Array | null = null): Promise<readonly TrashedImage[]> {
    return listTrash(this.#paths, pool)
  }

  /** Brings a removed image back, under its own name or another. @throws AppError E_IMAGE_NOT_IN_TRASH, E_IMAGE_EXISTS, E_SPEC_INVALID. */
  async restoreImage(
    wanted: TrashedRef,
    newName: Uint8Array | null,
    options: changes.ChangeOptions,
  ): Promise<LibraryRef> {
    return changes.restoreImage(this.#writable(), wanted, newName, options)
  }

  /** Gives the head a name. @throws AppError E_SNAPSHOT_EXISTS. */
  async createSnapshot(ref: LibraryRef, name: Uint8Array, options: changes.ChangeOptions): Promise<ImageIndex> {
    return changes.createSnapshot(this.#writable(), ref, name, options)
  }

  /** Takes a name off its point and gives what {@link Library.restoreSnapshot} needs. @throws AppError E_SNAPSHOT_NOT_FOUND, E_SNAPSHOT_PROTECTED. */
  async removeSnapshot(ref: LibraryRef, name: Uint8Array, options: changes.ChangeOptions): Promise<SnapshotEntry> {
    return changes.removeSnapshot(this.#writable(), ref, name, options)
  }

  /** @throws AppError E_SNAPSHOT_NOT_FOUND, E_SNAPSHOT_EXISTS. */
  async renameSnapshot(
    ref: LibraryRef,
    name: Uint8Array,
    newName: Uint8Array,
    options: changes.ChangeOptions,
  ): Promise<ImageIndex> {
    return changes.renameSnapshot(this.#writable(), ref, name, newName, options)
  }

  /** Protects a snapshot from removal, or lets go of it. @throws AppError E_SNAPSHOT_PROTECTED_ALREADY, E_SNAPSHOT_UNPROTECTED_ALREADY. */
  async protectSnapshot(
    ref: LibraryRef,
    name: Uint8Array,
    isProtected: boolean,
    options: changes.ChangeOptions,
  ): Promise<ImageIndex> {
    return changes.protectSnapshot(this.#writable(), ref, name, isProtected, options)
  }

  /** Puts a removed name back. @throws AppError E_SNAPSHOT_EXISTS, E_SNAPSHOT_NOT_FOUND. */
  async restoreSnapshot(ref: LibraryRef, entry: SnapshotEntry, options: changes.ChangeOptions): Promise<ImageIndex> {
    return changes.restoreSnapshot(this.#writable(), ref, entry, options)
  }

  /** The folders of somebody's files that this library remembers. */
  async listAdopted(): Promise<readonly adopted.AdoptedEntry[]> {
    return adopted.listAdopted(this.#paths)
  }

  /** Remembers a folder. @throws AppError E_FILE_NOT_FOUND. */
  async adoptFolder(path: string, { signal }: changes.ChangeOptions): Promise<adopted.AdoptedEntry> {
    return adopted.adoptFolder(this.#writable(), path, signal)
  }

  /** Forgets a folder. */
  async forgetFolder(id: string, { signal }: changes.ChangeOptions): Promise<void> {
    await adopted.forgetFolder(this.#writable(), id, signal)
  }

  /** Opens an image between two of its points; null is "from nothing", and the head. @throws AppError E_SNAPSHOT_NOT_FOUND, E_DIFF_SNAPSHOT_ORDER, E_LIBRARY_CHAIN_GAP. */
  async openRange(
    ref: LibraryRef,
    from: Uint8Array | null,
    to: Uint8Array | null,
    options: ReadOptions,
  ): Promise<OpenRange> {
    return openRange(this.#paths, ref, from, to, options)
  }

  /** The records of an image between two of its points, for what needs no payload. @throws AppError as {@link Library.openRange}. */
  async readTables(
    ref: LibraryRef,
    from: Uint8Array | null,
    to: Uint8Array | null,
    { signal }: changes.ChangeOptions,
  ): Promise<RangeTables> {
    const options = { tables: this.#tables, signal }
    const find = (): Promise<FoundImage> => this.#find(ref)
    return ofStretch(this.#paths, ref, [from, to], { signal, find }, (paths, index, links) =>
      readTables(paths, index, links, options),
    )
  }

  /** Remembers what a verification found of link files; null: nothing is wrong with one. @throws AppError E_FILE_*. */
  async noteDamage(ref: LibraryRef, found: Parameters<typeof noteDamage>[2]): Promise<void> {
    const { paths, index } = await this.#find(ref)
    await noteDamage(paths, index, found)
  }

  /** The index an image that lost its own could get; null: it has one. Writes nothing. @throws AppError E_POOL_NOT_FOUND, E_LIBRARY_DAMAGED. */
  async proposeIndex(ref: LibraryRef, signal: AbortSignal): Promise<LostProposal | null> {
    return propose(this.#paths, ref, signal)
  }

  /** Writes an index that was proposed and agreed to. @throws AppError E_LIBRARY_INDEX_CHANGED, E_IMAGE_EXISTS, E_IMAGE_NOT_FOUND, E_LIBRARY_DAMAGED. */
  async rebuildIndex(ref: LibraryRef, agreement: Agreement): Promise<ImageIndex> {
    return rebuildIndex(this.#writable(), ref, agreement)
  }

  /** Opens some links of an image, by number, of the very index given. @throws AppError E_LIBRARY_LOCKED when it is another by now, E_LIBRARY_CHAIN_GAP. */
  async openLinks(
    ref: LibraryRef,
    index: ImageIndex,
    links: readonly [number, number],
    options: ReadOptions,
  ): Promise<OpenRange> {
    return openLinkRange(this.#paths, ref, index, links, options)
  }

  /** Removes the locks of a thread of this process that had to be ended. Gives their number. */
  async releaseThreadLocks(thread: number): Promise<number> {
    let released = 0
    for (const { folder } of await scanPools(this.#paths)) {
      for (const slug of await listFolders(folder)) {
        if (await releaseThreadLock(join(folder, slug, 'lock'), thread)) released++
      }
    }
    return released
  }

  #find(ref: LibraryRef): Promise<FoundImage> {
    return findImage(this.#paths, ref, (paths) => this.#indexes.read(paths))
  }

  #writable(): LibraryPaths {
    checkWritable(this.#version, this.#paths.about, LIBRARY_VERSION)
    return this.#paths
  }
}

/**
 * Opens the library in a folder, or with `create` makes one there, if the folder is missing or empty.
 *
 * @throws AppError E_LIBRARY_NOT_FOUND, E_LIBRARY_DAMAGED, E_FILE_PERMISSION.
 */
export async function openLibrary(folder: string, options: { readonly create: boolean }): Promise<Library> {
  const paths = libraryPaths(folder)
  const version = await libraryVersion(paths)
  if (version !== null) return new Library(folder, version)
  if (!options.create) throw libraryNotFound(folder, 'There is no library in')
  await checkUsable(paths)
  await writeAbout(paths)
  return new Library(folder, (await libraryVersion(paths)) ?? LIBRARY_VERSION)
}

/** The version of the library in a folder; null when there is none. @throws AppError E_LIBRARY_DAMAGED. */
export async function libraryVersion(paths: LibraryPaths): Promise<number | null> {
  const value = await readJson(paths.about)
  return value === null ? null : checkJson(LibraryJson, value, paths.about).version
}

/** Makes a folder a library; one that somebody made meanwhile is as good. */
export async function writeAbout(paths: LibraryPaths): Promise<void> {
  try {
    await makeFolders(paths.pools)
    await createJson(paths.about, {
      format: 'rbd-studio-library',
      version: LIBRARY_VERSION,
      id: randomBytes(8).toString('hex'),
      createdAt: new Date().toISOString(),
    })
  } catch (error) {
    if (!isAppError(error, 'E_FILE_EXISTS')) throw fileError(error, paths.folder, 'write')
  }
}

/** Refuses a folder that holds somebody's files: a library is not made among them. */
async function checkUsable(paths: LibraryPaths): Promise<void> {
  const ours = new Set([paths.pools, paths.trash, paths.temporary].map((path) => basename(path)))
  let names: readonly string[]
  try {
    names = await readdir(paths.folder)
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return
    throw fileError(error, paths.folder, 'read')
  }
  const foreign = names.find((name) => !ours.has(name) && !name.startsWith('.') && name !== 'lost+found')
  if (foreign !== undefined) throw libraryNotFound(paths.folder, 'There are other files and no library in')
}

function libraryNotFound(folder: string, sentence: string): AppError {
  return new AppError('E_LIBRARY_NOT_FOUND', `${sentence} ${folder}`, { detail: { path: folder } })
}
