import type { Awaitable } from '../delta.ts'

/** Takes bytes at positions. A piece belongs to the sink until the promise settles; several writes may be under way at once. */
export interface PositionedSink {
  writeAt(position: number, bytes: Uint8Array): Promise<void>
}

const BUFFER_BYTES = 1024 * 1024
const BUFFERS = 4

interface Segment {
  readonly position: number
  readonly from: number
  end: number
}

/** One buffer on its way: copies of what was given, and where each run of it belongs. */
interface Batch {
  readonly bytes: Uint8Array
  used: number
  segments: Segment[]
}

/**
 * Gathers pieces that follow each other in a file into large positioned writes, and keeps several under way while the caller reads on.
 * Pieces apart from each other are written apart: what lies between is never written.
 *
 * Memory: 4 buffers of 1 MiB, made as they are needed. A failed write is thrown by a later `write`, at the latest by `flush`.
 */
export class ScatterOutput {
  readonly #sink: PositionedSink
  readonly #free: Batch[] = []
  readonly #writing = new Set<Promise<void>>()
  #made = 0
  #current: Batch | null = null
  #failure: { readonly error: unknown } | null = null

  constructor(sink: PositionedSink) {
    this.#sink = sink
  }

  /** Takes a copy, so the caller may reuse its piece once this returns; a promise (to be awaited) only when every buffer is being written. */
  write(position: number, bytes: Uint8Array): Awaitable<void> {
    for (let at = 0; at < bytes.length; ) {
      this.#throwFailure()
      const batch = (this.#current ??= this.#take())
      if (batch === null) return this.#writeLater(position + at, bytes.subarray(at))
      const step = Math.min(bytes.length - at, BUFFER_BYTES - batch.used)
      batch.bytes.set(step === bytes.length ? bytes : bytes.subarray(at, at + step), batch.used)
      const last = batch.segments.at(-1)
      if (last !== undefined && last.position + last.end - last.from === position + at) last.end += step
      else batch.segments.push({ position: position + at, from: batch.used, end: batch.used + step })
      batch.used += step
      at += step
      if (batch.used === BUFFER_BYTES) this.#start(batch)
    }
  }

  /** Writes what is held and waits for all of it. */
  async flush(): Promise<void> {
    if (this.#current !== null) this.#start(this.#current)
    await Promise.all(this.#writing)
    this.#throwFailure()
  }

  async #writeLater(position: number, bytes: Uint8Array): Promise<void> {
    await Promise.race(this.#writing)
    await this.write(position, bytes)
  }

  #take(): Batch | null {
    const free = this.#free.pop()
    if (free !== undefined || this.#made === BUFFERS) return free ?? null
    this.#made++
    return { bytes: new Uint8Array(BUFFER_BYTES), used: 0, segments: [] }
  }

  #start(batch: Batch): void {
    // All at once: whoever closes the file then knows of every write there will be.
    const writes = batch.segments.map(({ position, from, end }) =>
      this.#sink.writeAt(position, batch.bytes.subarray(from, end)),
    )
    const writing = Promise.allSettled(writes).then((results) => {
      const failed = results.find((result) => result.status === 'rejected')
      if (failed !== undefined) this.#failure ??= { error: failed.reason }
      batch.used = 0
      batch.segments = []
      this.#free.push(batch)
      this.#writing.delete(writing)
    })
    this.#writing.add(writing)
    this.#current = null
  }

  #throwFailure(): void {
    if (this.#failure !== null) throw this.#failure.error
  }
}
