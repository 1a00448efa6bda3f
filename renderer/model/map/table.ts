import type { MapMode, MapReading } from './reading.ts'
import { factsOf } from './reading.ts'

/** Neighbouring cells that tell the same, as a row of the table beside the map: cells `[first, end)`. */
export interface MapRow {
  readonly first: number
  readonly end: number
  readonly start: number
  readonly length: number
  readonly firstObject: number
  readonly lastObject: number
  readonly dataBytes: number
  readonly zeroBytes: number
  readonly changedIn: number | null
  readonly lastLink: number | null
}

type Growing = { -readonly [K in keyof MapRow]: MapRow[K] } & { kind: 'data' | 'zero' }

/** The map as a table, in the order of the image: what the mode tells nothing of is left out. */
export function mapRows(reading: MapReading, mode: MapMode): readonly MapRow[] {
  const rows: Growing[] = []
  const isStretch = mode === 'changed' || (mode === 'heat' && reading.stretch !== null)
  for (let cell = 0; cell < reading.cells; cell++) {
    const facts = factsOf(reading, cell)
    const dataBytes = isStretch ? facts.changedBytes : facts.allocatedBytes
    const zeroBytes = facts.zeroBytes
    const isHot = mode !== 'heat' || (facts.changedIn ?? 0) > 0
    if (!isHot || (mode !== 'heat' && dataBytes + zeroBytes === 0)) continue
    const kind = dataBytes > 0 ? 'data' : 'zero'
    const { changedIn, lastLink } = facts
    const row = rows.at(-1)
    if (row?.end === cell && row.kind === kind && row.changedIn === changedIn && row.lastLink === lastLink) {
      row.end = cell + 1
      row.length = facts.end - row.start
      row.lastObject = facts.lastObject
      row.dataBytes += dataBytes
      row.zeroBytes += zeroBytes
    } else {
      const { start, firstObject, lastObject } = facts
      const length = facts.end - start
      const end = cell + 1
      rows.push({
        kind,
        first: cell,
        end,
        start,
        length,
        firstObject,
        lastObject,
        dataBytes,
        zeroBytes,
        changedIn,
        lastLink,
      })
    }
  }
  return rows.map(({ kind: _kind, ...row }) => row)
}

/** The row that holds a cell, or the last one before it; null before the first row. */
export function rowOfCell(rows: readonly MapRow[], cell: number): number | null {
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((rows[middle]?.first ?? 0) <= cell) low = middle + 1
    else high = middle
  }
  return low === 0 ? null : low - 1
}
