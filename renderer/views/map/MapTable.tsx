import type { KeyboardEvent } from 'react'
import { useEffect, useMemo, useRef } from 'react'
import { useStore } from 'zustand'
import { formatBytes } from '../../../shared/units.ts'
import { rovingTarget } from '../../a11y/rovingKeys.ts'
import { useRows } from '../../components/useRows.ts'
import { mapText } from '../../mapText.ts'
import { cellOf } from '../../model/map/reading.ts'
import type { MapRow } from '../../model/map/table.ts'
import { mapRows, rowOfCell } from '../../model/map/table.ts'
import { mapStore, moveCursor } from '../../stores/map.ts'
import { formatCount, text } from '../../strings.ts'
import type { MapAnswer } from './useMapReading.ts'

const ROW_HEIGHT = 28
const t = mapText.table

interface MapTableProps {
  readonly answer: MapAnswer
  readonly writers: ReadonlyMap<number, string>
}

/** The map as a table, in the order of the image. Its cursor is the map's: a row that takes the focus is shown there, and the other way round. */
export function MapTable({ answer: { reading, mode }, writers }: MapTableProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useMemo(() => mapRows(reading, mode), [reading, mode])
  const cursor = useStore(mapStore, (state) => state.cursor)
  const current = cursor === null ? null : rowOfCell(rows, cellOf(reading, cursor))
  const wanted = useRef<number | null>(null)
  const { first, last, scrollTo } = useRows({ count: rows.length, rowHeight: ROW_HEIGHT, scroller })

  useEffect(() => {
    if (current === null || scroller.current?.contains(document.activeElement) === true) return
    scrollTo(current)
    // The list under it may move without it.
  }, [current])

  if (rows.length === 0)
    return <p className="panel-empty">{mode === 'allocated' || mode === 'age' ? t.noRows : t.noChange}</p>

  const onKeyDown = (event: KeyboardEvent) => {
    const at = current ?? 0
    const page = event.key === 'PageUp' ? -10 : event.key === 'PageDown' ? 10 : null
    const target =
      page === null
        ? rovingTarget(event.key, at, rows.length, 'vertical')
        : Math.min(rows.length - 1, Math.max(0, at + page))
    const row = target === null ? undefined : rows[target]
    if (target === null || row === undefined) return
    event.preventDefault()
    wanted.current = target
    scrollTo(target)
    moveCursor(row.start)
  }
  const end = last + 1
  // One row is the stop of the keyboard: the cursor's, or where that is out of sight the first one seen.
  const stop = current !== null && current >= first && current < end ? current : first
  return (
    <div className="map-table" ref={scroller} onKeyDown={onKeyDown}>
      <table className="table" aria-label={mapText.title} aria-rowcount={rows.length + 1}>
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col">{t.offset}</th>
            <th scope="col" className="is-number">
              {t.length}
            </th>
            <th scope="col">{t.objects}</th>
            <th scope="col" className="is-number">
              {t.data}
            </th>
            <th scope="col" className="is-number">
              {t.zeros}
            </th>
            <th scope="col" className="is-number">
              {t.changedIn}
            </th>
            <th scope="col">{t.last}</th>
          </tr>
        </thead>
        <tbody>
          <Spacer rows={first} />
          {rows.slice(first, end).map((row, offset) => {
            const index = first + offset
            return (
              <tr key={row.first} aria-rowindex={index + 2} className={index === current ? 'is-chosen' : ''}>
                <th scope="row">
                  <button
                    type="button"
                    className="row-select"
                    tabIndex={index === stop ? 0 : -1}
                    aria-pressed={index === current}
                    aria-label={t.show(formatBytes(row.start))}
                    ref={(button) => {
                      if (button === null || wanted.current !== index) return
                      wanted.current = null
                      button.focus({ preventScroll: true })
                    }}
                    onClick={() => moveCursor(row.start)}
                  >
                    {formatBytes(row.start)}
                  </button>
                </th>
                <RowCells row={row} writers={writers} />
              </tr>
            )
          })}
          <Spacer rows={rows.length - end} />
        </tbody>
      </table>
    </div>
  )
}

function RowCells({ row, writers }: { readonly row: MapRow; readonly writers: ReadonlyMap<number, string> }) {
  const { firstObject: first, lastObject: last } = row
  return (
    <>
      <td className="is-number">{formatBytes(row.length)}</td>
      <td>{first === last ? formatCount(first) : `${formatCount(first)}–${formatCount(last)}`}</td>
      <td className="is-number">{formatBytes(row.dataBytes)}</td>
      <td className="is-number">{formatBytes(row.zeroBytes)}</td>
      <td className="is-number">{row.changedIn === null ? text.app.none : formatCount(row.changedIn)}</td>
      <td>{(row.lastLink === null ? undefined : writers.get(row.lastLink)) ?? text.app.none}</td>
    </>
  )
}

function Spacer({ rows }: { readonly rows: number }) {
  if (rows <= 0) return null
  return (
    <tr aria-hidden="true">
      <td colSpan={7} className="spacer" style={{ height: rows * ROW_HEIGHT }} />
    </tr>
  )
}
