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

/**
 * Where the tip of a line among lines stands: beside it, so that the line below can be pressed while the tip is there; null where the page has no room there.
 */
export function tipBeside(
  line: Box,
  tip: { readonly width: number; readonly height: number },
  page: { readonly width: number; readonly height: number },
): { readonly left: number; readonly top: number } | null {
  const left = line.left + line.width + GAP
  if (left + tip.width + EDGE > page.width) return null
  const middle = line.top + line.height / 2 - tip.height / 2
  return { left: Math.round(left), top: Math.round(Math.max(EDGE, Math.min(middle, page.height - EDGE - tip.height))) }
}
