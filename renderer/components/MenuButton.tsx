import type { ComponentPropsWithRef, ReactElement, ReactNode } from 'react'
import { cloneElement, useRef, useState } from 'react'
import { MenuPopup, MenuScope } from './Menu.tsx'

interface MenuButtonProps {
  /** The button that opens it. */
  readonly trigger: ReactElement<ComponentPropsWithRef<'button'>>
  readonly align?: 'start' | 'end'
  /** `MenuItem`, `SubMenu`, `MenuSeparator`, `CommandItems`. */
  readonly children: ReactNode
}

/** A button with a menu under it: opens with Enter, Space and the arrow down, closes with Escape. */
export function MenuButton({ trigger, align = 'start', children }: MenuButtonProps) {
  const button = useRef<HTMLButtonElement>(null)
  const [isOpen, setOpen] = useState(false)
  const closeBack = () => {
    setOpen(false)
    button.current?.focus()
  }
  return (
    <MenuScope close={closeBack}>
      {cloneElement(trigger, {
        ref: button,
        'aria-haspopup': 'menu',
        'aria-expanded': isOpen,
        onClick: () => setOpen(!isOpen),
        onKeyDown: (event) => {
          if (event.key !== 'ArrowDown' || isOpen) return
          event.preventDefault()
          setOpen(true)
        },
      })}
      {isOpen && button.current !== null ? (
        <MenuPopup
          of={button.current.getBoundingClientRect()}
          side={align}
          opener={button}
          onClose={(isBack) => (isBack ? closeBack() : setOpen(false))}
        >
          {children}
        </MenuPopup>
      ) : null}
    </MenuScope>
  )
}
