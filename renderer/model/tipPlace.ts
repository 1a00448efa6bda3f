/** A rectangle of the page, in CSS pixels. */
export interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

const GAP = 6
const EDGE = 4

/** Where a tip of a size stands: under the middle of what it is of, above where there is no room under it, and inside the page. */
export function tipPlace(
  of: Box,
  tip: { readonly width: number; readonly height: number },
  page: { readonly width: number; readonly height: number },
): { readonly left: number; readonly top: number } {
  const under = of.top + of.height + GAP
  const above = of.top - GAP - tip.height
  const middle = of.left + of.width / 2 - tip.width / 2
  return {
    left: Math.round(Math.max(EDGE, Math.min(middle, page.width - EDGE - tip.width))),
    top: Math.round(under + tip.height + EDGE <= page.height || above < EDGE ? under : above),
  }
}
