/** Where the tracks of one lane lie, in px from the top of the picture. */
export interface Tracks {
  readonly top: number
  /** Where the feet of the arcs stand. */
  readonly footY: number
  readonly laneY: number
  readonly nameY: number
  readonly fullTop: number
  readonly fullHeight: number
  readonly fullRule: number
  readonly restorableRule: number
  readonly restorableY: number
  readonly bottom: number
  /** Greatest height of an arc. */
  readonly arcRoom: number
  /** There are tracks for files: increments over the lane, full exports and what can be restored under it. A live image has none. */
  readonly hasFiles: boolean
}

/** Height of the ruler. */
export const RULER = 23
/** The overview under the lanes. */
export const MINI_MAP = { height: 22, space: 30 } as const

/** The tracks of a lane that begins at `top`; `isShort`: the window is low. */
export function tracksOf(top: number, isShort: boolean, hasFiles: boolean): Tracks {
  const arcs = hasFiles ? (isShort ? 66 : 84) : 30
  const fulls = hasFiles ? (isShort ? 32 : 44) : 0
  const height = arcs + 52 + fulls + (hasFiles ? 24 : 0)
  const laneY = top + arcs + 6
  const fullRule = laneY + 42
  const restorableRule = fullRule + fulls
  return {
    top,
    footY: laneY - 9,
    laneY,
    nameY: laneY + 22,
    fullRule,
    fullTop: fullRule + (isShort ? 5 : 6),
    fullHeight: 21,
    restorableRule,
    restorableY: restorableRule + 12,
    bottom: top + height,
    arcRoom: arcs - 18,
    hasFiles,
  }
}
