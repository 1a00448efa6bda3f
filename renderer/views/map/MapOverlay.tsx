import type { Box, MapLayout } from '../../model/map/layout.ts'
import { boxOf, extentOf } from '../../model/map/layout.ts'

interface MapOverlayProps {
  readonly layout: MapLayout
  /** Marked cells `[first, end)`; null: none. */
  readonly marked: { readonly first: number; readonly end: number } | null
  readonly cursor: number | null
  readonly hover: number | null
}

/** What lies over the cells: the marked part, the cursor and the pointer's cell. */
export function MapOverlay({ layout, marked, cursor, hover }: MapOverlayProps) {
  const { width, height } = extentOf(layout)
  const { scale } = layout
  return (
    <svg
      className="map-overlay"
      width={width / scale}
      height={height / scale}
      aria-hidden="true"
      focusable="false"
      overflow="visible"
    >
      {marked === null ? null : (
        <>
          <path className="map-unmarked" d={`M0 0H${width / scale}V${height / scale}H0Z${outlineOf(layout, marked)}`} />
          <path className="map-marked-line" d={outlineOf(layout, marked)} />
        </>
      )}
      {cursor === null ? null : <Ring box={boxOf(layout, cursor)} name="map-cursor" />}
      {hover === null || hover === cursor ? null : <Ring box={boxOf(layout, hover)} name="map-hover" />}
    </svg>
  )
}

function Ring({ box, name }: { readonly box: Box; readonly name: string }) {
  return <rect className={name} x={box.x - 1.5} y={box.y - 1.5} width={box.width + 3} height={box.height + 3} />
}

/** The outline of cells `[first, end)`: one closed line around the rows they fill. */
function outlineOf(
  { columns, cellWidth, cellHeight, gap, scale }: MapLayout,
  { first, end }: { first: number; end: number },
) {
  const last = end - 1
  const [top, bottom] = [Math.floor(first / columns), Math.floor(last / columns)]
  const x = (column: number) => (column * cellWidth - (column === columns ? gap : 0)) / scale
  const y = (row: number) => (row * cellHeight) / scale
  const [left, right] = [first % columns, (last % columns) + 1]
  const low = (row: number) => y(row) - gap / scale / 2
  if (top === bottom) return `M${x(left)} ${low(top)}H${x(right)}V${low(top + 1)}H${x(left)}Z`
  // Two rows that do not touch are two shapes.
  if (bottom === top + 1 && right <= left) {
    return `M${x(left)} ${low(top)}H${x(columns)}V${low(bottom)}H${x(left)}ZM0 ${low(bottom)}H${x(right)}V${low(bottom + 1)}H0Z`
  }
  return `M${x(left)} ${low(top)}H${x(columns)}V${low(bottom)}H${x(right)}V${low(bottom + 1)}H0V${low(top + 1)}H${x(left)}Z`
}
