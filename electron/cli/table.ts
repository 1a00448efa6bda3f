/** A column of a plain table: its heading, and on which side its cells stand. */
export interface Column {
  readonly heading: string
  readonly align: 'left' | 'right'
}

/**
 * A table as `rbd` prints one: headings left, two spaces between columns, every cell padded to its column's width.
 * Nothing at all, not even headings, when there are no rows.
 */
export function formatTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return ''
  const widths = columns.map(({ heading }, at) =>
    rows.reduce((width, row) => Math.max(width, widthOf(row[at] ?? '')), heading.length),
  )
  const line = (cells: readonly string[], isHeading: boolean) =>
    `${columns.map(({ align }, at) => pad(cells[at] ?? '', widths[at] ?? 0, isHeading ? 'left' : align)).join('  ')}\n`
  return [line(headings(columns), true), ...rows.map((row) => line(row, false))].join('')
}

function headings(columns: readonly Column[]): readonly string[] {
  return columns.map(({ heading }) => heading)
}

/** Characters, not UTF-16 units: a name may hold any. */
function widthOf(text: string): number {
  return Array.from(text).length
}

function pad(text: string, width: number, align: Column['align']): string {
  const blanks = ' '.repeat(Math.max(0, width - widthOf(text)))
  return align === 'left' ? text + blanks : blanks + text
}
