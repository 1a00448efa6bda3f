/** Before a row goes: its neighbour gets the focus, the next one rather than the one before; with none left, the first button of the section. */
export function focusAfterRemoval(section: HTMLElement | null, row: Element | null): void {
  const neighbour = row?.nextElementSibling ?? row?.previousElementSibling ?? null
  const stop = neighbour?.querySelector<HTMLElement>('button') ?? null
  if (stop !== null) return stop.focus()
  // The row is the last: what stands there then is not drawn yet.
  requestAnimationFrame(() => section?.querySelector<HTMLElement>('button')?.focus())
}
