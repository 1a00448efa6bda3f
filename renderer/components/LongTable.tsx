import { useVirtualizer } from '@tanstack/react-virtual'
import type { ReactNode } from 'react'
import { useRef } from 'react'

export interface Column<T> {
  readonly key: string
  readonly label: string
  readonly isNumber?: boolean
  readonly isLabelHidden?: boolean
  /** Left out where the window is narrow. */
  readonly isOptional?: boolean
  readonly cell: (row: T) => ReactNode
}

interface LongTableProps<T> {
  readonly label: string
  readonly columns: readonly Column<T>[]
  readonly rows: readonly T[]
  readonly keyOf: (row: T) => string
  readonly classOf?: (row: T) => string
  readonly empty: string
}

const ROW_HEIGHT = 32
/** So many rows cost nothing to draw; from here on only what is seen is drawn. */
const MAX_PLAIN_ROWS = 100
const WINDOW_HEIGHT = 420

/** A real table; the first column is the row's heading. Long ones draw only the rows in view, with true row numbers. */
export function LongTable<T>(props: LongTableProps<T>) {
  const { label, columns, rows, keyOf, classOf, empty } = props
  const scroller = useRef<HTMLDivElement>(null)
  const isLong = rows.length > MAX_PLAIN_ROWS
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 20,
    enabled: isLong,
  })
  if (rows.length === 0) return <p className="panel-empty">{empty}</p>
  const items = virtual.getVirtualItems()
  const first = isLong ? (items[0]?.index ?? 0) : 0
  const last = isLong ? (items.at(-1)?.index ?? -1) : rows.length - 1
  return (
    <div className="table-scroll" ref={scroller} style={isLong ? { height: WINDOW_HEIGHT } : {}}>
      <table className="table" aria-label={label} aria-rowcount={rows.length + 1}>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <th key={column.key} scope="col" className={cellClass(column)}>
                {column.isLabelHidden === true ? <span className="visually-hidden">{column.label}</span> : column.label}
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
