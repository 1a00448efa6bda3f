const STEPS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'] as const

/** Bytes for the eye, in binary units: `0 B`, `4 KiB`, `1.25 MiB`. Whole multiples carry no fraction, all else three significant digits. */
export function formatBytes(bytes: number): string {
  let step = 0
  let value = bytes
  while (value >= 1024 && step < STEPS.length - 1) {
    value /= 1024
    step++
  }
  // 1023.97 must not be printed as 1024 of the smaller unit.
  if (step > 0 && step < STEPS.length - 1 && Math.round(value) >= 1024) {
    value /= 1024
    step++
  }
  const text = Number.isInteger(value) ? String(value) : value >= 100 ? value.toFixed(0) : value.toPrecision(3)
  return `${text} ${STEPS[step]}`
}

/** A rate for the eye: `312 MiB/s`. */
export function formatRate(bytesPerSec: number): string {
  return `${formatBytes(Math.round(bytesPerSec))}/s`
}

/** A duration for the eye, coarse as time left should be: `8 s`, `4 min`, `2 h 10 min`. Never `0 s`. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds))
  if (whole < 60) return `${whole} s`
  const minutes = Math.round(whole / 60)
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`
}

const SUFFIXES: Readonly<Record<string, number>> = { B: 0, K: 1, M: 2, G: 3, T: 4, P: 5, E: 6 }

/**
 * A size as `rbd` takes it: `20G`, `4096K`, `1048576B`; a number without a suffix counts in `bareUnitBytes`
 * (`--size`: MiB; `--object-size` and its like: bytes. FORMATS §10). Binary multiples.
 *
 * @returns bytes, or null when the text is no size or passes 2^53−1.
 */
export function parseSize(text: string, bareUnitBytes: number): number | null {
  const match = /^(\d+)([BKMGTPE])?(?:iB)?$/i.exec(text)
  if (!match) return null
  const unit = match[2] === undefined ? bareUnitBytes : 1024 ** (SUFFIXES[match[2].toUpperCase()] ?? 0)
  const bytes = Number(match[1]) * unit
  return Number.isSafeInteger(bytes) ? bytes : null
}
