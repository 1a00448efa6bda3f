import type { Extents } from '../../../shared/contract.ts'

/** The ways to write down extents: a table for spreadsheets, or what `rbd diff --format json` prints. */
export type ExtentFormat = 'csv' | 'json'

/** How many extents are written without asking. */
export const MANY_EXTENTS = 1_000_000

/** A text of extents, made page by page: nothing is kept but what the last page was. */
export interface ExtentWriter {
  readonly type: string
  readonly page: (extents: Extents['extents']) => string
  readonly end: () => string
}

/** Begins a text. CSV has the columns of `rbd diff`; in JSON `exists` is text and a line feed ends it, as the real tool has it (FORMATS §8.1). */
export function extentWriter(format: ExtentFormat): ExtentWriter {
  let isFirst = true
  const first = <T>(now: T, later: T): T => {
    const value = isFirst ? now : later
    isFirst = false
    return value
  }
  if (format === 'csv') {
    const head = 'Offset,Length,Type\r\n'
    return {
      type: 'text/csv',
      page: (extents) =>
        first(head, '') +
        extents.map(({ offset, length, exists }) => `${offset},${length},${exists ? 'data' : 'zero'}\r\n`).join(''),
      end: () => first(head, ''),
    }
  }
  return {
    type: 'application/json',
    page: (extents) => {
      const rows = extents.map(({ offset, length, exists }) =>
        JSON.stringify({ offset, length, exists: String(exists) }),
      )
      return rows.length === 0 ? '' : first('[', ',') + rows.join(',')
    },
    end: () => first('[]\n', ']\n'),
  }
}
