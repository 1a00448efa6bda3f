import type { KeyboardEvent, ReactNode, RefObject } from 'react'
import { useCallback, useMemo, useRef } from 'react'
import { ContextMenu } from '../../components/ContextMenu.tsx'
import { drawnLines } from '../../model/drawnLines.ts'

/** Height of a line of the trees in the sidebar, in px. */
export const ROW_HEIGHT = 24
/** From so many images on, looking through them takes a field. */
export const FILTER_FROM = 30

interface TreeFrameProps<R extends { readonly key: string }> {
  readonly label: string
  readonly scroller: RefObject<HTMLDivElement | null>
  readonly rows: readonly R[]
  /** What `useRows` says is seen. */
  readonly seen: { readonly first: number; readonly last: number; readonly totalHeight: number }
  /** The key of the line that Tab comes to: drawn wherever it is, or the focus were lost with it. */
  readonly tabStop: string | null
  readonly itemsFor: (target: Element) => ReactNode
  readonly onKeyDown: (event: KeyboardEvent) => void
  readonly drawRow: (row: R) => ReactNode
}

/** A tree of the sidebar: only lines that are seen are drawn, and the one with the focus; with one context menu for all of them. */
export function TreeFrame<R extends { readonly key: string }>(props: TreeFrameProps<R>) {
  const { label, scroller, rows, tabStop, itemsFor, onKeyDown, drawRow } = props
  const { first, last, totalHeight } = props.seen
  const stopLine = useMemo(() => rows.findIndex(({ key }) => key === tabStop), [rows, tabStop])
  return (
    <div className="tree-scroller" ref={scroller}>
      <ContextMenu
        itemsFor={itemsFor}
        render={
          <div
            role="tree"
            tabIndex={-1}
            aria-label={label}
            className="tree"
            style={{ height: totalHeight }}
            onKeyDown={onKeyDown}
          >
            {drawnLines({ rows, first, last, stopLine }).map(({ row, line }) => (
              <div key={row.key} className="tree-slot" style={{ transform: `translateY(${line * ROW_HEIGHT}px)` }}>
                {drawRow(row)}
              </div>
            ))}
          </div>
        }
      />
    </div>
  )
}

/** One function for good that does what `act` does now, so that lines are not drawn anew for it. */
export function useSteady<A>(act: (argument: A) => void): (argument: A) => void {
  const now = useRef(act)
  now.current = act
  return useCallback((argument: A) => now.current(argument), [])
}
