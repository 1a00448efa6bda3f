import type { RefObject } from 'react'
import { useLayoutEffect, useState } from 'react'

interface RowsOptions {
  readonly count: number
  /** In pixels; every row has it. */
  readonly rowHeight: number
  readonly scroller: RefObject<HTMLElement | null>
  /** Rows drawn beyond what is seen, on both sides. */
  readonly overscan?: number
  /** Else all rows are drawn. */
  readonly isEnabled?: boolean
}

/** Which rows of a long list are drawn. */
export interface Rows {
  readonly first: number
  /** The last one, itself drawn; before `first` where there is none. */
  readonly last: number
  readonly totalHeight: number
  readonly scrollTo: (index: number) => void
}

/** The rows of a list of equal heights that are in view, by how far its frame was scrolled. Nothing else of a long list is drawn. */
export function useRows({ count, rowHeight, scroller, overscan = 12, isEnabled = true }: RowsOptions): Rows {
  const [view, setView] = useState({ top: 0, height: 0 })
  useLayoutEffect(() => {
    const frame = scroller.current
    if (frame === null || !isEnabled) return
    const read = () => {
      const top = Math.floor(frame.scrollTop / rowHeight) * rowHeight
      const height = frame.clientHeight
      setView((before) => (before.top === top && before.height === height ? before : { top, height }))
    }
    read()
    frame.addEventListener('scroll', read, { passive: true })
    const observer = new ResizeObserver(read)
    observer.observe(frame)
    return () => {
      frame.removeEventListener('scroll', read)
      observer.disconnect()
    }
    // The frame is there as soon as there are rows.
  }, [scroller, rowHeight, isEnabled, count > 0])

  const first = isEnabled ? Math.max(0, Math.min(count - 1, view.top / rowHeight) - overscan) : 0
  const last = isEnabled ? Math.min(count - 1, Math.ceil((view.top + view.height) / rowHeight) + overscan) : count - 1
  return {
    first,
    last,
    totalHeight: count * rowHeight,
    scrollTo(index) {
      const frame = scroller.current
      if (frame === null) return
      const top = index * rowHeight
      if (top < frame.scrollTop) frame.scrollTop = top
      else if (top + rowHeight > frame.scrollTop + frame.clientHeight)
        frame.scrollTop = top + rowHeight - frame.clientHeight
    },
  }
}
