/** How long a loop works before it lets others have their turn, in milliseconds. */
const SLICE_MS = 8

/**
 * Keeps a long loop from holding up whoever else asks the same thread: `if (turns.isDue()) await turns.take(signal)`, every few hundred steps
 * at the most.
 */
export class Turns {
  #until = performance.now() + SLICE_MS

  /** Whether the loop has worked for its slice. */
  isDue(): boolean {
    return performance.now() >= this.#until
  }

  /** Lets the event loop turn once. @throws the signal's reason when it was aborted. */
  async take(signal?: AbortSignal): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve))
    signal?.throwIfAborted()
    this.#until = performance.now() + SLICE_MS
  }
}
