import type { RandomAccess } from '../delta.ts'
import { fileError } from './fileError.ts'
import { readFullySync } from './fileSource.ts'
import { type IoMeter, reading } from './meter.ts'
import { closeSync, openSync, readDescriptor } from './fs.ts'

interface Entry {
  readonly descriptor: number
  uses: number
}

/** Files open at once, however many are read (DESIGN §10). */
export const OPEN_FILES_MAX = 64

/**
 * Reads any number of files with at most {@link OPEN_FILES_MAX} of them open: the one read least lately is closed when another is needed,
 * and opened again when its turn comes.
 */
export class FileCache {
  readonly #max: number
  readonly #meter: IoMeter | undefined
  /** In order of use, the latest last. */
  readonly #open = new Map<string, Entry>()
  readonly #reading = new Set<Promise<unknown>>()
  #closed = false

  constructor(options: { readonly meter?: IoMeter | undefined; readonly max?: number | undefined } = {}) {
    this.#max = options.max ?? OPEN_FILES_MAX
    this.#meter = options.meter
  }

  /** Number of files open now. */
  get openCount(): number {
    return this.#open.size
  }

  /**
   * A file of known size. It is opened now while there is room, so that its removal does no harm; else when it is first read.
   *
   * @throws AppError E_FILE_NOT_FOUND, E_FILE_PERMISSION, E_FILE_READ.
   */
  source(path: string, sizeBytes: number): RandomAccess {
    if (this.#open.size < this.#max) this.#entry(path)
    return {
      sizeBytes,
      readAt: (position, into) => this.#track(this.#read(path, position, into)),
      readAtSync: (position, into) => {
        const entry = this.#entry(path)
        try {
          return readFullySync(entry.descriptor, position, into, this.#meter)
        } catch (error) {
          throw fileError(error, path, 'read')
        }
      },
    }
  }

  /** Closes all files, after the reads under way. */
  async close(): Promise<void> {
    this.#closed = true
    await Promise.allSettled(this.#reading)
    for (const { descriptor } of this.#open.values()) closeSync(descriptor)
    this.#open.clear()
  }

  async #read(path: string, position: number, into: Uint8Array): Promise<number> {
    const entry = this.#entry(path)
    entry.uses++
    try {
      let done = 0
      while (done < into.length) {
        const { bytesRead } = await reading(this.#meter, () =>
          readDescriptor(entry.descriptor, into, done, into.length - done, position + done),
        )
        if (bytesRead === 0) break
        if (this.#meter !== undefined) this.#meter.readBytes += bytesRead
        done += bytesRead
      }
      return done
    } catch (error) {
      throw fileError(error, path, 'read')
    } finally {
      entry.uses--
      while (this.#open.size > this.#max && this.#closeOne());
    }
  }

  #track<T>(reading: Promise<T>): Promise<T> {
    this.#reading.add(reading)
    const forget = (): void => {
      this.#reading.delete(reading)
    }
    reading.then(forget, forget)
    return reading
  }

  #entry(path: string): Entry {
    if (this.#closed) throw new Error('a file was read after its range was closed')
    const known = this.#open.get(path)
    if (known !== undefined) {
      this.#open.delete(path)
      this.#open.set(path, known)
      return known
    }
    if (this.#open.size >= this.#max) this.#closeOne()
    try {
      const entry: Entry = { descriptor: openSync(path, 'r'), uses: 0 }
      this.#open.set(path, entry)
      return entry
    } catch (error) {
      throw fileError(error, path, 'read')
    }
  }

  /** Closes the file read least lately. While all are being read there are more of them than the limit: better than a wait in a synchronous read. */
  #closeOne(): boolean {
    for (const [path, entry] of this.#open) {
      if (entry.uses > 0) continue
      this.#open.delete(path)
      closeSync(entry.descriptor)
      return true
    }
    return false
  }
}
