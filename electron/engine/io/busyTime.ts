import { performance } from 'node:perf_hooks'

/** Measures for how long something was under way, however many of it at once. Times are milliseconds. */
export class BusyTime {
  readonly #now: () => number
  #depth = 0
  #sinceMs = 0
  #totalMs = 0

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  begin(): void {
    if (this.#depth === 0) this.#sinceMs = this.#now()
    this.#depth++
  }

  end(): void {
    this.#depth--
    if (this.#depth === 0) this.#totalMs += this.#now() - this.#sinceMs
  }

  /** Of all the time until now; what is under way counts. */
  totalMs(): number {
    return this.#depth === 0 ? this.#totalMs : this.#totalMs + this.#now() - this.#sinceMs
  }
}
