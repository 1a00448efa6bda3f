import { statSync } from '../io/fs.ts'
import { fileError, isErrno } from '../io/fileError.ts'
import { decodeIndex } from './index.ts'
import { readJsonNow } from './json.ts'
import type { ImagePaths } from './layout.ts'
import type { ImageIndex } from './types.ts'

/** Links and snapshots that are held at most, in all indexes together: some 50 MiB. */
const PARTS_MAX = 200_000

/** An index that was replaced this shortly before it is read is not held: the clock of the disk may not tell it from the next one. */
const SETTLED_MS = 100

interface Held {
  readonly index: ImageIndex
  readonly ino: number
  readonly size: number
  readonly mtimeMs: number
  readonly ctimeMs: number
}

/**
 * Indexes that were read, each believed for as long as its file is the same one: a list of ten thousand images then costs a look at each
 * file instead of a reading. For readers alone: a writer reads anew, under the lock.
 */
export class IndexCache {
  /** In order of use, the latest last. */
  readonly #held = new Map<string, Held>()
  #parts = 0

  /** The index in an image's folder; null when the folder or the index is not there. @throws AppError E_LIBRARY_DAMAGED, E_LIBRARY_NEWER, E_FILE_READ. */
  read({ index: path }: ImagePaths): ImageIndex | null {
    const stats = lookAt(path)
    const held = this.#held.get(path)
    if (held !== undefined) {
      this.#held.delete(path)
      const isSame =
        stats !== null &&
        held.ino === stats.ino &&
        held.size === stats.size &&
        held.mtimeMs === stats.mtimeMs &&
        held.ctimeMs === stats.ctimeMs
      if (isSame) {
        this.#held.set(path, held)
        return held.index
      }
      this.#parts -= partsOf(held.index)
    }
    if (stats === null) return null
    const value = readJsonNow(path)
    if (value === null) return null
    const index = decodeIndex(value, path)
    if (Date.now() - stats.ctimeMs > SETTLED_MS) this.#hold(path, index, stats)
    return index
  }

  #hold(path: string, index: ImageIndex, { ino, size, mtimeMs, ctimeMs }: Omit<Held, 'index'>): void {
    this.#held.set(path, { index, ino, size, mtimeMs, ctimeMs })
    this.#parts += partsOf(index)
    for (const [oldest, held] of this.#held) {
      if (this.#parts <= PARTS_MAX) break
      this.#held.delete(oldest)
      this.#parts -= partsOf(held.index)
    }
  }
}

function partsOf({ links, snapshots }: ImageIndex): number {
  return 1 + links.length + snapshots.length
}

function lookAt(path: string) {
  try {
    return statSync(path, { throwIfNoEntry: false }) ?? null
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) return null
    throw fileError(error, path, 'read')
  }
}
