import { ContextMenu as Base } from '@base-ui/react/context-menu'
import type { ReactElement, ReactNode } from 'react'
import { useState } from 'react'

interface ContextMenuProps {
  /** The items for the element under the mouse, or for the one with the focus; null: no menu here. */
  readonly itemsFor: (target: Element) => ReactNode
  /** The element whose menu it is; for a list the list itself, not each row. */
  readonly render: ReactElement
}

/** The menu of the right mouse button, the Menu key and Shift+F10. Items are those of any menu: `Menu.Item`, `CommandItems`. */
export function ContextMenu({ itemsFor, render }: ContextMenuProps) {
  const [items, setItems] = useState<ReactNode>(null)
  return (
    <Base.Root>
      <Base.Trigger
        render={render}
        onContextMenu={(event) => {
          const found = event.target instanceof Element ? itemsFor(event.target) : null
          setItems(found)
          if (found === null) event.preventBaseUIHandler()
        }}
      />
      <Base.Portal>
        <Base.Positioner className="menu-positioner">
          <Base.Popup className="menu">{items}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
