import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import { formatBytes } from '../../../shared/units.ts'
import type { RandomAccess } from '../delta.ts'
import { fileError, isErrno } from './fileError.ts'
import { readFully, readFullySync } from './fileSource.ts'
import { constants, type FileHandle, open, rm, rmSync, statfs, unlink } from './fs.ts'
import { type IoMeter, writing } from './meter.ts'
import { sparseFileTarget, type SparseFileTarget } from './sparseFile.ts'

/** A file without a name that holds what had to be unpacked, for as long as it is needed. */
export interface Spill {
  /** Behind what was written before. */
  write(bytes: Uint8Array): Promise<void>
  /** Ends the writing; the content is then read at any position. */
  finish(): Promise<RandomAccess>
  /** Gives the room back. More than once does nothing. */
  close(): Promise<void>
}

/** Options of {@link createSpill}. */
export interface SpillOptions {
  readonly meter: IoMeter
  /** Where the file lies; left out: in the system's temporary folder. */
  readonly folder?: string | undefined
  /** What sentences call the file that is unpacked. */
  readonly name: string
  /** How long the content is, where the packing says so: refused at once where there is no room for it. */
  readonly expectedBytes?: number | undefined
}

const CREATE = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL
/** So often the room that is left is looked at. */
const LOOK_BYTES = 32 * 1024 * 1024
/** So much of a disk is left free for others, or a twentieth of a small one. */
const MARGIN_BYTES = 256 * 1024 * 1024

/**
 * Begins a spill: created exclusively for its owner alone (0600) and unlinked at once, so that nothing is left however the process ends. Where an
 * open file cannot be unlinked it goes with `close`, at the latest with the process. Blocks of zeros take no room.
 *
 * @throws AppError E_FILE_NO_SPACE, also when the disk would be filled to less than a margin; E_FILE_NOT_FOUND, E_FILE_PERMISSION, E_FILE_WRITE.
 */
export async function createSpill(options: SpillOptions): Promise<Spill> {
  const folder = options.folder ?? tmpdir()
  const path = join(folder, `.spill.${randomBytes(4).toString('hex')}.part`)
  let handle: FileHandle
  try {
    handle = await open(path, CREATE, 0o600)
  } catch (error) {
    throw fileError(error, path, 'write')
  }
  let removeName: (() => void) | null = null
  try {
    await unlink(path)
  } catch {
    removeName = () => rmSync(path, { force: true })
    process.once('exit', removeName)
  }
  const spill = new OpenSpill(handle, path, removeName, { ...options, folder })
  try {
    await spill.lookForRoom(options.expectedBytes ?? 0)
    return spill
  } catch (error) {
    await spill.close()
    throw error
  }
}

class OpenSpill implements Spill {
  readonly #handle: FileHandle
  readonly #path: string
  readonly #removeName: (() => void) | null
  readonly #options: SpillOptions & { readonly folder: string }
  readonly #target: SparseFileTarget
  #position = 0
  #unlookedBytes = 0
  #closing: Promise<void> | null = null

  constructor(
    handle: FileHandle,
    path: string,
    removeName: (() => void) | null,
    options: SpillOptions & { readonly folder: string },
  ) {
    this.#handle = handle
    this.#path = path
    this.#removeName = removeName
    this.#options = options
    this.#target = sparseFileTarget({
      writeAt: (position, bytes) => this.#put(position, bytes),
      truncate: (sizeBytes) => this.#handle.truncate(sizeBytes),
    })
  }

  async write(bytes: Uint8Array): Promise<void> {
    try {
      await this.#target.write(this.#position, bytes)
      this.#position += bytes.length
      if (this.#unlookedBytes >= LOOK_BYTES) await this.lookForRoom(0)
    } catch (error) {
      throw this.#failed(error)
    }
  }

  async finish(): Promise<RandomAccess> {
    const [handle, sizeBytes] = [this.#handle, this.#position]
    const { meter, name } = this.#options
    try {
      await this.#target.resize(sizeBytes)
      await this.#target.finish()
    } catch (error) {
      throw this.#failed(error)
    }
    return {
      sizeBytes,
      async readAt(position, into) {
        try {
          return await readFully(handle, position, into, meter)
        } catch (error) {
          throw fileError(error, name, 'read')
        }
      },
      readAtSync(position, into) {
        try {
          return readFullySync(handle.fd, position, into, meter)
        } catch (error) {
          throw fileError(error, name, 'read')
        }
      },
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#end()
    return this.#closing
  }

  /** Refuses to fill the disk: a small file may unpack to one that has no end. */
  async lookForRoom(neededBytes: number): Promise<void> {
    this.#unlookedBytes = 0
    const { folder, name } = this.#options
    const { bavail, blocks, bsize } = await statfs(folder).catch((error: unknown) => {
      throw fileError(error, folder, 'read')
    })
    const margin = Math.min(MARGIN_BYTES, (blocks * bsize) / 20)
    if (bavail * bsize - neededBytes >= margin) return
    const size = neededBytes > 0 ? `to ${formatBytes(neededBytes)}` : `to ${formatBytes(this.#position)} and more`
    throw new AppError('E_FILE_NO_SPACE', `${name} unpacks ${size}, and there is not that much room in ${folder}`, {
      detail: { path: name, folder, unpackedBytes: neededBytes || this.#position },
    })
  }

  async #put(position: number, bytes: Uint8Array): Promise<void> {
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await writing(this.#options.meter, () =>
        this.#handle.write(bytes, done, bytes.length - done, position + done),
      )
      done += bytesWritten
    }
    this.#unlookedBytes += bytes.length
  }

  #failed(error: unknown): Error {
    const { folder, name } = this.#options
    if (!isErrno(error, 'ENOSPC', 'EDQUOT', 'EFBIG')) return fileError(error, this.#path, 'write')
    return new AppError('E_FILE_NO_SPACE', `${name} could not be unpacked: there is no room for it in ${folder}`, {
      detail: { path: name, folder, unpackedBytes: this.#position },
      cause: error,
    })
  }

  async #end(): Promise<void> {
    await this.#handle.close()
    if (this.#removeName === null) return
    process.removeListener('exit', this.#removeName)
    await rm(this.#path, { force: true })
  }
}
