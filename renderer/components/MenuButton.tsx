import { Menu } from '@base-ui/react/menu'
import type { ReactElement, ReactNode } from 'react'

interface MenuButtonProps {
  /** The button that opens it. */
  readonly trigger: ReactElement
  readonly align?: 'start' | 'end'
  readonly children: ReactNode
}

/** A button with a menu under it: opens with Enter, Space and the arrow keys, closes with Escape. */
export function MenuButton({ trigger, align = 'start', children }: MenuButtonProps) {
  return (
    <Menu.Root>
      <Menu.Trigger render={trigger} />
      <Menu.Portal>
        <Menu.Positioner className="menu-positioner" sideOffset={4} align={align}>
          <Menu.Popup className="menu">{children}</Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
