/** A picture as `nativeImage.createFromBitmap` takes it: rows of four bytes a pixel, blue, green, red, opacity. */
export interface Bitmap {
  readonly width: number
  readonly height: number
  readonly pixels: Uint8Array
}

const SIZE = 64
/** Of the sheet: its edges, and the corner that is folded down. */
const SHEET = { left: 14, top: 6, right: 50, bottom: 58, corner: 12 } as const

type Colour = readonly [red: number, green: number, blue: number]
const PAPER: Colour = [0xff, 0xff, 0xff]
const FOLD: Colour = [0xc9, 0xd3, 0xdc]
const EDGE: Colour = [0x4a, 0x5a, 0x6a]
/** The blocks of an image, as the block map draws them. */
const BLOCK: Colour = [0x1f, 0x6f, 0xc4]
const HOLE: Colour = [0xdd, 0xe5, 0xec]

/** What follows the mouse when a file is dragged out of the window: a sheet with blocks on it. */
export function dragIcon(): Bitmap {
  const pixels = new Uint8Array(SIZE * SIZE * 4)
  for (let y = 0; y < SIZE; y++) {
    for (let x = 0; x < SIZE; x++) {
      const colour = colourAt(x, y)
      if (colour !== null) pixels.set([colour[2], colour[1], colour[0], 0xff], (y * SIZE + x) * 4)
    }
  }
  return { width: SIZE, height: SIZE, pixels }
}

function colourAt(x: number, y: number): Colour | null {
  const { left, top, right, bottom, corner } = SHEET
  if (x < left || x >= right || y < top || y >= bottom) return null
  const fromCorner = right - 1 - x + (y - top)
  if (fromCorner < corner) return null
  if (x === left || x === right - 1 || y === top || y === bottom - 1 || fromCorner === corner) return EDGE
  if (x >= right - corner && y < top + corner) return FOLD
  return blockAt(x - left - 5, y - top - 18) ?? PAPER
}

/** Three rows of three blocks of 7 by 7 pixels, two apart. */
function blockAt(x: number, y: number): Colour | null {
  const [column, row] = [Math.floor(x / 9), Math.floor(y / 9)]
  const isInside = x >= 0 && y >= 0 && column < 3 && row < 3 && x % 9 < 7 && y % 9 < 7
  if (!isInside) return null
  return (column + row * 2) % 3 === 1 ? HOLE : BLOCK
}
