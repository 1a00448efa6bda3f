import type { Bins } from '../../../../shared/contract.ts'
import type { MapReading } from '../../../../renderer/model/map/reading.ts'
import { readingOf } from '../../../../renderer/model/map/reading.ts'

export const MIB = 1024 ** 2
export const OBJECT = 4 * MIB

/** Bins of objects: each letter is a cell. `.` nothing, `#` full, `-` a part of it, `0` zeroed. */
export function bins(picture: string, history: Pick<Bins, 'changedIn' | 'lastLink'> = {}): Bins {
  const cells = Array.from(picture)
  return {
    sizeBytes: cells.length * OBJECT,
    start: 0,
    length: cells.length * OBJECT,
    dataBytes: cells.map((cell) => (cell === '#' ? OBJECT : cell === '-' ? OBJECT / 8 : cell === '1' ? 4096 : 0)),
    zeroBytes: cells.map((cell) => (cell === '0' ? OBJECT : 0)),
    ...history,
  }
}

/** What was read: what lies there, and what a stretch changed. */
export function reading(
  base: string,
  stretch: string | null,
  history: Pick<Bins, 'changedIn' | 'lastLink'> = {},
): MapReading {
  return readingOf(bins(base, history), stretch === null ? null : bins(stretch, history), OBJECT)
}
