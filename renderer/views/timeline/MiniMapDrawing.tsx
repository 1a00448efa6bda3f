import { memo } from 'react'
import { MINI_MAP } from '../../model/timeline/layout.ts'
import type { MiniMap } from '../../model/timeline/miniMap.ts'
import { PAD } from '../../model/timeline/view.ts'

interface MiniMapDrawingProps {
  readonly map: MiniMap
  readonly width: number
}

/** The drawing under the frame: the same while the frame is moved. */
export const MiniMapDrawing = memo(function MiniMapDrawing({ map, width }: MiniMapDrawingProps) {
  const { height } = MINI_MAP
  return (
    <svg width={width} height={height} className="timeline-svg mini-drawing" aria-hidden="true">
      <rect
        className="mini-paper"
        x={PAD.left - 6}
        width={Math.max(0, width - PAD.left - PAD.right + 12)}
        height={height}
      />
      {map.months.map(({ x, label }) => (
        <g key={x}>
          <line className="mini-month" x1={x} x2={x} y1={0} y2={height} />
          <text className="mini-label" x={x + 4} y={8}>
            {label}
          </text>
        </g>
      ))}
      <path className="mini-ticks" d={map.ticks} />
      <path className="mini-ticks is-lit" d={map.lit} />
      {map.fulls.map(({ x, isLit }) => (
        <rect key={x} className={`mini-full${isLit ? ' is-lit' : ''}`} x={x - 2} width={14} y={17} height={4} />
      ))}
      {map.gaps.map(({ x1, x2 }) => (
        <line key={x1} className="mini-gap" x1={x1} x2={Math.max(x1 + 3, x2)} y1={13} y2={13} />
      ))}
    </svg>
  )
})
