import { ArrowDown, ArrowUp } from 'lucide-react'
import type { ReactNode } from 'react'
import { useEffect, useRef } from 'react'
import { useScrollStop } from '../a11y/useScrollStop.ts'
import { useRows } from './useRows.ts'

export interface Column<T> {
  readonly key: string
  readonly label: string
  readonly isNumber?: boolean
  readonly isLabelHidden?: boolean
  /** Left out where the window is narrow. */
  readonly isOptional?: boolean
  readonly cell: (row: T) => ReactNode
  /** Which way the rows go by this column, and what turns them round. */
  readonly sort?: Sort
}

export interface Sort {
  readonly direction: 'ascending' | 'descending'
  readonly onTurn: () => void
}

interface LongTableProps<T> {
  readonly label: string
  readonly columns: readonly Column<T>[]
  readonly rows: readonly T[]
  readonly keyOf: (row: T) => string
  readonly classOf?: (row: T) => string
  readonly empty: string
  /** A row to bring into sight when it changes; -1: none. */
  readonly reveal?: number
}

const ROW_HEIGHT = 32
/** So many rows cost nothing to draw; from here on only what is seen is drawn. */
const MAX_PLAIN_ROWS = 100
const WINDOW_HEIGHT = 420

/** A real table; the first column is the row's heading. Long ones draw only the rows in view, with true row numbers. */
export function LongTable<T>(props: LongTableProps<T>) {
  const { label, columns, rows, keyOf, classOf, empty, reveal = -1 } = props
  const scroller = useRef<HTMLDivElement>(null)
  const isLong = rows.length > MAX_PLAIN_ROWS
  const { first, last, scrollTo } = useRows({
    count: rows.length,
    rowHeight: ROW_HEIGHT,
    scroller,
    overscan: 20,
    isEnabled: isLong,
  })
  const isStop = useScrollStop(scroller, rows.length > 0)
  useEffect(() => {
    if (isLong && reveal >= 0) scrollTo(reveal)
    // Only when there is another row to show: not at every step of scrolling.
  }, [isLong, reveal])
  if (rows.length === 0) return <p className="panel-empty">{empty}</p>
  return (
    <div
      className="table-scroll"
      ref={scroller}
      tabIndex={isStop ? 0 : undefined}
      role={isStop ? 'group' : undefined}
      aria-label={isStop ? label : undefined}
      style={isLong ? { height: WINDOW_HEIGHT } : {}}
    >
      <table className="table" aria-label={label} aria-rowcount={rows.length + 1}>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <th key={column.key} scope="col" className={cellClass(column)} aria-sort={column.sort?.direction}>
                <Heading column={column} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Spacer rows={first} columns={columns.length} />
          {rows.slice(first, last + 1).map((row, offset) => (
            <tr key={keyOf(row)} className={classOf?.(row)} aria-rowindex={first + offset + 2}>
              {columns.map((column, index) =>
                index === 0 ? (
                  <th key={column.key} scope="row" className={cellClass(column)}>
                    {column.cell(row)}
                  </th>
                ) : (
                  <td key={column.key} className={cellClass(column)}>
                    {column.cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
          <Spacer rows={rows.length - 1 - last} columns={columns.length} />
        </tbody>
      </table>
    </div>
  )
}

function Heading({ column: { label, isLabelHidden, sort } }: { readonly column: Column<never> }) {
  if (isLabelHidden === true) return <span className="visually-hidden">{label}</span>
  if (sort === undefined) return label
  return (
    <button type="button" className="column-sort" onClick={sort.onTurn}>
      {label}
      {sort.direction === 'ascending' ? <ArrowUp size={12} aria-hidden /> : <ArrowDown size={12} aria-hidden />}
    </button>
  )
}

function cellClass({ isNumber = false, isOptional = false }: Column<never>): string {
  return [isNumber ? 'is-number' : '', isOptional ? 'is-optional' : ''].join(' ').trim()
}

function Spacer({ rows, columns }: { readonly rows: number; readonly columns: number }) {
  if (rows <= 0) return null
  return (
    <tr aria-hidden="true">
      <td colSpan={columns} className="spacer" style={{ height: rows * ROW_HEIGHT }} />
    </tr>
  )
}
