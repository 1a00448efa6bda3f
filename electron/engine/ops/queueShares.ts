import type { Progress } from '../../../shared/jobs.ts'
import type { IoMeter } from '../io/meter.ts'

/** What the shares are of, at least. */
const WINDOW_MS = 1_000

/**
 * Says which shares of the last second or so a read and a write were under way; null before there was one. The answer is made anew once a
 * second, and is the same between.
 */
export function queueShares(
  { reads, writes }: Pick<IoMeter, 'reads' | 'writes'>,
  now: () => number,
): () => NonNullable<Progress['queues']> | null {
  let shares: NonNullable<Progress['queues']> | null = null
  let last = { atMs: now(), readMs: reads.totalMs(), writeMs: writes.totalMs() }
  return () => {
    const next = { atMs: now(), readMs: reads.totalMs(), writeMs: writes.totalMs() }
    const passedMs = next.atMs - last.atMs
    if (passedMs >= WINDOW_MS) {
      const share = (busyMs: number): number => Math.min(1, Math.max(0, busyMs / passedMs))
      shares = { read: share(next.readMs - last.readMs), write: share(next.writeMs - last.writeMs) }
      last = next
    }
    return shares
  }
}
