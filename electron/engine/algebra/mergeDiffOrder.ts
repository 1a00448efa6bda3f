import type { RecordTable } from '../codec/recordTable.ts'

/** One input as the real merge-diff reads it: its records, and how they end. */
export interface MergeSide {
  readonly records: RecordTable
  /** 0 where the stream says none. */
  readonly sizeBytes: number
  /** False: the end mark is there. True: the head behind the last record cannot be read. */
  readonly isBroken: boolean
  /** A data record behind the others whose payload breaks off. */
  readonly cut: { readonly offset: number; readonly length: number; readonly haveBytes: number } | null
}

/**
 * What the real merge-diff meets first: the head of record `index` of a side cannot be read or is empty (`head`), a record begins before
 * the one in front of it ends (`order`; at the end mark: that one ends beyond the size), payload breaks off while it is copied (`data`),
 * or a record beyond the size makes it abort (`abort`).
 */
export type MergeFault =
  | { readonly side: 0 | 1; readonly what: 'head'; readonly index: number }
  | {
      readonly side: 0 | 1
      readonly what: 'order'
      readonly previousEnd: number
      readonly offset: number
      readonly atEnd: boolean
    }
  | { readonly side: 0 | 1; readonly what: 'data' | 'abort' }

/**
 * Walks two damaged inputs in the order in which the real merge-diff reads them (FORMATS §7.2) and gives what stops it; null: nothing does.
 * Of two faults the one it meets first decides its lines and its exit code, and so ours.
 */
export function firstMergeFault(sides: readonly [MergeSide, MergeSide]): MergeFault | null {
  const [firstBytes, secondBytes] = [sides[0].sizeBytes, sides[1].sizeBytes]
  const first = new Cursor(sides[0], 0, Math.max(0, secondBytes - firstBytes))
  const second = new Cursor(sides[1], 1, Math.max(0, firstBytes - secondBytes))
  while (!first.ended || !second.ended) {
    const stopped =
      (first.length === 0 && !first.ended ? first.load() : null) ??
      (second.length === 0 && !second.ended ? second.load() : null)
    if (stopped !== null) return stopped
    if (first.length > 0 && first.offset < second.offset) {
      if (!first.take(Math.min(first.length, second.offset - first.offset))) return { side: 0, what: 'data' }
      if (first.length === 0) continue
    }
    if (first.offset < second.offset) return { side: 1, what: 'abort' }
    const end = second.offset + second.length
    if (first.length > 0 && first.offset < end) {
      first.drop(Math.min(first.length, end - first.offset))
      if (first.length === 0) continue
    }
    if (first.offset < end) return { side: 1, what: 'abort' }
    if (second.length > 0) {
      if (!second.take(second.length)) return { side: 1, what: 'data' }
    } else if (!first.ended || !second.ended) return { side: 0, what: 'abort' }
  }
  return null
}

/** One side's current extent. */
class Cursor {
  offset = 0
  length = 0
  ended = false
  /** Payload that is there of the record that breaks off; infinite for every other. */
  #haveBytes = Number.POSITIVE_INFINITY
  #next = 0
  #cutPassed = false
  readonly #side: MergeSide
  readonly #number: 0 | 1
  readonly #endLength: number

  /** `endLength`: length of the extent that stands for the end mark. */
  constructor(side: MergeSide, number: 0 | 1, endLength: number) {
    this.#side = side
    this.#number = number
    this.#endLength = endLength
  }

  load(): MergeFault | null {
    const { records, cut, isBroken, sizeBytes } = this.#side
    const previousEnd = this.offset
    const index = this.#next++
    if (index < records.count) {
      this.offset = records.offset(index)
      this.length = records.length(index)
    } else if (cut !== null && !this.#cutPassed) {
      this.#cutPassed = true
      this.offset = cut.offset
      this.length = cut.length
      this.#haveBytes = cut.haveBytes
    } else if (isBroken) {
      return { side: this.#number, what: 'head', index }
    } else {
      this.ended = true
      this.offset = sizeBytes
      this.length = this.#endLength
    }
    if (this.length === 0 && !this.ended) return { side: this.#number, what: 'head', index }
    if (previousEnd <= this.offset) return null
    return { side: this.#number, what: 'order', previousEnd, offset: this.offset, atEnd: this.ended }
  }

  /** Copies bytes of the extent; false: they are not there. */
  take(bytes: number): boolean {
    this.drop(bytes)
    return this.#haveBytes >= 0
  }

  /** Passes over bytes of the extent; that they are there nobody looks. */
  drop(bytes: number): void {
    this.offset += bytes
    this.length -= bytes
    this.#haveBytes -= bytes
  }
}
