import { randomBytes } from 'node:crypto'
import { basename, dirname, join } from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import type { ByteSink } from './bufferedOutput.ts'
import { fileError, isErrno } from './fileError.ts'
import { type OpenOptions, readFully } from './fileSource.ts'
import { type IoMeter, writing } from './meter.ts'
import { access, constants, type FileHandle, link, lstat, open, readdir, rename, rm, unlink } from './fs.ts'

/**
 * A file that appears under its name whole or not at all, and overwrites nothing (DESIGN §6.1): written as `.NAME.<8 hex>.part`
 * beside it, then linked to the name.
 *
 * Ownership: a piece given to `write` or `writeAt` belongs to the file until the promise settles. Several writes may be under
 * way at once; the caller bounds them (at most 8 slices of 4 MiB, DESIGN §7), or lets a `BufferedOutput` do so.
 * `commit` or `discard` ends it; after a failed `commit` nothing is left behind, neither part nor name.
 */
export interface PartFile extends ByteSink {
  /** The final name. */
  readonly path: string
  readonly partPath: string
  /** Where the next `write` begins. */
  readonly position: number
  /** Writes behind what was given to `write` before. */
  write(bytes: Uint8Array): Promise<void>
  writeAt(position: number, bytes: Uint8Array): Promise<void>
  /** Reads back what was written, after `commit` too: fills `into` from a position, with fewer bytes only at the end. */
  readAt(position: number, into: Uint8Array): Promise<number>
  /** Cuts or extends (by a hole) to a length. */
  truncate(sizeBytes: number): Promise<void>
  /**
   * Brings the bytes to the disk and gives them the final name.
   *
   * @throws AppError E_FILE_EXISTS when the name was taken meanwhile, E_FILE_NO_SPACE, E_FILE_WRITE.
   */
  commit(): Promise<void>
  /** Removes the part. Does nothing after `commit` or `discard`. */
  discard(): Promise<void>
  /** Takes back the name that `commit` gave, for when what belongs to the file could not be written. */
  retract(): Promise<void>
}

/**
 * Begins a file under a part name, with mode 0644 less the umask.
 *
 * @throws AppError E_FILE_EXISTS at once when the final name is taken by anything, a dangling link too; E_FILE_NOT_FOUND when
 *   its folder is missing; E_FILE_PERMISSION, E_FILE_NO_SPACE, E_FILE_WRITE.
 */
export async function createPartFile(path: string, options: OpenOptions = {}): Promise<PartFile> {
  try {
    if (await isTaken(path)) throw taken(path)
    for (;;) {
      const partPath = partPathOf(path)
      try {
        const handle = await open(partPath, CREATE, 0o644)
        return new OpenPartFile(path, partPath, handle, options.meter)
      } catch (error) {
        if (!isErrno(error, 'EEXIST')) throw error
      }
    }
  } catch (error) {
    throw fileError(error, path, 'write')
  }
}

/** After so many bytes the disk is asked to take what it has been given, while more is being written. */
const FLUSH_BYTES = 64 * 1024 * 1024

const CREATE = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL

class OpenPartFile implements PartFile {
  readonly path: string
  readonly partPath: string
  position = 0
  readonly #handle: FileHandle
  readonly #meter: IoMeter | undefined
  readonly #writing = new Set<Promise<void>>()
  #failure: Error | null = null
  #done = false
  #unflushedBytes = 0
  #flushing: Promise<void> | null = null
  #committed = false

  constructor(path: string, partPath: string, handle: FileHandle, meter: IoMeter | undefined) {
    this.path = path
    this.partPath = partPath
    this.#handle = handle
    this.#meter = meter
  }

  write(bytes: Uint8Array): Promise<void> {
    const position = this.position
    this.position += bytes.length
    return this.writeAt(position, bytes)
  }

  async writeAt(position: number, bytes: Uint8Array): Promise<void> {
    const writing = this.#put(position, bytes)
    this.#writing.add(writing)
    try {
      await writing
      this.#flushBehind(bytes.length)
    } catch (error) {
      this.#failure ??= fileError(error, this.path, 'write')
      throw this.#failure
    } finally {
      this.#writing.delete(writing)
    }
  }

