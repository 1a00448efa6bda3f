import type { RefObject } from 'react'
import { useLayoutEffect, useState } from 'react'
import type { MapRoom } from '../../model/map/layout.ts'

const NONE: MapRoom = { width: 0, height: 0, scale: 1 }

/** The room an element gives, and how many device pixels a pixel has; looked at once a frame at most. Nothing before it is drawn. */
export function useRoom(element: RefObject<HTMLElement | null>): MapRoom {
  const [room, setRoom] = useState(NONE)
  useLayoutEffect(() => {
    const target = element.current
    if (target === null) return
    let frame = 0
    const look = () => {
      const next = { width: target.clientWidth, height: target.clientHeight, scale: window.devicePixelRatio }
      setRoom((now) =>
        now.width === next.width && now.height === next.height && now.scale === next.scale ? now : next,
      )
    }
    const soon = () => {
      cancelAnimationFrame(frame)
      frame = requestAnimationFrame(look)
    }
    look()
    const observer = new ResizeObserver(soon)
    observer.observe(target)
    // A window that goes to another screen, or a page zoom, may change the scale and no size.
    window.addEventListener('resize', soon)
    return () => {
      cancelAnimationFrame(frame)
      observer.disconnect()
      window.removeEventListener('resize', soon)
    }
  }, [element])
  return room
}
