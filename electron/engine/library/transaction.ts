import { randomBytes } from 'node:crypto'
import { dirname, join } from 'node:path'
import { AppError, isAppError } from '../../../shared/errors.ts'
import { fileError, isErrno } from '../io/fileError.ts'
import { syncFolder } from '../io/partFile.ts'
import { manifestPath } from '../manifest/manifestFile.ts'
import {
  calledImage,
  findImage,
  imageExists,
  imageNotFound,
  isAbandoned,
  lostIndex,
  placesForNew,
  readIndex,
} from './find.ts'
import { completeFacts } from './imageOptions.ts'
import { checkWritable, encodeIndex, versionOf } from './index.ts'
import { replaceJson } from './json.ts'
import type { ImagePaths, LibraryPaths } from './layout.ts'
import { LinkFiles } from './linkFiles.ts'
import { renewParents } from './parents.ts'
import { acquireLock, type Lock } from './lock.ts'
import { sweepImage } from './sweep.ts'
import { moveImageToTrash, moveToTrash, sweepTrash } from './trash.ts'
import type { ImageIndex, LibraryRef, LinkFile, LinkFileOptions, LinkKind, NewImage, Transaction } from './types.ts'
import { mkdir, rename, rm, rmdir, stat, writeFile } from '../io/fs.ts'

/** Options of {@link beginTransaction}. */
export interface BeginOptions {
  /** What is being done, for whoever meets the lock: `import-diff into rbd/web-01`. */
  readonly what: string
  /** Given for an image that must not exist yet. */
  readonly create?: NewImage | undefined
  readonly signal: AbortSignal
}

/** A {@link Transaction} as the library's own changes see it. */
export interface OwnTransaction extends Transaction {
  readonly paths: ImagePaths
  /** Moves the whole image to the trash and ends the transaction. Gives when that was, in ms since 1970. */
  removeImage(): Promise<number>
  /**
   * Gives the image another name, as one step: the renaming of its folder (docs/adr/0007). Ends the transaction.
   *
   * @throws AppError E_IMAGE_EXISTS when the name is taken, also by one that is just being made.
   */
  renameImage(name: Uint8Array): Promise<ImageIndex>
}

/**
 * Takes an image's lock, reads its index under it, and clears away what dead writers left.
 *
 * @throws AppError E_POOL_NOT_FOUND, E_IMAGE_NOT_FOUND, E_IMAGE_EXISTS, E_LIBRARY_LOCKED, E_LIBRARY_NEWER, E_LIBRARY_DAMAGED.
 */
export async function beginTransaction(
  library: LibraryPaths,
  ref: LibraryRef,
  options: BeginOptions,
): Promise<OwnTransaction> {
  options.signal.throwIfAborted()
  return options.create === undefined
    ? beginChange(library, ref, options.what)
    : beginNew(library, ref, options.what, options.create)
}

async function beginChange(library: LibraryPaths, ref: LibraryRef, what: string): Promise<OwnTransaction> {
  const { paths } = await findImage(library, ref)
  const lock = await lockImage(paths, ref, what)
  if (lock === null) throw imageNotFound(ref)
  try {
    // Read again: between the look and the lock another writer may have changed or removed the image.
    const index = await readIndex(paths)
    if (index === null) throw imageNotFound(ref)
    checkWritable(index.version, paths.index)
    await sweepImage(library, paths, index)
    await rm(paths.creating, { force: true })
    return new OpenTransaction({ library, ref, paths, lock, index, isNew: false })
  } catch (error) {
    await lock.release()
    throw error
  }
}

async function beginNew(
  library: LibraryPaths,
  ref: LibraryRef,
  what: string,
  facts: NewImage,
): Promise<OwnTransaction> {
  for (;;) {
    const [paths] = await placesForNew(library, ref)
    if (paths === undefined) throw imageExists(ref)
    await mkdir(paths.folder).catch((error: unknown) => {
      if (!isErrno(error, 'EEXIST')) throw fileError(error, paths.folder, 'write')
    })
    const lock = await lockImage(paths, ref, what).catch(async (error: unknown) => {
      await rmdir(paths.folder).catch(() => undefined)
      throw error
    })
    // Whoever gave up making the same image has just removed the folder.
    if (lock === null) continue
    let isOurs = false
    try {
      const before = await readIndex(paths)
      if (before !== null) {
        await lock.release()
        continue
      }
      if (await isAbandoned(paths)) throw lostIndex(paths)
      isOurs = true
      await writeFile(paths.creating, '')
      const index = newIndex(ref, facts)
      await sweepImage(library, paths, index)
      await mkdir(paths.links, { recursive: true })
      await syncFolder(paths.folder)
      await syncFolder(dirname(paths.folder))
      return new OpenTransaction({ library, ref, paths, lock, index, isNew: true })
    } catch (error) {
      if (isOurs) {
        await rm(paths.links, { recursive: true, force: true })
        await rm(paths.creating, { force: true })
      }
      await lock.release()
      await rmdir(paths.folder).catch(() => undefined)
      throw error
    }
  }
}

/** Null when the image's folder is gone. */
async function lockImage(paths: ImagePaths, ref: LibraryRef, what: string): Promise<Lock | null> {
  try {
    return await acquireLock(paths.folder, { what, called: calledImage(ref) })
  } catch (error) {
    if (isAppError(error, 'E_FILE_NOT_FOUND')) return null
    throw error
  }
}

function newIndex(ref: LibraryRef, facts: NewImage): ImageIndex {
  return {
    version: 1,
    generation: 0,
    id: randomBytes(8).toString('hex'),
    name: ref.image,
    namespace: ref.namespace,
    ...completeFacts(facts),
    createdAt: new Date().toISOString(),
    nextLink: 1,
    links: [],
    nextSnapshotId: 1,
    snapshots: [],
  }
}

