import type { RefObject } from 'react'
import { useLayoutEffect, useState } from 'react'

const FOCUSABLE = 'a[href], button, input, select, textarea, summary, [tabindex="0"]'

/**
 * Whether a frame has to be a tab stop of its own: it scrolls, and holds nothing through which the keyboard would come to what is out of
 * sight (WCAG 2.1.1). Asked anew whenever the frame or its content changes its size.
 */
export function useScrollStop(frame: RefObject<HTMLElement | null>, isThere: boolean): boolean {
  const [isStop, setStop] = useState(false)
  useLayoutEffect(() => {
    const element = frame.current
    if (element === null) return
    const look = () => {
      const scrolls = element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight
      const stops = [...element.querySelectorAll<HTMLElement>(FOCUSABLE)]
      setStop(scrolls && !stops.some((one) => one.tabIndex >= 0 && one.checkVisibility()))
    }
    look()
    const observer = new ResizeObserver(look)
    observer.observe(element)
    for (const child of element.children) observer.observe(child)
    return () => observer.disconnect()
  }, [frame, isThere])
  return isStop
}
