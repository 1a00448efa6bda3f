import type { MouseEvent, PointerEvent } from 'react'
import { useRef, useState } from 'react'
import type { MapLayout } from '../../model/map/layout.ts'
import { cellAt, nearestCell } from '../../model/map/layout.ts'

/** Cells `[first, end)`. */
export interface CellRange {
  readonly first: number
  readonly end: number
}

interface BrushOptions {
  readonly layout: MapLayout
  /** The cell a stretch that is made longer with Shift begins at. */
  readonly anchor: number | null
  readonly onPoint: (cell: number) => void
  readonly onMark: (range: CellRange | null) => void
  readonly onZoom: (cell: number) => void
}

/** The cells from one to another, whichever comes first. */
export function rangeBetween(a: number, b: number): CellRange {
  return { first: Math.min(a, b), end: Math.max(a, b) + 1 }
}

/** The pointer on the map: it shows what is under it, a click puts the cursor, a drag marks a part, a double click goes nearer. */
export function useBrush({ layout, anchor, onPoint, onMark, onZoom }: BrushOptions) {
  const [hover, setHover] = useState<number | null>(null)
  const [brush, setBrush] = useState<CellRange | null>(null)
  const from = useRef<number | null>(null)
  const place = (event: MouseEvent<HTMLElement>) => {
    const { left, top } = event.currentTarget.getBoundingClientRect()
    return [event.clientX - left, event.clientY - top] as const
  }
  const handlers = {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      const cell = cellAt(layout, ...place(event))
      if (event.button !== 0 || cell === null) return
      event.currentTarget.setPointerCapture(event.pointerId)
      from.current = event.shiftKey ? (anchor ?? cell) : cell
      if (event.shiftKey) setBrush(rangeBetween(from.current, cell))
      onPoint(cell)
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      setHover(cellAt(layout, ...place(event)))
      if (from.current === null) return
      const cell = nearestCell(layout, ...place(event))
      if (brush !== null || cell !== from.current) setBrush(rangeBetween(from.current, cell))
    },
    onPointerUp() {
      if (from.current === null) return
      from.current = null
      onMark(brush)
      setBrush(null)
    },
    onPointerCancel() {
      from.current = null
      setBrush(null)
    },
    onPointerLeave() {
      setHover(null)
    },
    onDoubleClick(event: MouseEvent<HTMLElement>) {
      const cell = cellAt(layout, ...place(event))
      if (cell !== null) onZoom(cell)
    },
  }
  return { hover, brush, handlers }
}
