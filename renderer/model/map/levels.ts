/** How much of something a cell shows: 0 nothing, 1 a little, 4 all of it. */
export type Level = 0 | 1 | 2 | 3 | 4

/** Above which share of a cell each level begins: four steps of a logarithmic scale. */
const SHARES = [1 / 256, 1 / 16, 3 / 8] as const

/** The level of so many bytes of a cell, on a log scale: a single block of a cell of many objects is still seen. */
export function levelOfBytes(bytes: number, cellBytes: number): Level {
  if (bytes <= 0) return 0
  const share = bytes / Math.max(1, cellBytes)
  return share < SHARES[0] ? 1 : share < SHARES[1] ? 2 : share < SHARES[2] ? 3 : 4
}

/** A class of a scale: from so many to so many, shown as `level`. */
export interface LevelClass {
  readonly level: Level
  readonly first: number
  readonly last: number
}

/** Divides 1 to n into at most four classes on a log scale, the least first; the last one is always level 4. */
export function classesOf(n: number): readonly LevelClass[] {
  if (n <= 0) return []
  const count = Math.min(4, n)
  const begins: number[] = []
  for (let k = 0; k < count; k++) begins.push(Math.max(k + 1, Math.round(n ** (k / 4))))
  return begins.map((first, k) => ({
    level: (4 - count + k + 1) as Level,
    first,
    last: k + 1 < count ? (begins[k + 1] ?? n) - 1 : n,
  }))
}

/** The level of a count among the classes; more than the last one counts as it. */
export function levelOfCount(value: number, classes: readonly LevelClass[]): Level {
  if (value <= 0) return 0
  return classes.findLast(({ first }) => value >= first)?.level ?? 0
}