  async readAt(position: number, into: Uint8Array): Promise<number> {
    await Promise.allSettled(this.#writing)
    try {
      if (!this.#committed) return await readFully(this.#handle, position, into, undefined)
      const handle = await open(this.path, 'r')
      try {
        return await readFully(handle, position, into, undefined)
      } finally {
        await handle.close()
      }
    } catch (error) {
      throw fileError(error, this.path, 'read')
    }
  }

  async truncate(sizeBytes: number): Promise<void> {
    try {
      await this.#handle.truncate(sizeBytes)
    } catch (error) {
      throw fileError(error, this.path, 'write')
    }
  }

  async commit(): Promise<void> {
    if (this.#committed) return
    if (this.#done) throw new Error('a part file was committed after it was discarded')
    try {
      await this.#settle()
      if (this.#failure !== null) throw this.#failure
      await this.#handle.sync()
      await this.#handle.close()
      await publish(this.partPath, this.path)
      this.#done = true
      this.#committed = true
    } catch (error) {
      await this.discard()
      throw fileError(error, this.path, 'write')
    }
    try {
      await syncFolder(dirname(this.path))
    } catch (error) {
      await this.retract()
      throw error
    }
  }

  async retract(): Promise<void> {
    if (!this.#committed) return
    this.#committed = false
    await rm(this.path, { force: true })
  }

  async discard(): Promise<void> {
    if (this.#done) return
    this.#done = true
    await Promise.allSettled(this.#writing)
    const flushing = this.#flushing
    if (flushing === null) {
      await this.#handle.close()
      await rm(this.partPath, { force: true })
      return
    }
    // A slow disk may take long over what it was given; whoever cancels does not wait for that. The name goes now, the handle after.
    await rm(this.partPath, { force: true })
    void flushing.then(() => this.#handle.close()).catch(() => undefined)
  }

  async #settle(): Promise<void> {
    await Promise.allSettled(this.#writing)
    await this.#flushing
  }

  /** Brings bytes to the disk behind the writer's back, so that the last step of a long job is a short one. */
  #flushBehind(bytes: number): void {
    this.#unflushedBytes += bytes
    if (this.#unflushedBytes < FLUSH_BYTES || this.#flushing !== null) return
    this.#unflushedBytes = 0
    this.#flushing = this.#handle
      .datasync()
      .catch((error: unknown) => {
        this.#failure ??= fileError(error, this.path, 'write')
      })
      .finally(() => {
        this.#flushing = null
      })
  }

  async #put(position: number, bytes: Uint8Array): Promise<void> {
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await writing(this.#meter, () =>
        this.#handle.write(bytes, done, bytes.length - done, position + done),
      )
      if (this.#meter !== undefined) this.#meter.writtenBytes += bytesWritten
      done += bytesWritten
    }
  }
}

/**
 * Gives a finished part its final name without ever overwriting: by a hard link, which fails where the name is taken; where the disk
 * has no links, by reserving the name with an exclusive create and renaming over the reservation.
 *
 * @throws AppError E_FILE_EXISTS; else the file system's own error.
 */
export async function publish(partPath: string, path: string, makeLink: typeof link = link): Promise<void> {
  try {
    await makeLink(partPath, path)
  } catch (error) {
    if (isErrno(error, 'EEXIST')) throw taken(path)
    if (!isErrno(error, ...NO_LINKS)) throw error
    await renameOver(partPath, path)
    return
  }
  try {
    await unlink(partPath)
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
}

/** What file systems without hard links, or with none left to give, answer. */
const NO_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EXDEV', 'EMLINK', 'EACCES', 'EINVAL', 'EISDIR']

async function renameOver(partPath: string, path: string): Promise<void> {
  try {
    await (await open(path, 'wx', 0o644)).close()
  } catch (error) {
    throw isErrno(error, 'EEXIST') ? taken(path) : error
  }
  try {
    await rename(partPath, path)
  } catch (error) {
    await unlink(path)
    throw error
  }
}

/** Brings a folder's names to the disk; where folders cannot be opened (Windows) the system does so itself. */
export async function syncFolder(folder: string): Promise<void> {
  let handle: FileHandle
  try {
    handle = await open(folder, 'r')
  } catch {
    return
  }
  try {
    await handle.sync()
  } catch (error) {
    if (!isErrno(error, 'EINVAL', 'ENOTSUP', 'EPERM', 'EISDIR')) throw fileError(error, folder, 'write')
  } finally {
    await handle.close()
  }
}

/** A file that some writer began and never finished. */
export interface Leftover {
  readonly path: string
  readonly sizeBytes: number
  readonly modifiedAtMs: number
}

/** The part files in a folder, whoever made them: some may still be being written. */
export async function findLeftovers(folder: string): Promise<readonly Leftover[]> {
  const found: Leftover[] = []
  try {
    for (const name of await readdir(folder)) {
      if (!PART_NAME.test(name)) continue
      const path = join(folder, name)
      const stats = await lstat(path).catch(() => null)
      if (stats?.isFile()) found.push({ path, sizeBytes: stats.size, modifiedAtMs: stats.mtimeMs })
    }
  } catch (error) {
    throw fileError(error, folder, 'read')
  }
  return found
}

/** Whether a file name is one of a part file. */
export function isPartName(name: string): boolean {
  return PART_NAME.test(name)
}

/**
 * Removes the part file, or part folder, of an output whose writer is gone; anything that is not a part beside that output is left alone.
 *
 * @throws AppError E_FILE_PERMISSION, E_FILE_WRITE
 */
export async function removePart(path: string, partPath: string): Promise<void> {
  if (dirname(partPath) !== dirname(path) || !isPartName(basename(partPath))) return
  try {
    await rm(partPath, { force: true, recursive: true })
  } catch (error) {
    throw fileError(error, partPath, 'write')
  }
}

const PART_NAME = /^\..*\.[0-9a-f]{8}\.part$/s
/** The longest name of a file on the disks there are. */
export const NAME_MAX_BYTES = 255
/** Two dots, eight hex digits, `.part`. */
const PART_EXTRA_BYTES = 15

/** A fresh part name beside a path. */
export function partPathOf(path: string): string {
  let name = basename(path)
  while (Buffer.byteLength(name) > NAME_MAX_BYTES - PART_EXTRA_BYTES) name = Array.from(name).slice(0, -1).join('')
  return join(dirname(path), `.${name}.${randomBytes(4).toString('hex')}.part`)
}

/**
 * Refuses a name under which no file could appear, without making anything: for plans. Whether it still can is seen when it does.
 *
 * @throws AppError E_FILE_EXISTS, E_FILE_NOT_FOUND when its folder is missing, E_FILE_PERMISSION.
 */
export async function checkFree(path: string): Promise<void> {
  try {
    if (await isTaken(path)) throw taken(path)
    await access(dirname(path), constants.W_OK)
  } catch (error) {
    throw fileError(error, path, 'write')
  }
}

async function isTaken(path: string): Promise<boolean> {
  try {
    await lstat(path)
    return true
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return false
    throw error
  }
}

function taken(path: string): AppError {
  return new AppError('E_FILE_EXISTS', `${path} exists already and is not overwritten`, {
    detail: { path, errno: 'EEXIST', action: 'write' },
  })
}
