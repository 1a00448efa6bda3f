import type { MapScale } from './cells.ts'
import { codesOf } from './cells.ts'
import type { Box, MapLayout } from './layout.ts'
import { blocksOf } from './layout.ts'
import type { MapMode, MapReading } from './reading.ts'
import type { Tile, TileMark } from './tiles.ts'
import { marksOf, TILES } from './tiles.ts'

/** The cells that look the same: how each of them looks, and the rectangles they fill, in cells. */
export interface SceneLayer {
  readonly tile: Tile
  readonly marks: readonly TileMark[]
  readonly blocks: readonly Box[]
}

/** The picture of a map: one layer for each look, so that it is drawn with as few strokes as can be. */
export interface MapScene {
  readonly layout: MapLayout
  readonly layers: readonly SceneLayer[]
}

/** From what was read to what is drawn. Pure. */
export function mapScene(reading: MapReading, layout: MapLayout, mode: MapMode, scale: MapScale): MapScene {
  const codes = codesOf(reading, mode, scale)
  const blocks: Box[][] = TILES.map(() => [])
  for (let first = 0; first < codes.length; ) {
    const code = codes[first] ?? 0
    let end = first + 1
    while (end < codes.length && codes[end] === code) end++
    blocks[code]?.push(...blocksOf(layout.columns, first, end))
    first = end
  }
  const width = layout.cellWidth - layout.gap
  const height = layout.cellHeight - layout.gap
  return {
    layout,
    layers: TILES.flatMap((tile, code) => {
      const own = blocks[code] ?? []
      return own.length === 0 ? [] : [{ tile, marks: marksOf(tile, width, height, layout.scale), blocks: own }]
    }),
  }
}
