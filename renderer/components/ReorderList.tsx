import { GripVertical } from 'lucide-react'
import type { DragEvent, KeyboardEvent, ReactNode } from 'react'
import { useEffect, useRef, useState } from 'react'

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
  const [over, setOver] = useState<number | null>(null)
  const list = useRef<HTMLOListElement>(null)
  const dragged = useRef<number | null>(null)

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
  const onDrop = (event: DragEvent, index: number) => {
    if (dragged.current === null) return
    event.preventDefault()
    event.stopPropagation()
    if (dragged.current !== index) onMove(dragged.current, index)
    dragged.current = null
    setOver(null)
  }

  return (
    <ol className="reorder" aria-label={label} ref={list}>
      {items.map((item, index) => (
        <li
          key={item.key}
          className={['reorder-item', picked?.key === item.key ? 'is-picked' : '', over === index ? 'is-over' : '']
            .join(' ')
            .trim()}
          draggable={!isLocked && items.length > 1}
          onDragStart={({ dataTransfer }) => {
            dragged.current = index
            dataTransfer.effectAllowed = 'move'
          }}
          onDragOver={(event) => {
            if (dragged.current === null) return
            event.preventDefault()
            setOver(index)
          }}
          onDragEnd={() => {
            dragged.current = null
            setOver(null)
          }}
          onDrop={(event) => onDrop(event, index)}
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
        </li>
      ))}
    </ol>
  )
}

function gripOf(list: HTMLElement | null, key: string): HTMLElement | null {
  return list?.querySelector<HTMLElement>(`[data-grip="${CSS.escape(key)}"]`) ?? null
}
