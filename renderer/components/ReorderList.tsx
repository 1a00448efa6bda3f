import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine'
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { GripVertical } from 'lucide-react'
import type { KeyboardEvent, ReactNode } from 'react'
import { useEffect, useId, useRef, useState } from 'react'

export interface ReorderItem {
  readonly key: string
  readonly name: string
  readonly content: ReactNode
}

interface ReorderListProps {
  readonly label: string
  readonly items: readonly ReorderItem[]
  readonly isLocked?: boolean
  readonly moveLabel: (name: string) => string
  readonly moveHint: string
  readonly onMove: (from: number, to: number) => void
  /** Says what happened to those who do not see it. */
  readonly say: {
    readonly picked: (name: string, at: number, of: number) => void
    readonly moved: (name: string, at: number, of: number) => void
    readonly dropped: (name: string, at: number) => void
    readonly back: (name: string) => void
  }
}

/**
 * A list whose entries can be put into another order: dragged with the mouse, or picked up at their grip with Enter, Space or Ctrl+M,
 * moved with the arrows, dropped with Enter, put back with Escape.
 */
export function ReorderList({ label, items, isLocked = false, moveLabel, moveHint, onMove, say }: ReorderListProps) {
  const [picked, setPicked] = useState<{ readonly key: string; readonly start: number } | null>(null)
  const list = useRef<HTMLOListElement>(null)
  const listId = useId()

  // A moved entry is the same element in another place: browsers take the focus from it on the way.
  const order = items.map(({ key }) => key).join('\n')
  useEffect(() => {
    if (picked !== null) gripOf(list.current, picked.key)?.focus()
  }, [order, picked])

  const onKeyDown = (event: KeyboardEvent, item: ReorderItem, index: number) => {
    const isPicked = picked?.key === item.key
    const isToggle = event.key === 'Enter' || event.key === ' ' || (event.key === 'm' && event.ctrlKey)
    if (isToggle) {
      setPicked(isPicked ? null : { key: item.key, start: index })
      if (isPicked) say.dropped(item.name, index + 1)
      else say.picked(item.name, index + 1, items.length)
    } else if (isPicked && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      const to = index + (event.key === 'ArrowUp' ? -1 : 1)
      if (to >= 0 && to < items.length) {
        onMove(index, to)
        say.moved(item.name, to + 1, items.length)
      }
    } else if (isPicked && event.key === 'Escape') {
      onMove(index, picked.start)
      setPicked(null)
      say.back(item.name)
    } else return
    // An Escape that puts an entry back must not close the sheet as well.
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <ol className="reorder" aria-label={label} ref={list}>
      {items.map((item, index) => (
        <DraggedItem
          key={item.key}
          listId={listId}
          index={index}
          isPicked={picked?.key === item.key}
          isLocked={isLocked || items.length < 2}
          onMove={onMove}
        >
          {isLocked || items.length < 2 ? null : (
            <button
              type="button"
              className="icon-button reorder-grip"
              data-grip={item.key}
              aria-label={moveLabel(item.name)}
              aria-pressed={picked?.key === item.key}
              title={moveHint}
              onKeyDown={(event) => onKeyDown(event, item, index)}
              onBlur={({ relatedTarget }) => {
                if (relatedTarget !== null) setPicked(null)
              }}
            >
              <GripVertical size={15} aria-hidden />
            </button>
          )}
          {item.content}
        </DraggedItem>
      ))}
    </ol>
  )
}

interface DraggedItemProps {
  readonly listId: string
  readonly index: number
  readonly isPicked: boolean
  readonly isLocked: boolean
  readonly onMove: (from: number, to: number) => void
  readonly children: ReactNode
}

/** One entry: dragged by any part of it, and dropped on another entry of the same list. */
function DraggedItem({ listId, index, isPicked, isLocked, onMove, children }: DraggedItemProps) {
  const item = useRef<HTMLLIElement>(null)
  const [isOver, setOver] = useState(false)
  const move = useRef(onMove)
  move.current = onMove
  useEffect(() => {
    const element = item.current
    if (element === null || isLocked) return
    return combine(
      draggable({ element, getInitialData: () => ({ listId, index }) }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => source.data['listId'] === listId && source.data['index'] !== index,
        onDragEnter: () => setOver(true),
        onDragLeave: () => setOver(false),
        onDrop: ({ source }) => {
          setOver(false)
          move.current(Number(source.data['index']), index)
        },
      }),
    )
  }, [listId, index, isLocked])
  const classes = ['reorder-item', isPicked ? 'is-picked' : '', isOver ? 'is-over' : '']
  return (
    <li ref={item} className={classes.filter((name) => name !== '').join(' ')}>
      {children}
    </li>
  )
}

function gripOf(list: HTMLElement | null, key: string): HTMLElement | null {
  return list?.querySelector<HTMLElement>(`[data-grip="${CSS.escape(key)}"]`) ?? null
}
