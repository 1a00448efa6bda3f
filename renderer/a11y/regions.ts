/** Marks an element as a stop of F6. */
export const REGION = 'data-region'

/** Moves focus to the next region of the window, or the one before; into it where something in it can take focus. */
export function moveToRegion(page: Document, step: 1 | -1): void {
  const regions = [...page.querySelectorAll<HTMLElement>(`[${REGION}]`)].filter(
    (region) => region.offsetParent !== null,
  )
  if (regions.length === 0) return
  const current = regions.findIndex((region) => region.contains(page.activeElement))
  const start = current < 0 ? (step > 0 ? -1 : 0) : current
  const next = regions[(start + step + regions.length) % regions.length]
  if (next === undefined) return
  const stop = next.querySelector<HTMLElement>(
    '[tabindex="0"], button:not([disabled]):not([tabindex="-1"]), input:not([disabled]), select:not([disabled])',
  )
  if (stop !== null) {
    stop.focus()
    return
  }
  next.tabIndex = -1
  next.focus()
}
