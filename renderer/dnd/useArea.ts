import type { RefObject } from 'react'
import { useEffect, useRef } from 'react'

/**
 * Registers the element of a reference, also where it appears later or is another one after a redraw. `register` must be the same function each time.
 */
export function useArea(area: RefObject<Element | null>, register: (element: HTMLElement) => () => void): void {
  const known = useRef<{ readonly element: Element; readonly stop: () => void } | null>(null)
  // Without dependencies: only after a draw is it known whether the element is still the same.
  useEffect(() => {
    const element = area.current
    if (known.current?.element === element) return
    known.current?.stop()
    known.current = element instanceof HTMLElement ? { element, stop: register(element) } : null
  })
  useEffect(
    () => () => {
      known.current?.stop()
      known.current = null
    },
    [],
  )
}
