/** What a cell looks like. `lN`: so much of data that stands; `hN`: the same where nothing lies now; `dN`: so full. */
export const TILES = [
  'hole',
  'data',
  'l1',
  'l2',
  'l3',
  'l4',
  'h1',
  'h2',
  'h3',
  'h4',
  'd1',
  'd2',
  'd3',
  'd4',
  'zero',
  'zero-part',
  'zero-data',
] as const
export type Tile = (typeof TILES)[number]

/** A rectangle, or a rising diagonal through one, in the colour of a token. Device pixels within the cell. */
export interface TileMark {
  readonly shape: 'rect' | 'frame' | 'diagonal'
  readonly token: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const SIZES = [0, 0.32, 0.56, 0.8, 1] as const
const CHANGES = ['', '--inc', '--inc', '--inc-3', '--inc-4'] as const

/**
 * The marks a tile is made of, in a cell of so many device pixels without its gap. The size of the inner square says how much as well as
 * the colour does; what became zero is a frame with a diagonal, and a hole is a dot.
 */
export function marksOf(tile: Tile, width: number, height: number, scale = 1): readonly TileMark[] {
  const whole = { x: 0, y: 0, width, height }
  const centred = (wide: number, high: number, token: string): TileMark => ({
    shape: 'rect',
    token,
    x: Math.floor((width - wide) / 2),
    y: Math.floor((height - high) / 2),
    width: wide,
    height: high,
  })
  const square = (level: number, token: string) =>
    centred(sideOf(width, level, scale), sideOf(height, level, scale), token)
  const data: TileMark = { ...whole, shape: 'rect', token: '--data' }
  const slash = (token: string): readonly TileMark[] => [
    { ...whole, shape: 'frame', token },
    { ...whole, shape: 'diagonal', token },
  ]
  if (tile === 'hole') {
    const dot = Math.min(width, height, Math.max(1, Math.round(1.5 * scale)))
    return [centred(dot, dot, '--hole')]
  }
  if (tile === 'data') return [data]
  if (tile === 'zero') return slash('--inc')
  if (tile === 'zero-data') return slash('--data-line')
  if (tile === 'zero-part') return [data, ...slash('--inc')]
  const level = Number(tile[1])
  if (tile.startsWith('d')) return [square(level, '--data-line')]
  return [...(tile.startsWith('l') ? [data] : []), square(level, CHANGES[level] ?? '--inc')]
}

function sideOf(side: number, level: number, scale: number): number {
  const least = Math.min(side, Math.round(2 * scale))
  // Each level is at least a pixel larger than the one before, however small the cell.
  return Math.max(least, Math.round(side * (SIZES[level] ?? 1)))
}
