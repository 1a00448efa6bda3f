import { AppError } from '../../../shared/errors.ts'
import { type Awaitable, type DeltaHeader, type DeltaReader, type DeltaRecord, SLICE_BYTES } from '../delta.ts'
import { composedHeader } from './continuity.ts'

/**
 * Composes two deltas while both are being read, for inputs that cannot be read twice (a pipe).
 *
 * Gives the records of the real merge-diff, one for one (FORMATS §7.2); of the payload that the second covers nothing is
 * kept, it is read and dropped. Whether the two follow each other is the caller's to check (`checkContinuous`).
 * Memory: none of its own. Closing closes both.
 * @throws AppError E_MERGE_RECORD for a record beyond its own delta's size (a delta without a size counts as size 0), and
 *   what the readers throw.
 */
export function composeStreamed(first: DeltaReader, second: DeltaReader): DeltaReader {
  return new StreamedMerge(first, second)
}

/** The extent of one side that is looked at. `reader` null: the growth behind the first's records, which has no payload. */
class Side {
  readonly reader: DeltaReader
  readonly sizeBytes: number
  readonly number: number
  /** What is left of the current extent; `end` infinite and `offset` infinite: there is none any more. */
  offset = 0
  end = 0
  kind: DeltaRecord['kind'] = 'zero'
  isGrowth = false
  loaded = false
  /** Bytes of the current record's payload in front of `offset` that have not been taken. */
  stale = 0
  readonly #growTo: number

  constructor(reader: DeltaReader, number: number, growTo: number) {
    this.reader = reader
    this.number = number
    this.sizeBytes = reader.header.sizeBytes ?? 0
    this.#growTo = growTo
  }

  get ended(): boolean {
    return this.offset === Number.POSITIVE_INFINITY
  }

  /** Makes the next extent current. */
  load(): Awaitable<void> {
    const record = this.isGrowth ? null : this.reader.next()
    return record instanceof Promise ? record.then((is) => this.#set(is)) : this.#set(record)
  }

  #set(record: DeltaRecord | null): void {
    this.loaded = true
    this.stale = 0
    if (record !== null) {
      this.kind = record.kind
      this.offset = record.offset
      this.end = record.offset + record.length
      if (this.end > this.sizeBytes) throw beyond(this, record)
      return
    }
    this.kind = 'zero'
    const grows = !this.isGrowth && this.#growTo > this.sizeBytes
    this.isGrowth = true
    this.offset = grows ? this.sizeBytes : Number.POSITIVE_INFINITY
    this.end = grows ? this.#growTo : Number.POSITIVE_INFINITY
  }

  /** Leaves out everything in front of `offset`. */
  dropTo(offset: number): void {
    if (offset >= this.end) {
      this.loaded = false
      return
    }
    if (this.kind === 'data') this.stale += offset - this.offset
    this.offset = offset
  }
}

function beyond(side: Side, record: DeltaRecord): AppError {
  const which = side.number === 0 ? 'first' : 'second'
  return new AppError('E_MERGE_RECORD', `The ${which} diff has data beyond its own image size`, {
    hint: 'The diff is damaged or was not made by rbd; make it again',
    detail: { layer: side.number, endBytes: record.offset + record.length, sizeBytes: side.sizeBytes },
  })
}

class StreamedMerge implements DeltaReader {
  readonly header: DeltaHeader
  readonly #first: Side
  readonly #second: Side
  /** The side whose payload the current record is, and how much of it is left. */
  #source: Side | null = null
  #payloadLeft = 0

  constructor(first: DeltaReader, second: DeltaReader) {
    this.header = composedHeader([first.header, second.header])
    this.#second = new Side(second, 1, 0)
    this.#first = new Side(first, 0, this.#second.sizeBytes)
  }

  next(): Awaitable<DeltaRecord | null> {
    if (this.#source !== null) {
      this.#source.stale += this.#payloadLeft
      this.#source = null
      this.#payloadLeft = 0
    }
    for (;;) {
      const step = this.#step()
      if (!(step instanceof Side)) return step
      const loaded = step.load()
      if (loaded instanceof Promise) return this.#nextLater(loaded)
    }
  }

  async #nextLater(loading: Promise<void>): Promise<DeltaRecord | null> {
    await loading
    for (;;) {
      const step = this.#step()
      if (!(step instanceof Side)) return step
      await step.load()
    }
  }

  /** The next record, null behind the last, or the side whose next extent must be known first. */
  #step(): DeltaRecord | null | Side {
    const first = this.#first
    const second = this.#second
    for (;;) {
      if (!first.loaded) return first
      if (!second.loaded) return second
      // What the first has beyond the new end disappears (the second's "nothing").
      const limit = Math.min(second.offset, second.sizeBytes)
      if (first.offset < limit) return this.#give(first, Math.min(first.end, limit))
      if (!first.ended && first.offset >= second.sizeBytes) first.loaded = false
      else if (first.offset < second.end) first.dropTo(second.end)
      else return second.ended ? null : this.#give(second, second.end)
    }
  }

  payload(maxBytes: number): Awaitable<Uint8Array | null> {
    const source = this.#source
    if (source === null || this.#payloadLeft === 0) return null
    if (source.stale > 0) return this.#payloadLater(source, maxBytes)
    const slice = source.reader.payload(Math.min(maxBytes, this.#payloadLeft))
    return slice instanceof Promise ? slice.then((bytes) => this.#count(bytes)) : this.#count(slice)
  }

  /** Passes over the payload that is covered, then gives. */
  async #payloadLater(source: Side, maxBytes: number): Promise<Uint8Array | null> {
    try {
      while (source.stale > 0) {
        const dropped = source.reader.payload(Math.min(source.stale, SLICE_BYTES))
        source.stale -= lengthOf(dropped instanceof Promise ? await dropped : dropped)
      }
    } catch (error) {
      throw whileSkipping(error)
    }
    return this.#count(await source.reader.payload(Math.min(maxBytes, this.#payloadLeft)))
  }

  async close(): Promise<void> {
    try {
      await this.#first.reader.close()
    } finally {
      await this.#second.reader.close()
    }
  }

  #count(slice: Uint8Array | null): Uint8Array | null {
    this.#payloadLeft -= lengthOf(slice)
    return slice
  }

  /** Gives what `side` has up to `stop` as a record of its own. */
  #give(side: Side, stop: number): DeltaRecord {
    const record: DeltaRecord = { kind: side.kind, offset: side.offset, length: stop - side.offset }
    if (side.kind === 'data') {
      this.#source = side
      this.#payloadLeft = record.length
    }
    // The rest of the record stays current; its payload follows the part just given.
    side.offset = stop
    if (stop === side.end) side.loaded = false
    return record
  }
}

/** The real tool says of payload that is passed over something else than of payload that is copied (FORMATS §9). */
function whileSkipping(error: unknown): unknown {
  if (!(error instanceof AppError)) return error
  const { code, message, hint, detail } = error
  return new AppError(code, message, { hint, detail: { ...detail, skipped: true }, cause: error })
}

function lengthOf(slice: Uint8Array | null): number {
  if (slice === null) throw new Error('a reader gave less payload than its record says')
  return slice.length
}
