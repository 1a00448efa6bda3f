import type { Row } from './measure.ts'

/** The cells of a row of the speed table. */
export function cellsOf(row: Row): readonly string[] {
  const { ourSeconds, theirSeconds, hashedSeconds, isHashed, bar } = row
  const ratio = theirSeconds === null ? null : theirSeconds / ourSeconds
  const wanted = bar.ratio === undefined ? (bar.seconds === undefined ? '' : `≤ ${bar.seconds} s`) : `≥ ${bar.ratio}×`
  return [
    row.name,
    seconds(ourSeconds),
    hashedSeconds === null ? (isHashed ? 'always' : '') : seconds(hashedSeconds),
    theirSeconds === null ? (row.against === null ? '' : 'absent') : seconds(theirSeconds),
    ratio === null ? '' : `${ratio.toFixed(2)}×`,
    wanted,
    `${row.memoryMiB.toFixed(0)} MiB`,
    `≤ ${bar.memoryMiB}`,
  ]
}

function seconds(value: number): string {
  return `${value.toFixed(2)} s`
}

/** Cells in columns. */
export function line(cells: readonly string[]): string {
  const widths = [31, 8, 8, 8, 8, 8, 8, 6]
  return cells
    .map((cell, i) => cell.padEnd(widths[i] ?? 8))
    .join('  ')
    .trimEnd()
}
