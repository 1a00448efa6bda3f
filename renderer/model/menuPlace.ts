import type { Box } from './tipPlace.ts'

const GAP = 4
const EDGE = 8

interface Size {
  readonly width: number
  readonly height: number
}

/** Where a menu opens: under a button with its edge at the button's, beside an item, or at a point. */
export type MenuSide = 'start' | 'end' | 'beside' | 'point'

/** Where a menu of a size stands: as it is asked for, on the other side where there is no room, and inside the page. */
export function menuPlace(
  of: Box,
  menu: Size,
  page: Size,
  side: MenuSide,
): { readonly left: number; readonly top: number } {
  const right = of.left + of.width
  const bottom = of.top + of.height
  const isBeside = side === 'beside'
  const wanted = isBeside ? right - GAP : side === 'end' ? right - menu.width : of.left
  const other = isBeside ? of.left - menu.width + GAP : wanted
  const left = wanted + menu.width + EDGE <= page.width ? wanted : other
  const under = isBeside ? of.top - GAP : side === 'point' ? of.top : bottom + GAP
  const above = isBeside ? bottom + GAP - menu.height : of.top - menu.height - (side === 'point' ? 0 : GAP)
  const top = under + menu.height + EDGE <= page.height || above < EDGE ? under : above
  return {
    left: Math.round(Math.max(EDGE, Math.min(left, page.width - EDGE - menu.width))),
    top: Math.round(Math.max(EDGE, Math.min(top, page.height - EDGE - menu.height))),
  }
}
