import type { Bins } from '../../../shared/contract.ts'

/** What a map can tell. */
export const MAP_MODES = ['allocated', 'changed', 'heat', 'age'] as const
export type MapMode = (typeof MAP_MODES)[number]

/** What was read of a part of an image: what lies there at a point, and what a stretch up to it changed. */
export interface MapReading {
  readonly sizeBytes: number
  readonly objectBytes: number
  readonly start: number
  /** Of the cells together: the last one may reach beyond the image. */
  readonly length: number
  readonly cells: number
  readonly base: Bins
  /** Null where the mode needs none. */
  readonly stretch: Bins | null
}

/** What one cell holds. */
export interface CellFacts {
  readonly start: number
  readonly end: number
  readonly firstObject: number
  readonly lastObject: number
  readonly allocatedBytes: number
  /** Written and zeroed by the stretch. */
  readonly changedBytes: number
  readonly zeroBytes: number
  /** By how many links of the stretch, and by which link of all of them last; null where nobody said. */
  readonly changedIn: number | null
  readonly lastLink: number | null
}

/** Puts the answers of the engine together. */
export function readingOf(base: Bins, stretch: Bins | null, objectBytes: number): MapReading {
  const start = base.start ?? 0
  return {
    sizeBytes: base.sizeBytes,
    objectBytes,
    start,
    length: base.length ?? base.sizeBytes - start,
    cells: base.dataBytes.length,
    base,
    stretch,
  }
}

/** Where the cells of a reading lie. */
export type MapPart = Pick<MapReading, 'sizeBytes' | 'start' | 'length' | 'cells'>

/** Bytes a cell stands for. */
export function unitOf({ length, cells }: Pick<MapPart, 'length' | 'cells'>): number {
  return cells === 0 ? 0 : length / cells
}

/** Where a cell begins; of the cell after the last one, where the part or the image ends. */
export function offsetOf(part: MapPart, cell: number): number {
  const within = cell >= part.cells ? part.length : Math.floor(cell * unitOf(part))
  return Math.min(part.sizeBytes, part.start + within)
}

/** The cell that holds a byte; the nearest one where it lies outside of the part. */
export function cellOf(part: MapPart, offset: number): number {
  if (part.cells === 0) return 0
  const guess = Math.floor((offset - part.start) / unitOf(part))
  const cell = Math.min(part.cells - 1, Math.max(0, guess))
  // Cells begin at whole bytes: a fraction may lie to either side of one.
  if (cell + 1 < part.cells && offset >= offsetOf(part, cell + 1)) return cell + 1
  return cell > 0 && offset < offsetOf(part, cell) ? cell - 1 : cell
}

/** What a cell holds. */
export function factsOf(reading: MapReading, cell: number): CellFacts {
  const { base, stretch, objectBytes } = reading
  const start = offsetOf(reading, cell)
  const end = offsetOf(reading, cell + 1)
  return {
    start,
    end,
    firstObject: Math.floor(start / objectBytes),
    lastObject: Math.max(Math.floor(start / objectBytes), Math.ceil(end / objectBytes) - 1),
    allocatedBytes: base.dataBytes[cell] ?? 0,
    changedBytes: stretch?.dataBytes[cell] ?? 0,
    zeroBytes: (stretch ?? base).zeroBytes[cell] ?? 0,
    changedIn: (stretch ?? base).changedIn?.[cell] ?? null,
    lastLink: base.lastLink?.[cell] ?? null,
  }
}

/** Bytes of each sort in all of the part, for the legend. */
export function sumsOf({ base, stretch, sizeBytes, start, length }: MapReading): {
  readonly allocatedBytes: number
  readonly holeBytes: number
  readonly unchangedBytes: number
  readonly changedBytes: number
  readonly zeroBytes: number
} {
  const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0)
  const allocatedBytes = sum(base.dataBytes)
  const changedBytes = stretch === null ? 0 : sum(stretch.dataBytes)
  return {
    allocatedBytes,
    holeBytes: Math.max(0, Math.min(length, sizeBytes - start) - allocatedBytes),
    unchangedBytes: Math.max(0, allocatedBytes - changedBytes),
    changedBytes,
    zeroBytes: sum((stretch ?? base).zeroBytes),
  }
}
