import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import type { Bins } from '../../../shared/contract.ts'
import { formatBytes } from '../../../shared/units.ts'
import type { Cell } from '../../model/map/mapCells.ts'
import { binBytes, cellsOf } from '../../model/map/mapCells.ts'
import { settingsStore } from '../../stores/settings.ts'

/** Width and height of a cell with its gap, in px. */
export const CELL_PX = 11
const INNER = CELL_PX - 1.5

interface BlockCanvasProps {
  readonly bins: Bins
  readonly columns: number
  readonly isChange: boolean
  readonly label: string
}

/** The cells of the block map. The table beside it tells the same to those who do not see it. */
export function BlockCanvas({ bins, columns, isChange, label }: BlockCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const theme = useStore(settingsStore, (state) => state.theme)
  const rows = Math.ceil(bins.dataBytes.length / columns)
  const width = columns * CELL_PX
  const height = rows * CELL_PX

  useEffect(() => {
    const target = canvas.current
    if (target === null) return
    const paint = () => draw(target, cellsOf(bins), columns, { width, height, isChange })
    const frame = requestAnimationFrame(paint)
    const dark = matchMedia('(prefers-color-scheme: dark)')
    const onChange = () => requestAnimationFrame(paint)
    dark.addEventListener('change', onChange)
    return () => {
      cancelAnimationFrame(frame)
      dark.removeEventListener('change', onChange)
    }
  }, [bins, columns, width, height, isChange, theme])

  const rowBytes = binBytes(bins) * columns
  const step = Math.max(2, Math.ceil(rows / 6))
  return (
    <div className="map-grid">
      <div className="map-offsets" aria-hidden="true" style={{ height }}>
        {Array.from({ length: rows }, (_, row) => row)
          .filter((row) => row % step === 0)
          .map((row) => (
            <span key={row} className="map-offset" style={{ top: row * CELL_PX + CELL_PX / 2 }}>
              {formatBytes(Math.round(row * rowBytes))}
            </span>
          ))}
      </div>
      <canvas ref={canvas} className="map-canvas" role="img" aria-label={label} style={{ width, height }} />
    </div>
  )
}

interface Look {
  readonly width: number
  readonly height: number
  readonly isChange: boolean
}

function draw(
  canvas: HTMLCanvasElement,
  cells: readonly Cell[],
  columns: number,
  { width, height, isChange }: Look,
): void {
  const scale = window.devicePixelRatio
  canvas.width = Math.round(width * scale)
  canvas.height = Math.round(height * scale)
  const pen = canvas.getContext('2d')
  if (pen === null) return
  const style = getComputedStyle(canvas)
  const color = (token: string) => style.getPropertyValue(token).trim()
  const hole = color('--hole')
  const data = color('--data-line')
  const change = ['', color('--inc-1'), color('--inc-2'), color('--inc-3'), color('--inc-4')]
  pen.scale(scale, scale)
  cells.forEach((cell, index) => {
    const x = (index % columns) * CELL_PX
    const y = Math.floor(index / columns) * CELL_PX
    if (cell.kind === 'hole') {
      pen.fillStyle = hole
      pen.fillRect(x + INNER / 2 - 0.75, y + INNER / 2 - 0.75, 1.5, 1.5)
    } else if (cell.kind === 'zero') {
      pen.strokeStyle = isChange ? color('--inc') : data
      pen.lineWidth = 1
      pen.strokeRect(x + 0.5, y + 0.5, INNER - 1, INNER - 1)
      pen.beginPath()
      pen.moveTo(x + 0.5, y + INNER - 0.5)
      pen.lineTo(x + INNER - 0.5, y + 0.5)
      pen.stroke()
    } else {
      // Size says how much as well as colour does: a little is a small square.
      const side =
        cell.level === 4 ? INNER : cell.level === 3 ? INNER * 0.85 : cell.level === 2 ? INNER * 0.65 : INNER * 0.45
      pen.fillStyle = isChange ? (change[Math.max(3, cell.level)] ?? data) : data
      const inset = (INNER - side) / 2
      pen.fillRect(x + inset, y + inset, side, side)
    }
  })
}
