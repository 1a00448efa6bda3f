import { AppError } from '../../../shared/errors.ts'
import type { RandomAccess } from '../delta.ts'
import { type DataStretch, dataStretches } from './dataMap.ts'
import { fileError } from './fileError.ts'
import { type IoMeter, reading } from './meter.ts'
import { constants, type FileHandle, open, readSync } from './fs.ts'

/** A seekable file being read. */
export interface FileSource extends RandomAccess {
  readonly path: string
  /** Time of the last change, in nanoseconds: with the size, what tells one content of a path from another. */
  readonly modifiedNs: bigint
  /** Where it holds data; null where that cannot be told ({@link dataStretches}). @throws the signal's reason when aborted */
  dataStretches(signal: AbortSignal): Promise<readonly DataStretch[] | null>
  /** Waits for reads under way. More than once does nothing. */
  close(): Promise<void>
}

/** Options of every way to open a file. */
export interface OpenOptions {
  readonly meter?: IoMeter | undefined
}

// Without it the open of a FIFO would hang until somebody writes; on regular files it means nothing. Absent on Windows.
const READ_AT_ONCE = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)

/**
 * Opens a regular file or a block device for reading at any position. Its size is taken once, when it is opened.
 *
 * @throws AppError E_FILE_NOT_FOUND, E_FILE_PERMISSION, E_FILE_READ; E_FILE_IS_DIRECTORY for a folder; E_UNSUPPORTED for
 *   what cannot be read out of order (a FIFO, a socket, a character device): `openByteStream` takes those.
 */
export async function openFileSource(path: string, options: OpenOptions = {}): Promise<FileSource> {
  let handle: FileHandle
  try {
    handle = await open(path, READ_AT_ONCE)
  } catch (error) {
    throw fileError(error, path, 'read')
  }
  try {
    const stats = await handle.stat({ bigint: true })
    if (stats.isDirectory()) throw folderError(path)
    if (!stats.isFile() && !stats.isBlockDevice()) throw notSeekable(path)
    const sizeBytes = stats.isFile() ? Number(stats.size) : await deviceSizeBytes(handle)
    return new HandleSource(path, handle, sizeBytes, stats.mtimeNs, options.meter)
  } catch (error) {
    await handle.close()
    throw fileError(error, path, 'read')
  }
}

/** E_FILE_IS_DIRECTORY for a path. */
export function folderError(path: string): AppError {
  return new AppError('E_FILE_IS_DIRECTORY', `${path} is a folder, not a file`, { detail: { path, errno: 'EISDIR' } })
}

function notSeekable(path: string): AppError {
  return new AppError('E_UNSUPPORTED', `${path} cannot be read out of order`, {
    hint: 'Copy it into a file first',
    detail: { path },
  })
}

class HandleSource implements FileSource {
  readonly path: string
  readonly sizeBytes: number
  readonly modifiedNs: bigint
  readonly #handle: FileHandle
  readonly #meter: IoMeter | undefined
  #closing: Promise<void> | undefined

  constructor(path: string, handle: FileHandle, sizeBytes: number, modifiedNs: bigint, meter: IoMeter | undefined) {
    this.path = path
    this.sizeBytes = sizeBytes
    this.modifiedNs = modifiedNs
    this.#handle = handle
    this.#meter = meter
  }

  async readAt(position: number, into: Uint8Array): Promise<number> {
    try {
      return await readFully(this.#handle, position, into, this.#meter)
    } catch (error) {
      throw fileError(error, this.path, 'read')
    }
  }

  readAtSync(position: number, into: Uint8Array): number {
    try {
      return readFullySync(this.#handle.fd, position, into, this.#meter)
    } catch (error) {
      throw fileError(error, this.path, 'read')
    }
  }

  async dataStretches(signal: AbortSignal): Promise<readonly DataStretch[] | null> {
    try {
      return await dataStretches(this.#handle, signal)
    } catch (error) {
      throw fileError(error, this.path, 'read')
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#handle.close()
    return this.#closing
  }
}

/** Fills `into` from `position`; fewer bytes only at the end of the file. */
export async function readFully(
  handle: FileHandle,
  position: number,
  into: Uint8Array,
  meter: IoMeter | undefined,
): Promise<number> {
  let done = 0
  while (done < into.length) {
    const { bytesRead } = await reading(meter, () => handle.read(into, done, into.length - done, position + done))
    if (bytesRead === 0) break
    if (meter !== undefined) meter.readBytes += bytesRead
    done += bytesRead
  }
  return done
}

/** {@link readFully} without a promise. */
export function readFullySync(fd: number, position: number, into: Uint8Array, meter: IoMeter | undefined): number {
  let done = 0
  while (done < into.length) {
    const bytesRead = readSync(fd, into, done, into.length - done, position + done)
    if (bytesRead === 0) break
    if (meter !== undefined) meter.readBytes += bytesRead
    done += bytesRead
  }
  return done
}

/** The size of a block device, which `stat` does not say: the first position that gives no byte, found by halving. */
async function deviceSizeBytes(handle: FileHandle): Promise<number> {
  const probe = new Uint8Array(SECTOR_BYTES)
  const has = async (sector: number): Promise<boolean> =>
    (await handle.read(probe, 0, SECTOR_BYTES, sector * SECTOR_BYTES)).bytesRead > 0
  let low = 0
  let high = 1
  while (await has(high - 1)) {
    low = high
    high *= 2
  }
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (await has(middle)) low = middle + 1
    else high = middle
  }
  return low * SECTOR_BYTES
}

const SECTOR_BYTES = 512
