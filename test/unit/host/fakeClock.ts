import type { Clock } from '../../../electron/host/clock.ts'

/** A clock that stands still until a test turns it. */
export interface FakeClock extends Clock {
  /** Lets so much time pass; what falls due in it runs, in order, each at its own time. */
  advance(ms: number): void
  /** How many actions still wait. */
  readonly waiting: number
}

export function fakeClock(startMs = 1_700_000_000_000): FakeClock {
  let nowMs = 0
  const waiting = new Set<{ readonly atMs: number; readonly action: () => void }>()
  return {
    now: () => startMs + nowMs,
    elapsed: () => nowMs,
    after(delayMs, action) {
      const entry = { atMs: nowMs + delayMs, action }
      waiting.add(entry)
      return () => {
        waiting.delete(entry)
      }
    },
    advance(ms) {
      const endMs = nowMs + ms
      for (;;) {
        const due = [...waiting].filter((entry) => entry.atMs <= endMs).sort((a, b) => a.atMs - b.atMs)[0]
        if (due === undefined) break
        waiting.delete(due)
        nowMs = Math.max(nowMs, due.atMs)
        due.action()
      }
      nowMs = endMs
    },
    get waiting() {
      return waiting.size
    },
  }
}
