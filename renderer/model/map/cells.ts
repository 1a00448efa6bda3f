import { classesOf, levelOfBytes, levelOfCount } from './levels.ts'
import type { Level, LevelClass } from './levels.ts'
import type { MapMode, MapReading } from './reading.ts'
import { unitOf } from './reading.ts'
import type { Tile } from './tiles.ts'
import { TILES } from './tiles.ts'

/** How the counts of a map are shown: of heat how often, of age how long ago. */
export interface MapScale {
  readonly classes: readonly LevelClass[]
  /** Age: the place of each link counted from the newest, 1, by its number; the oldest is not in it. */
  readonly ranks: ReadonlyMap<number, number>
}

/** The scale of heat over so many links. */
export function heatScale(links: number): MapScale {
  return { classes: classesOf(links), ranks: new Map() }
}

/** The scale of age over links, oldest first: the newest is the strongest. The oldest is the ground that the others stand on. */
export function ageScale(links: readonly { readonly number: number }[]): MapScale {
  const n = links.length
  const later = links.slice(1)
  const classes = classesOf(later.length)
  // The newest is the strongest, also where there are fewer classes than levels.
  const levels = classes.map(({ level }) => level).reverse()
  return {
    ranks: new Map(later.map(({ number }, index) => [number, n - 1 - index])),
    classes: classes.map((one, index) => ({ ...one, level: levels[index] ?? 4 })),
  }
}

const CODE = new Map(TILES.map((tile, index) => [tile, index]))

/** What each cell shows, as a place in {@link TILES}. */
export function codesOf(reading: MapReading, mode: MapMode, scale: MapScale): Uint8Array {
  const codes = new Uint8Array(reading.cells)
  for (let cell = 0; cell < reading.cells; cell++) codes[cell] = CODE.get(tileOf(reading, cell, mode, scale)) ?? 0
  return codes
}

/** What one cell shows. */
export function tileOf(reading: MapReading, cell: number, mode: MapMode, scale: MapScale): Tile {
  const { base, stretch } = reading
  const allocated = base.dataBytes[cell] ?? 0
  const ground = allocated > 0 ? 'l' : 'h'
  if (mode === 'allocated') {
    if (allocated === 0) return (base.zeroBytes[cell] ?? 0) > 0 ? 'zero-data' : 'hole'
    return `d${levelOfBytes(allocated, unitOf(reading)) as 1 | 2 | 3 | 4}`
  }
  if (mode === 'changed') {
    const changed = stretch?.dataBytes[cell] ?? 0
    const zero = stretch?.zeroBytes[cell] ?? 0
    if (changed > 0) return leveled('l', levelOfBytes(changed + zero, unitOf(reading)))
    if (zero > 0) return allocated > 0 ? 'zero-part' : 'zero'
    return allocated > 0 ? 'data' : 'hole'
  }
  const level =
    mode === 'heat'
      ? levelOfCount((stretch ?? base).changedIn?.[cell] ?? 0, scale.classes)
      : levelOfRank(scale, base.lastLink?.[cell] ?? 0)
  if (level === 0) return allocated > 0 ? 'data' : 'hole'
  return leveled(ground, level)
}

function leveled(ground: 'l' | 'h', level: Level): Tile {
  return level === 0 ? 'data' : `${ground}${level}`
}

/** The level of the link that wrote a cell last; 0 for none. */
export function levelOfRank({ classes, ranks }: MapScale, link: number): Level {
  const rank = ranks.get(link)
  if (rank === undefined) return 0
  return classes.find(({ first, last }) => rank >= first && rank <= last)?.level ?? 0
}
