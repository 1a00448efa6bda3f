/** How the cells of the map lie: all lengths in device pixels, whole numbers, so that every edge is sharp. */
export interface MapLayout {
  readonly cells: number
  readonly columns: number
  readonly rows: number
  /** Width and height of a cell with the gap at its right and lower edge. */
  readonly cellWidth: number
  readonly cellHeight: number
  readonly gap: number
  /** Device pixels in a CSS pixel. */
  readonly scale: number
}

/** The room there is for the map, in CSS pixels. */
export interface MapRoom {
  readonly width: number
  readonly height: number
  readonly scale: number
}

/** No more bins than the engine gives in one answer. */
const MOST_CELLS = 65_536
const LEAST_WIDTH = 9
const LEAST_HEIGHT = 8
/** Few cells grow no larger than this. */
const MOST_SIDE = 26
/** A cell shows no less than this: what file systems write at once. */
const LEAST_UNIT = 4096
const WIDEST = 1.4

/** How many cells there is room for, when they are as small as one can still tell them apart. */
export function capacityOf({ width, height }: MapRoom): number {
  return Math.min(
    MOST_CELLS,
    Math.max(1, Math.floor(width / LEAST_WIDTH)) * Math.max(1, Math.floor(height / LEAST_HEIGHT)),
  )
}

/** Bytes a cell stands for: an object times or over a power of two, the least with which `length` bytes fit into `capacity` cells. */
export function unitFor(length: number, objectBytes: number, capacity: number): number {
  let unit = objectBytes
  while (unit > LEAST_UNIT && Math.ceil(length / (unit / 2)) <= capacity) unit /= 2
  while (Math.ceil(length / unit) > capacity) unit *= 2
  return unit
}

/** How many cells a part of an image gets in this room, and what each of them stands for: at least `least` bytes. No cells for an empty one. */
export function cellsFor(
  length: number,
  objectBytes: number,
  room: MapRoom,
  least = 0,
): { readonly cells: number; readonly unit: number } {
  const unit = Math.max(least, unitFor(length, objectBytes, capacityOf(room)))
  return { cells: Math.ceil(length / unit), unit }
}

/** Lays so many cells into the room, as large as they can be; rows are whole eights where there are many, so that offsets are round. */
export function layoutFor(cells: number, { width, height, scale }: MapRoom): MapLayout {
  const across = Math.max(1, Math.floor(width * scale))
  const down = Math.max(1, Math.floor(height * scale))
  const gap = Math.max(1, Math.round(scale))
  const most = Math.round(MOST_SIDE * scale)
  const step = cells >= 64 ? 8 : 1
  let best: MapLayout | null = null
  let bestArea = 0
  for (let columns = step; columns <= Math.max(step, across); columns += step) {
    const rows = Math.ceil(cells / columns)
    const high = Math.min(most, Math.floor(down / rows))
    const wide = Math.min(most, Math.floor(across / columns), Math.round(high * WIDEST))
    const cellWidth = Math.max(1, wide)
    const cellHeight = Math.max(1, Math.min(high, Math.round(wide * WIDEST)))
    const fits = wide > gap && high > gap
    const area = fits ? cellWidth * cellHeight : 0
    if (best === null || area > bestArea) {
      best = { cells, columns, rows, cellWidth, cellHeight, gap, scale }
      bestArea = area
    }
    if (columns >= cells) break
  }
  return best ?? { cells, columns: 1, rows: cells, cellWidth: 1, cellHeight: 1, gap, scale }
}

/** Width and height of the picture in device pixels. */
export function extentOf({ columns, rows, cellWidth, cellHeight }: MapLayout): {
  readonly width: number
  readonly height: number
} {
  return { width: columns * cellWidth, height: rows * cellHeight }
}

/** A rectangle in CSS pixels. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Where a cell lies, its gap left out, in CSS pixels. */
export function boxOf({ columns, cellWidth, cellHeight, gap, scale }: MapLayout, cell: number): Box {
  return {
    x: ((cell % columns) * cellWidth) / scale,
    y: (Math.floor(cell / columns) * cellHeight) / scale,
    width: (cellWidth - gap) / scale,
    height: (cellHeight - gap) / scale,
  }
}

/** The cell at a place in CSS pixels; null beside the map and after its last cell. The gap belongs to the cell before it. */
export function cellAt({ cells, columns, rows, cellWidth, cellHeight, scale }: MapLayout, x: number, y: number) {
  const column = Math.floor((x * scale) / cellWidth)
  const row = Math.floor((y * scale) / cellHeight)
  if (column < 0 || row < 0 || column >= columns || row >= rows) return null
  const cell = row * columns + column
  return cell < cells ? cell : null
}

/** The cell nearest to a place, for a pointer that was dragged out of the map. */
export function nearestCell(layout: MapLayout, x: number, y: number): number {
  const column = Math.floor((x * layout.scale) / layout.cellWidth)
  const row = Math.floor((y * layout.scale) / layout.cellHeight)
  if (row < 0) return 0
  if (row >= layout.rows) return layout.cells - 1
  const inRow = Math.min(layout.columns - 1, Math.max(0, column))
  return Math.min(layout.cells - 1, row * layout.columns + inRow)
}

/** Joins neighbouring cells `[first, end)` into at most three rectangles: the rest of a row, whole rows, the beginning of a row. In cells. */
export function blocksOf(columns: number, first: number, end: number): readonly Box[] {
  const blocks: Box[] = []
  let at = first
  while (at < end) {
    const column = at % columns
    const row = Math.floor(at / columns)
    const rows = column === 0 ? Math.floor((end - at) / columns) : 0
    if (rows > 0) blocks.push({ x: 0, y: row, width: columns, height: rows })
    else blocks.push({ x: column, y: row, width: Math.min(end - at, columns - column), height: 1 })
    at += rows > 0 ? rows * columns : Math.min(end - at, columns - column)
  }
  return blocks
}
