import type { CDPSession, Page } from 'playwright'

/** What the page saw while something was done to it. Milliseconds; rates of the frames the browser offered. */
export interface Seen {
  readonly frames: number
  readonly frameP95: number
  readonly frameWorst: number
  readonly interactions: number
  readonly interactionP95: number
  readonly interactionWorst: number
}

interface Probe {
  readonly begin: () => void
  readonly end: () => { readonly gaps: readonly number[]; readonly durations: readonly number[] }
}

/** The shortest event that Event Timing tells: those below are faster than any bar here, and count as this. */
const THRESHOLD_MS = 16

/**
 * Puts the probe into the page before its own code: gaps between the time stamps of animation frames, and the duration of every
 * interaction (from the input to the next frame that is painted) by the Event Timing API.
 */
export async function installProbe(page: Page): Promise<void> {
  await page.addInitScript((threshold) => {
    let isOn = false
    let last = 0
    let gaps: number[] = []
    let byInteraction = new Map<number, number>()
    const frame = (time: number) => {
      if (!isOn) return
      if (last > 0) gaps.push(time - last)
      last = time
      requestAnimationFrame(frame)
    }
    const note = (entries: PerformanceEntryList) => {
      for (const entry of entries as (PerformanceEntry & { readonly interactionId: number })[]) {
        if (entry.interactionId === 0) continue
        byInteraction.set(entry.interactionId, Math.max(entry.duration, byInteraction.get(entry.interactionId) ?? 0))
      }
    }
    const observer = new PerformanceObserver((list) => note(list.getEntries()))
    observer.observe({ type: 'event', durationThreshold: threshold } as PerformanceObserverInit)
    const probe: Probe = {
      begin: () => {
        observer.takeRecords()
        gaps = []
        byInteraction = new Map()
        last = 0
        isOn = true
        requestAnimationFrame(frame)
      },
      end: () => {
        isOn = false
        note(observer.takeRecords())
        return { gaps, durations: [...byInteraction.values()] }
      },
    }
    Object.assign(globalThis, { rbdStudioProbe: probe })
  }, THRESHOLD_MS)
}

/** Runs `work` and tells what the page saw of it; `work` gives the number of interactions (key presses, clicks) it made. */
export async function watch(page: Page, work: () => Promise<number>): Promise<Seen> {
  await page.evaluate(() => (globalThis as unknown as { rbdStudioProbe: Probe }).rbdStudioProbe.begin())
  const made = await work()
  // Two frames on, so that the last interaction has been painted and told.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
  const seen = await page.evaluate(() => (globalThis as unknown as { rbdStudioProbe: Probe }).rbdStudioProbe.end())
  const fast = Array.from({ length: Math.max(0, made - seen.durations.length) }, () => THRESHOLD_MS)
  const durations = [...seen.durations, ...fast]
  return {
    frames: seen.gaps.length,
    frameP95: quantile(seen.gaps, 0.95),
    frameWorst: quantile(seen.gaps, 1),
    interactions: durations.length,
    interactionP95: durations.length === 0 ? 0 : quantile(durations, 0.95),
    interactionWorst: durations.length === 0 ? 0 : quantile(durations, 1),
  }
}

/** The heap the page's JavaScript takes after a collection, in bytes. */
export async function heapBytes(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage')
  const { metrics } = await session.send('Performance.getMetrics')
  return metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0
}

/** The value that a share of the others does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}