interface TransactionState {
  readonly library: LibraryPaths
  readonly ref: LibraryRef
  paths: ImagePaths
  readonly lock: Lock
  readonly index: ImageIndex
  readonly isNew: boolean
}

class OpenTransaction implements OwnTransaction {
  readonly #state: TransactionState
  readonly #files: LinkFiles
  #over = false

  constructor(state: TransactionState) {
    this.#state = state
    this.#files = new LinkFiles(state.ref, state.paths, state.index.nextLink)
  }

  get ref(): LibraryRef {
    return this.#state.ref
  }

  get index(): ImageIndex {
    return this.#state.index
  }

  get paths(): ImagePaths {
    return this.#state.paths
  }

  newLinkFile(kind: LinkKind, options: LinkFileOptions = {}): Promise<LinkFile> {
    return this.#files.begin(kind, options)
  }

  async commit(next: ImageIndex): Promise<ImageIndex> {
    if (this.#over) throw new Error('a transaction was used after its end')
    const { library, paths, index, lock, isNew } = this.#state
    const written: ImageIndex = {
      ...next,
      version: versionOf(next),
      generation: index.generation + 1,
      nextLink: this.#files.next,
      links: await this.#files.complete(next.links),
    }
    const wanted = new Set(written.links.map((link) => link.file))
    await this.#files.publish(written)
    await this.#checkFiles(written)
    await this.#checkOurs()
    await replaceJson(paths.index, encodeIndex(written))
    // From here on the change is made: what fails below leaves something for the next writer to clear away, and no more.
    this.#over = true
    try {
      if (isNew) await rm(paths.creating, { force: true })
      else await renewParents(paths, index, written)
      for (const { file } of index.links) {
        if (wanted.has(file)) continue
        const path = join(paths.links, file)
        await moveToTrash(library, path).catch(() => undefined)
        await moveToTrash(library, manifestPath(path)).catch(() => undefined)
      }
    } finally {
      await lock.release()
    }
    await sweepTrash(library).catch(() => undefined)
    return written
  }

  async abort(): Promise<void> {
    if (this.#over) return
    this.#over = true
    const { paths, lock, isNew } = this.#state
    try {
      // A commit that failed late may have replaced the index already; then its links are the image's.
      const now = await readIndex(paths)
      await this.#files.discard(new Set(now?.links.map((link) => link.file)))
      if (isNew && now === null) {
        await rm(paths.links, { recursive: true, force: true })
        await rm(paths.creating, { force: true })
      }
    } finally {
      await lock.release()
    }
    // Fails, as it should, when somebody else has begun to make the image.
    if (isNew) await rmdir(paths.folder).catch(() => undefined)
  }

  async removeImage(): Promise<number> {
    if (this.#over) throw new Error('a transaction was used after its end')
    const { library, paths, lock } = this.#state
    const { folder, removedAtMs } = await moveImageToTrash(library, paths.folder)
    this.#over = true
    lock.moved(folder)
    await lock.release()
    await sweepTrash(library).catch(() => undefined)
    return removedAtMs
  }

  async renameImage(name: Uint8Array): Promise<ImageIndex> {
    if (this.#over) throw new Error('a transaction was used after its end')
    const { library, ref, paths, index, lock } = this.#state
    const wanted = { ...ref, image: name }
    const [target] = await placesForNew(library, wanted)
    if (target === undefined) throw imageExists(wanted)
    await this.#checkOurs()
    const between: ImageIndex = { ...index, version: 2, generation: index.generation + 1, renamingTo: name }
    await replaceJson(paths.index, encodeIndex(between))
    try {
      await rename(paths.folder, target.folder)
    } catch (error) {
      // Under the old folder's name the new name means nothing; if this fails too, the next writer leaves it out.
      await replaceJson(paths.index, encodeIndex({ ...index, generation: between.generation + 1 })).catch(
        () => undefined,
      )
      if (isErrno(error, 'ENOTEMPTY', 'EEXIST')) throw imageExists(wanted)
      throw fileError(error, target.folder, 'write')
    }
    this.#state.paths = target
    lock.moved(target.folder)
    await syncFolder(dirname(target.folder))
    const written: ImageIndex = { ...index, generation: between.generation + 1, name }
    // The change is made: if this fails, the next writer does it.
    await replaceJson(target.index, encodeIndex(written)).catch(() => undefined)
    this.#over = true
    await lock.release()
    return written
  }

  /** Nobody may have changed the index under the lock. @throws AppError E_LIBRARY_DAMAGED. */
  async #checkOurs(): Promise<void> {
    const { paths, index, lock, isNew } = this.#state
    const now = await readIndex(paths)
    if ((now?.generation ?? 0) === index.generation && (now === null) === isNew && (await lock.isHeld())) return
    throw new AppError('E_LIBRARY_DAMAGED', `${paths.index} was changed by somebody who did not hold its lock`, {
      hint: 'Nothing was changed here; look at the image and try again',
      detail: { path: paths.index, expected: index.generation, found: now?.generation ?? null },
    })
  }

  /** Every new link file must stand there with the length its link says: an index never names what is not. */
  async #checkFiles(next: ImageIndex): Promise<void> {
    const { paths, index } = this.#state
    const before = new Set(index.links.map((link) => link.file))
    for (const link of next.links) {
      if (before.has(link.file)) continue
      const path = join(paths.links, link.file)
      const bytes = await stat(path).then(
        (stats) => stats.size,
        () => null,
      )
      if (bytes === link.fileBytes) continue
      throw new AppError('E_LIBRARY_DAMAGED', `${path} is not as it was written`, {
        detail: { path, expectedBytes: link.fileBytes, foundBytes: bytes },
      })
    }
  }
}
