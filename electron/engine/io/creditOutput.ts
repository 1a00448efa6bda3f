import type { ByteSink } from './bufferedOutput.ts'

/** A stream to another thread that is handed no more than it has room for. */
export interface CreditOutput extends ByteSink {
  /** The other thread has passed on so many of the bytes that were sent. */
  taken(bytes: number): void
  /** Sends the rest; resolves once all of it has been taken. */
  finish(): Promise<void>
}

/** One message; smaller pieces are gathered. */
const PIECE_BYTES = 1024 * 1024
/** What may be on its way at once. */
const WINDOW_BYTES = 8 * 1024 * 1024

/**
 * Sends bytes in messages of up to 1 MiB while at most 8 MiB of them have not been taken; then `write` waits. Memory: as much, and one message.
 * Whoever `send`s gets a piece that is not touched any more. An abort rejects what waits, with the signal's reason.
 */
export function createCreditOutput(send: (bytes: Uint8Array) => void, signal: AbortSignal): CreditOutput {
  let piece: Uint8Array | null = null
  let used = 0
  let onTheWay = 0
  let wake = (): void => {}

  async function roomFor(bytes: number): Promise<void> {
    for (;;) {
      signal.throwIfAborted()
      if (onTheWay === 0 || onTheWay + bytes <= WINDOW_BYTES) return
      await new Promise<void>((resolve) => {
        wake = resolve
        signal.addEventListener('abort', () => resolve(), { once: true })
      })
    }
  }

  async function flush(): Promise<void> {
    if (piece === null || used === 0) return
    const bytes = piece.subarray(0, used)
    piece = null
    used = 0
    await roomFor(bytes.length)
    onTheWay += bytes.length
    send(bytes)
  }

  return {
    async write(bytes) {
      for (let at = 0; at < bytes.length; ) {
        piece ??= new Uint8Array(PIECE_BYTES)
        const step = Math.min(bytes.length - at, PIECE_BYTES - used)
        piece.set(bytes.subarray(at, at + step), used)
        used += step
        at += step
        if (used === PIECE_BYTES) await flush()
      }
    },
    taken(bytes) {
      onTheWay -= bytes
      wake()
    },
    async finish() {
      await flush()
      await roomFor(WINDOW_BYTES)
    },
  }
}
