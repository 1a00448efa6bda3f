interface LongList<R> {
  readonly rows: readonly R[]
  /** The lines in sight. */
  readonly first: number
  /** The last of them; before `first` where there is none. */
  readonly last: number
  /** The line with the tab stop; -1: none has it. */
  readonly stopLine: number
}

/** A line that is drawn: its row, and which of all lines it is. */
export interface DrawnLine<R> {
  readonly row: R
  readonly line: number
}

/** The lines of a long list that are drawn, in their order: those in sight, and the one with the tab stop wherever it is. Pure. */
export function drawnLines<R>({ rows, first, last, stopLine }: LongList<R>): readonly DrawnLine<R>[] {
  const seen = rows.slice(first, last + 1).map((row, offset) => ({ row, line: first + offset }))
  const stop = rows[stopLine]
  if (stop === undefined || (stopLine >= first && stopLine <= last)) return seen
  const drawn = { row: stop, line: stopLine }
  return stopLine < first ? [drawn, ...seen] : [...seen, drawn]
}
