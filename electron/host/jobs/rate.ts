const WINDOW_MS = 30_000
const ESTIMATING_MS = 5_000
const STALLED_MS = 10_000
/** Samples are taken no closer than this, so that a burst of small updates is one sample. */
const SAMPLE_MS = 250

/** Measures how fast a job goes. All times are milliseconds of one clock that never goes back. */
export interface RateMeter {
  /** Takes in how many bytes are done at a time. Bytes and times never decrease. */
  update(doneBytes: number, atMs: number): void
  /** Begins anew: another phase has a speed of its own. */
  reset(doneBytes: number, atMs: number): void
  /** The median over the last 30 s; null in the first 5 s, and when nothing has moved for 10 s. */
  rateBytesPerSec(atMs: number): number | null
  /** Whole seconds left, at least 1 while work remains; null when the rate is not known, or is 0. */
  etaSeconds(remainingBytes: number, atMs: number): number | null
}

interface Sample {
  readonly endMs: number
  readonly durationMs: number
  readonly bytesPerSec: number
}

/** The middle of the samples, each counting for as long as it lasted. */
function median(samples: readonly Sample[]): number {
  const sorted = [...samples].sort((a, b) => a.bytesPerSec - b.bytesPerSec)
  const half = sorted.reduce((sum, sample) => sum + sample.durationMs, 0) / 2
  let passed = 0
  for (const sample of sorted) {
    passed += sample.durationMs
    if (passed >= half) return sample.bytesPerSec
  }
  return 0
}

/** A meter whose work begins at `startMs`. Holds at most 30 s / 250 ms samples. */
export function createRateMeter(startMs: number): RateMeter {
  let samples: Sample[] = []
  let beganMs = startMs
  let sampledMs = startMs
  let sampledBytes = 0
  let movedMs = startMs
  let lastBytes = 0

  function rate(atMs: number): number | null {
    if (atMs - beganMs < ESTIMATING_MS || atMs - movedMs > STALLED_MS) return null
    const recent = samples.filter((sample) => sample.endMs > atMs - WINDOW_MS)
    return recent.length === 0 ? null : median(recent)
  }

  return {
    update(doneBytes, atMs) {
      if (doneBytes > lastBytes) {
        lastBytes = doneBytes
        movedMs = atMs
      }
      const durationMs = atMs - sampledMs
      if (durationMs < SAMPLE_MS) return
      const bytesPerSec = ((lastBytes - sampledBytes) * 1000) / durationMs
      samples = [
        ...samples.filter((sample) => sample.endMs > atMs - WINDOW_MS),
        { endMs: atMs, durationMs, bytesPerSec },
      ]
      sampledMs = atMs
      sampledBytes = lastBytes
    },
    reset(doneBytes, atMs) {
      samples = []
      beganMs = atMs
      sampledMs = atMs
      movedMs = atMs
      sampledBytes = doneBytes
      lastBytes = doneBytes
    },
    rateBytesPerSec: rate,
    etaSeconds(remainingBytes, atMs) {
      const bytesPerSec = rate(atMs)
      if (bytesPerSec === null || bytesPerSec <= 0) return null
      return remainingBytes <= 0 ? 1 : Math.max(1, Math.ceil(remainingBytes / bytesPerSec))
    },
  }
}
