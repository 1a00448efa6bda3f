/**
 * Where reads and writes of a job wait while it is paused. What has passed is counted, so that whoever closes the gate knows when nothing
 * is under way any more.
 */
export class Gate {
  #isClosed = false
  #inside = 0
  #waiting: (() => void)[] = []
  #whenStill: (() => void)[] = []

  get isClosed(): boolean {
    return this.#isClosed
  }

  /** Null: it is open, and one more is inside. Else resolves once one is let in. Each entry has its {@link leave}. */
  enter(): Promise<void> | null {
    if (this.#isClosed) {
      return new Promise((resolve) => {
        this.#waiting.push(() => {
          this.#inside++
          resolve()
        })
      })
    }
    this.#inside++
    return null
  }

  /** What entered is done. */
  leave(): void {
    this.#inside--
    if (this.#inside > 0 || !this.#isClosed) return
    // Whoever left still counts what it moved.
    setImmediate(() => {
      if (this.#inside === 0) this.#sayStill()
    })
  }

  /** Lets nobody in; resolves when nobody is inside, or when it is opened again before. */
  close(): Promise<void> {
    this.#isClosed = true
    if (this.#inside === 0) return Promise.resolve()
    return new Promise((resolve) => {
      this.#whenStill.push(resolve)
    })
  }

  /** Lets in who waits, and whoever comes. */
  open(): void {
    this.#isClosed = false
    this.#sayStill()
    const waiting = this.#waiting
    this.#waiting = []
    for (const letIn of waiting) letIn()
  }

  #sayStill(): void {
    const waiters = this.#whenStill
    this.#whenStill = []
    for (const resolve of waiters) resolve()
  }
}
