import type { Tile } from '../../model/map/tiles.ts'
import { marksOf } from '../../model/map/tiles.ts'

const SIDE = 10

/** One look of a cell, for the legend: the same marks that the map draws. */
export function TileMark({ tile }: { readonly tile: Tile }) {
  return (
    <svg className="map-swatch" width={SIDE} height={SIDE} viewBox={`0 0 ${SIDE} ${SIDE}`} aria-hidden="true">
      {marksOf(tile, SIDE, SIDE).map(({ shape, token, x, y, width, height }) => {
        const colour = `var(${token})`
        if (shape === 'rect')
          return <rect key={shape + token} x={x} y={y} width={width} height={height} style={{ fill: colour }} />
        if (shape === 'frame')
          return (
            <rect
              key={shape}
              x={x + 0.5}
              y={y + 0.5}
              width={width - 1}
              height={height - 1}
              style={{ fill: 'none', stroke: colour }}
            />
          )
        return <path key={shape} d={`M${x} ${y + height}L${x + width} ${y}`} style={{ stroke: colour }} />
      })}
    </svg>
  )
}
