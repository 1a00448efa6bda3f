import type { MapLayout } from './layout.ts'
import type { MapReading } from './reading.ts'
import { offsetOf, unitOf } from './reading.ts'

/** An offset beside the map: at the row that holds it. */
export interface OffsetMark {
  readonly offset: number
  readonly row: number
}

const DECIMAL = [1, 2, 5, 10, 25, 50, 100, 200, 500] as const
const BINARY = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512] as const

/** The offsets that stand beside the map: round ones, no nearer than so many CSS pixels, each at the row that holds it. */
export function offsetMarks(reading: MapReading, layout: MapLayout, apartPx = 34): readonly OffsetMark[] {
  const rowBytes = unitOf(reading) * layout.columns
  if (rowBytes === 0) return []
  const rowsApart = Math.max(1, apartPx / (layout.cellHeight / layout.scale))
  const marks: OffsetMark[] = []
  const end = reading.start + reading.length
  const step = roundStep(rowBytes * rowsApart, end)
  for (let at = Math.ceil(reading.start / step) * step; at < end; at += step) {
    const row = Math.floor((at - reading.start) / rowBytes)
    if (row < layout.rows && marks.at(-1)?.row !== row) marks.push({ offset: at, row })
  }
  // A part that begins between two round offsets, and one that is smaller than a step, still say where they begin.
  const first = marks[0]
  if (first === undefined || first.row >= rowsApart / 2) marks.unshift({ offset: offsetOf(reading, 0), row: 0 })
  return marks
}

/**
 * The least round number of bytes that is no less than `bytes`: 1, 2, 5, 10, 25 … of a unit where all offsets up to `end` are told in it, else
 * powers of two, so that 1 GiB follows 512 MiB.
 */
export function roundStep(bytes: number, end: number): number {
  let unit = 1
  while (unit * 1024 <= bytes) unit *= 1024
  for (const step of end <= 1024 * unit ? DECIMAL : BINARY) if (step * unit >= bytes) return step * unit
  return unit * 1024
}
