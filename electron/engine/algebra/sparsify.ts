import { type FillingReader, isFilling } from '../codec/fillingReader.ts'
import { runEnd, ZERO_BLOCK_BYTES } from '../codec/zeroBlocks.ts'
import { type Awaitable, type DeltaHeader, type DeltaReader, type DeltaRecord, SLICE_BYTES } from '../delta.ts'

/**
 * Reads a delta from nothing whose data comes partly from a raw file, which says nowhere what of it is a hole: a record that `isRaw` (asked
 * after each `next`) is looked through by slices of 4 MiB and given as its runs of blocks that are not zero, as `decodeRaw` gives them.
 * Other records pass as they are.
 *
 * Memory: one slice of 4 MiB, and only where a record is raw. Closing closes the reader.
 */
export function sparsify(reader: DeltaReader, isRaw: () => boolean): FillingReader {
  return new Sparsified(reader, isRaw)
}

class Sparsified implements FillingReader {
  readonly header: DeltaHeader
  readonly #reader: DeltaReader
  readonly #isRaw: () => boolean
  #slice: Uint8Array | null = null
  /** Whether the record given last is a run of the slice. */
  #inSlice = false
  /** Image offset of the slice's first byte, its length, how far it has been looked through, and what of the raw record is left behind it. */
  #base = 0
  #filled = 0
  #at = 0
  #rest = 0
  #givenTo = 0
  #runEnd = 0

  constructor(reader: DeltaReader, isRaw: () => boolean) {
    this.header = reader.header
    this.#reader = reader
    this.#isRaw = isRaw
  }

  next(): Awaitable<DeltaRecord | null> {
    const run = this.#findRun()
    if (run !== null) return run
    if (this.#rest > 0) return this.#nextRun()
    this.#inSlice = false
    const record = this.#reader.next()
    return record instanceof Promise ? record.then((it) => this.#look(it)) : this.#look(record)
  }

  payload(maxBytes: number): Awaitable<Uint8Array | null> {
    if (!this.#inSlice) return this.#reader.payload(maxBytes)
    const start = this.#givenTo
    if (start >= this.#runEnd) return null
    this.#givenTo = Math.min(start + maxBytes, this.#runEnd)
    return (this.#slice as Uint8Array).subarray(start, this.#givenTo)
  }

  payloadInto(into: Uint8Array): Awaitable<number> {
    if (!this.#inSlice && isFilling(this.#reader)) return this.#reader.payloadInto(into)
    const put = (slice: Uint8Array | null): number => {
      if (slice !== null) into.set(slice)
      return slice?.length ?? 0
    }
    const slice = this.payload(into.length)
    return slice instanceof Promise ? slice.then(put) : put(slice)
  }

  close(): Promise<void> {
    return this.#reader.close()
  }

  #look(record: DeltaRecord | null): Awaitable<DeltaRecord | null> {
    if (record === null || record.kind !== 'data' || !this.#isRaw()) return record
    this.#base = record.offset
    this.#filled = this.#at = 0
    this.#rest = record.length
    return this.#nextRun()
  }

  async #nextRun(): Promise<DeltaRecord | null> {
    while (this.#rest > 0) {
      await this.#fill()
      const run = this.#findRun()
      if (run !== null) return run
    }
    this.#inSlice = false
    return this.next()
  }

  /** Slices end where a slice of the whole image would, so that runs are cut at the same places whatever lies over the file. */
  async #fill(): Promise<void> {
    const slice = (this.#slice ??= new Uint8Array(SLICE_BYTES))
    this.#base += this.#filled
    const want = Math.min(this.#rest, SLICE_BYTES - (this.#base % SLICE_BYTES))
    this.#filled = this.#at = 0
    while (this.#filled < want) {
      const given = await this.#reader.payload(want - this.#filled)
      if (given === null) throw new Error('a reader gave less payload than its record says')
      slice.set(given, this.#filled)
      this.#filled += given.length
    }
    this.#rest -= want
  }

  #findRun(): DeltaRecord | null {
    const slice = this.#slice
    if (slice === null) return null
    while (this.#at < this.#filled) {
      const start = this.#at
      const run = this.#alignedRun(slice, start)
      this.#at = run.end
      if (run.zero) continue
      this.#inSlice = true
      this.#givenTo = start
      this.#runEnd = run.end
      return { kind: 'data', offset: this.#base + start, length: run.end - start }
    }
    return null
  }

  /** The run of data or of zeros at `start`, counted in blocks of the image: a first partial block belongs to the run behind it. */
  #alignedRun(slice: Uint8Array, start: number): { end: number; zero: boolean } {
    const partial = (this.#base + start) % ZERO_BLOCK_BYTES
    if (partial === 0) return runEnd(slice, start, this.#filled, ZERO_BLOCK_BYTES)
    const edge = Math.min(start + ZERO_BLOCK_BYTES - partial, this.#filled)
    const head = runEnd(slice, start, edge, ZERO_BLOCK_BYTES)
    if (edge === this.#filled) return head
    const body = runEnd(slice, edge, this.#filled, ZERO_BLOCK_BYTES)
    return body.zero === head.zero ? { end: body.end, zero: head.zero } : head
  }
}
