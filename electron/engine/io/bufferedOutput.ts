import type { Awaitable } from '../delta.ts'

/**
 * Takes bytes one piece after the other.
 *
 * Ownership: the piece belongs to the sink until the promise settles, then to the caller again, who may fill it anew. Several
 * writes may be under way at once; they land in the order they were given.
 */
export interface ByteSink {
  write(bytes: Uint8Array): Promise<void>
}

/** Memory of a {@link BufferedOutput}: the buffers' number times their size. */
export interface BufferedOutputOptions {
  /** Default 1 MiB. */
  readonly bufferBytes?: number | undefined
  /** Default 4, at most 8 (DESIGN §7). */
  readonly buffers?: number | undefined
}

/**
 * Gathers small pieces (record heads, 4 KiB payloads) into large writes, and keeps several of them under way while the caller
 * reads on. A failed write is thrown by a later `write`, at the latest by `flush`.
 */
export class BufferedOutput {
  readonly #sink: ByteSink
  readonly #free: Uint8Array[]
  readonly #writing = new Set<Promise<void>>()
  #current: Uint8Array | null = null
  #used = 0
  #failure: { readonly error: unknown } | null = null

  constructor(sink: ByteSink, options: BufferedOutputOptions = {}) {
    const bufferBytes = options.bufferBytes ?? 1024 * 1024
    this.#sink = sink
    this.#free = Array.from({ length: Math.min(options.buffers ?? 4, 8) }, () => new Uint8Array(bufferBytes))
  }

  /** Takes a copy, so the caller may reuse its piece once this returns; a promise (to be awaited) only when every buffer is being written. */
  write(bytes: Uint8Array): Awaitable<void> {
    for (let at = 0; at < bytes.length; ) {
      this.#throwFailure()
      if (this.#current === null) {
        this.#current = this.#free.pop() ?? null
        if (this.#current === null) return this.#writeLater(bytes.subarray(at))
      }
      const step = Math.min(bytes.length - at, this.#current.length - this.#used)
      this.#current.set(step === bytes.length ? bytes : bytes.subarray(at, at + step), this.#used)
      this.#used += step
      at += step
      if (this.#used === this.#current.length) this.#start(this.#current)
    }
  }

  /** Writes what is held and waits for all of it; to be called before the sink is closed or committed. */
  async flush(): Promise<void> {
    if (this.#current !== null && this.#used > 0) this.#start(this.#current)
    await Promise.all(this.#writing)
    this.#throwFailure()
  }

  async #writeLater(bytes: Uint8Array): Promise<void> {
    await Promise.race(this.#writing)
    await this.write(bytes)
  }

  #start(buffer: Uint8Array): void {
    const settle = (): void => {
      this.#free.push(buffer)
      this.#writing.delete(writing)
    }
    const writing = this.#sink.write(buffer.subarray(0, this.#used)).then(settle, (error: unknown) => {
      this.#failure ??= { error }
      settle()
    })
    this.#writing.add(writing)
    this.#current = null
    this.#used = 0
  }

  #throwFailure(): void {
    if (this.#failure !== null) throw this.#failure.error
  }
}
