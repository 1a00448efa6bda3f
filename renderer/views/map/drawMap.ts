import { extentOf } from '../../model/map/layout.ts'
import type { MapScene } from '../../model/map/scene.ts'
import type { TileMark } from '../../model/map/tiles.ts'

/**
 * Draws a map: each look is drawn once, as a tile, and laid over the cells that have it. So the time goes with the stretches of equal
 * cells, not with the marks in them.
 */
export function drawMap(canvas: HTMLCanvasElement, { layout, layers }: MapScene, colour: (token: string) => string) {
  const { width, height } = extentOf(layout)
  canvas.width = width
  canvas.height = height
  const pen = canvas.getContext('2d')
  if (pen === null) return
  const { cellWidth, cellHeight } = layout
  for (const { marks, blocks } of layers) {
    const tile = document.createElement('canvas')
    tile.width = cellWidth
    tile.height = cellHeight
    const tilePen = tile.getContext('2d')
    if (tilePen === null) return
    for (const mark of marks) drawMark(tilePen, mark, colour(mark.token), layout.gap)
    const pattern = pen.createPattern(tile, 'repeat')
    if (pattern === null) return
    pen.fillStyle = pattern
    for (const block of blocks) {
      pen.fillRect(block.x * cellWidth, block.y * cellHeight, block.width * cellWidth, block.height * cellHeight)
    }
  }
}

function drawMark(
  pen: CanvasRenderingContext2D,
  { shape, x, y, width, height }: TileMark,
  colour: string,
  line: number,
): void {
  pen.fillStyle = colour
  pen.strokeStyle = colour
  pen.lineWidth = line
  if (shape === 'rect') pen.fillRect(x, y, width, height)
  else if (shape === 'frame') pen.strokeRect(x + line / 2, y + line / 2, width - line, height - line)
  else {
    pen.beginPath()
    pen.moveTo(x + line / 2, y + height - line / 2)
    pen.lineTo(x + width - line / 2, y + line / 2)
    pen.stroke()
  }
}
