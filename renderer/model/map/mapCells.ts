import type { Bins } from '../../../shared/contract.ts'

/** What a cell of the block map shows. `level` 1 to 4: how much of the cell, a little to all of it. */
export interface Cell {
  readonly kind: 'hole' | 'data' | 'zero'
  readonly level: 0 | 1 | 2 | 3 | 4
}

/** A stretch of equal cells, for the table beside the map. */
export interface Run {
  readonly kind: 'data' | 'zero'
  readonly offset: number
  readonly length: number
  readonly dataBytes: number
  readonly zeroBytes: number
}

/** A cell shows no less than this: what file systems write at once. */
const LEAST_CELL_BYTES = 4096

/** How the cells lie: so many in a row, and how many there are; as many as there is room for, no more than the image needs. */
export function gridFor(
  width: number,
  sizeBytes: number,
  cellPx: number,
  maxRows: number,
): { readonly columns: number; readonly cells: number } {
  const columns = Math.max(8, Math.floor(width / cellPx))
  const blocks = Math.max(1, Math.ceil(sizeBytes / LEAST_CELL_BYTES))
  return { columns: Math.min(columns, blocks), cells: Math.min(columns * maxRows, blocks) }
}

/** Bytes a bin covers. The last one may cover less of the image. */
export function binBytes(bins: Bins): number {
  return bins.dataBytes.length === 0 ? 0 : bins.sizeBytes / bins.dataBytes.length
}

/** What each bin shows. Data wins over zeros: a cell that has both has been written. */
export function cellsOf(bins: Bins): readonly Cell[] {
  const whole = binBytes(bins)
  return bins.dataBytes.map((data, index): Cell => {
    const zero = bins.zeroBytes[index] ?? 0
    if (data === 0 && zero === 0) return { kind: 'hole', level: 0 }
    const share = Math.min(1, (data === 0 ? zero : data) / Math.max(1, whole))
    const level = share <= 0.05 ? 1 : share <= 0.35 ? 2 : share <= 0.8 ? 3 : 4
    return { kind: data === 0 ? 'zero' : 'data', level }
  })
}

/** Joins neighbouring bins of one kind into stretches; holes are left out. */
export function runsOf(bins: Bins): readonly Run[] {
  const whole = binBytes(bins)
  const runs: {
    kind: 'data' | 'zero'
    offset: number
    length: number
    dataBytes: number
    zeroBytes: number
    end: number
  }[] = []
  cellsOf(bins).forEach(({ kind }, index) => {
    if (kind === 'hole') return
    const offset = Math.floor(index * whole)
    const end = Math.min(bins.sizeBytes, Math.floor((index + 1) * whole))
    const dataBytes = bins.dataBytes[index] ?? 0
    const zeroBytes = bins.zeroBytes[index] ?? 0
    const run = runs.at(-1)
    if (run !== undefined && run.kind === kind && run.end === offset) {
      run.end = end
      run.length = end - run.offset
      run.dataBytes += dataBytes
      run.zeroBytes += zeroBytes
    } else runs.push({ kind, offset, length: end - offset, dataBytes, zeroBytes, end })
  })
  return runs.map(({ end: _end, ...run }) => run)
}
