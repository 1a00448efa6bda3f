import type { RecordTable } from '../codec/recordTable.ts'
import type { LinkStamp } from './extentsCache.ts'

/** Bytes of tables that are held at most, roughly. */
const BYTES_MAX = 64 * 1024 * 1024
const RECORD_BYTES = 25
const TABLE_BYTES = 1024

interface Held {
  readonly records: RecordTable
  readonly stamp: LinkStamp
}

/**
 * Records of links that were read, each believed for as long as its file has the same length and time of change. The ones used least
 * lately go when there are too many; a table that is larger than all the room is not held.
 */
export class TableCache {
  /** In order of use, the latest last. */
  readonly #held = new Map<string, Held>()
  readonly #bytesMax: number
  readonly #reading = new Map<string, Promise<RecordTable>>()
  #bytes = 0

  constructor(bytesMax = BYTES_MAX) {
    this.#bytesMax = bytesMax
  }

  /** Bytes held now, roughly. */
  get bytes(): number {
    return this.#bytes
  }

  /** The records of part `part` of a link file; null when they are not held, or the file is another one now. */
  get(path: string, part: number, stamp: LinkStamp): RecordTable | null {
    const key = keyOf(path, part)
    const held = this.#held.get(key)
    if (held === undefined) return null
    this.#held.delete(key)
    if (held.stamp.fileBytes === stamp.fileBytes && held.stamp.modifiedNs === stamp.modifiedNs) {
      this.#held.set(key, held)
      return held.records
    }
    this.#bytes -= bytesOf(held.records)
    return null
  }

  /**
   * The records of a link: held ones, else what `read` gives. Several who ask for the same link at once cost one reading; if the one who
   * reads gives up, the next reads.
   */
  async of(path: string, part: number, stamp: LinkStamp, read: () => Promise<RecordTable>): Promise<RecordTable> {
    const key = keyOf(path, part)
    for (;;) {
      const held = this.get(path, part, stamp)
      if (held !== null) return held
      const other = this.#reading.get(key)
      if (other === undefined) break
      await other.catch(() => undefined)
      // What is too large to be held is read by each.
      if (this.#reading.get(key) === undefined && this.get(path, part, stamp) === null) break
    }
    const reading = read()
    this.#reading.set(key, reading)
    try {
      const records = await reading
      this.set(path, part, stamp, records)
      return records
    } finally {
      if (this.#reading.get(key) === reading) this.#reading.delete(key)
    }
  }

  /** Holds the records of a link. */
  set(path: string, part: number, stamp: LinkStamp, records: RecordTable): void {
    if (bytesOf(records) > this.#bytesMax) return
    const key = keyOf(path, part)
    const before = this.#held.get(key)
    if (before !== undefined) this.#bytes -= bytesOf(before.records)
    this.#held.delete(key)
    this.#held.set(key, { records, stamp })
    this.#bytes += bytesOf(records)
    for (const [oldest, held] of this.#held) {
      if (this.#bytes <= this.#bytesMax) break
      this.#held.delete(oldest)
      this.#bytes -= bytesOf(held.records)
    }
  }
}

function keyOf(path: string, part: number): string {
  return part === 0 ? path : `${path}#${part}`
}

function bytesOf(records: RecordTable): number {
  return TABLE_BYTES + records.count * RECORD_BYTES
}
