import { performance } from 'node:perf_hooks'

/** Time as the host sees it, so that tests can turn it by hand. */
export interface Clock {
  /** Milliseconds since 1970 in UTC, for what is shown and kept. */
  now(): number
  /** Milliseconds since some fixed moment, never going back: for durations and rates. */
  elapsed(): number
  /** Runs `action` once after `delayMs`; returns what calls it off. The wait does not keep the process alive. */
  after(delayMs: number, action: () => void): () => void
}

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  after(delayMs, action) {
    const timer = setTimeout(action, delayMs).unref()
    return () => clearTimeout(timer)
  },
}
