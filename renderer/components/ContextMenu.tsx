import type { ComponentPropsWithRef, ReactElement, ReactNode } from 'react'
import { cloneElement, useRef, useState } from 'react'
import { MenuPopup, MenuScope } from './Menu.tsx'

interface ContextMenuProps {
  /** The items for the element under the mouse, or for the one with the focus; null: no menu here. */
  readonly itemsFor: (target: Element) => ReactNode
  /** The element whose menu it is; for a list the list itself, not each row. */
  readonly render: ReactElement<ComponentPropsWithRef<'div'>>
}

interface Open {
  readonly id: number
  readonly items: ReactNode
  readonly left: number
  readonly top: number
}

/** The menu of the right mouse button, the Menu key and Shift+F10. Items are those of any menu: `MenuItem`, `CommandItems`. */
export function ContextMenu({ itemsFor, render }: ContextMenuProps) {
  const [open, setOpen] = useState<Open | null>(null)
  const before = useRef<Element | null>(null)
  const closeBack = () => {
    setOpen(null)
    if (before.current instanceof HTMLElement) before.current.focus()
  }
  return (
    <MenuScope close={closeBack}>
      {cloneElement(render, {
        onContextMenu: (event) => {
          const items = event.target instanceof Element ? itemsFor(event.target) : null
          if (items === null) return
          event.preventDefault()
          before.current = document.activeElement
          setOpen((last) => ({ id: (last?.id ?? 0) + 1, items, left: event.clientX, top: event.clientY }))
        },
      })}
      {open === null ? null : (
        <MenuPopup
          key={open.id}
          of={{ left: open.left, top: open.top, width: 0, height: 0 }}
          side="point"
          onClose={(isBack) => (isBack ? closeBack() : setOpen(null))}
        >
          {open.items}
        </MenuPopup>
      )}
    </MenuScope>
  )
}
