import type { FocusEvent, KeyboardEvent, ReactNode, RefObject } from 'react'
import { createContext, use, useLayoutEffect, useRef, useState } from 'react'
import { menuTarget } from '../model/menuKeys.ts'
import type { MenuSide } from '../model/menuPlace.ts'
import { menuPlace } from '../model/menuPlace.ts'
import type { Box } from '../model/tipPlace.ts'

/** Closes every open menu; the focus goes back to what opened the first. */
const CloseMenus = createContext<() => void>(() => undefined)

interface MenuPopupProps {
  readonly of: Box
  readonly side: MenuSide
  /** Whether an item has the focus at once: not where only the mouse is near. */
  readonly hasFocus?: boolean
  readonly label?: string
  /** A press on it is its own to deal with: it closes the menu by its click. */
  readonly opener?: RefObject<Element | null>
  /** Closes this menu; `isBack`: by its own key, so that the focus goes back. */
  readonly onClose: (isBack: boolean) => void
  readonly children: ReactNode
}

const itemsOf = (menu: HTMLElement | null) =>
  [...(menu?.querySelectorAll<HTMLElement>('[role^=menuitem]') ?? [])].filter(
    (item) => item.closest('[role=menu]') === menu,
  )

/** An open menu in the top layer of the page: arrows and letters move, Enter and Space choose, Escape, Tab and a click elsewhere close. */
export function MenuPopup({ of, side, hasFocus = true, label, opener, onClose, children }: MenuPopupProps) {
  const menu = useRef<HTMLDivElement>(null)
  const [place, setPlace] = useState({ left: 0, top: 0 })
  const putInPlace = (element: HTMLElement) => {
    const { width, height } = element.getBoundingClientRect()
    setPlace(menuPlace(of, { width, height }, { width: window.innerWidth, height: window.innerHeight }, side))
  }
  useLayoutEffect(() => {
    const element = menu.current
    if (element === null) return
    element.showPopover()
    putInPlace(element)
    if (hasFocus) (side === 'point' ? element : (itemsOf(element)[0] ?? element)).focus()
    // Placed once: a menu that moved under the mouse would be another one.
  }, [])
  useLayoutEffect(() => {
    const onDown = ({ target }: PointerEvent) => {
      if (!(target instanceof Node) || opener?.current?.contains(target) === true) return
      if (menu.current?.contains(target) !== true) onClose(false)
    }
    const onResize = () => {
      const element = menu.current
      if (element?.checkVisibility() === true) putInPlace(element)
      // What it belongs to was folded away, and with it the menu and its focus: no key would reach it any more.
      else onClose(true)
    }
    document.addEventListener('pointerdown', onDown, true)
    window.addEventListener('resize', onResize)
    return () => {
      document.removeEventListener('pointerdown', onDown, true)
      window.removeEventListener('resize', onResize)
    }
  })
  const onKeyDown = (event: KeyboardEvent) => {
    // The keys are the menu's alone: no shortcut of the window, no list under it.
    event.stopPropagation()
    const items = itemsOf(menu.current)
    const target = menuTarget(
      event.key,
      items.map((item) => item.textContent),
      items.indexOf(document.activeElement as HTMLElement),
    )
    if (target !== null && !event.ctrlKey && !event.metaKey) items[target]?.focus()
    else if (event.key === 'Escape' || (event.key === 'ArrowLeft' && side === 'beside')) onClose(true)
    else if (event.key === 'Tab') onClose(false)
    else if (event.key === 'Enter' || event.key === ' ') (document.activeElement as HTMLElement | null)?.click()
    else return
    if (event.key !== 'Tab') event.preventDefault()
  }
  return (
    <div
      ref={menu}
      role="menu"
      aria-label={label}
      tabIndex={-1}
      popover="manual"
      className="menu"
      style={place}
      onKeyDown={onKeyDown}
      onContextMenu={(event) => event.preventDefault()}
    >
      {children}
    </div>
  )
}

/** What closes the menus that are in it. */
export function MenuScope({ close, children }: { readonly close: () => void; readonly children: ReactNode }) {
  return <CloseMenus value={close}>{children}</CloseMenus>
}

interface MenuItemProps {
  readonly onClick: () => void
  readonly disabled?: boolean
  readonly isDanger?: boolean
  /** One of a set: whether it is the chosen one. */
  readonly isChosen?: boolean
  readonly children: ReactNode
}

/** One line of a menu. What is not possible can be reached and not chosen. */
export function MenuItem({ onClick, disabled = false, isDanger = false, isChosen, children }: MenuItemProps) {
  const close = use(CloseMenus)
  return (
    <div
      role={isChosen === undefined ? 'menuitem' : 'menuitemradio'}
      aria-checked={isChosen}
      aria-disabled={disabled}
      tabIndex={-1}
      className={isDanger ? 'menu-item is-danger' : 'menu-item'}
      onPointerMove={({ currentTarget }) => currentTarget.focus({ preventScroll: true })}
      onClick={() => {
        if (disabled) return
        // First, so that a sheet it opens finds the focus where it is to go back to.
        close()
        onClick()
      }}
    >
      {children}
    </div>
  )
}

/** A line between groups. */
export function MenuSeparator() {
  return <div role="separator" className="menu-separator" />
}

/** A line that opens another menu beside it: with the mouse on it, Enter or the arrow to the right. */
export function SubMenu({ label, children }: { readonly label: ReactNode; readonly children: ReactNode }) {
  const item = useRef<HTMLDivElement>(null)
  const [open, setOpen] = useState<'no' | 'mouse' | 'keys'>('no')
  const onBlur = ({ relatedTarget, currentTarget }: FocusEvent) => {
    if (!(relatedTarget instanceof Node) || !currentTarget.contains(relatedTarget)) setOpen('no')
  }
  return (
    <div role="none" onBlur={onBlur}>
      <div
        ref={item}
        role="menuitem"
        aria-haspopup="menu"
        aria-expanded={open !== 'no'}
        tabIndex={-1}
        className="menu-item"
        onPointerMove={({ currentTarget }) => {
          if (!currentTarget.contains(document.activeElement)) currentTarget.focus({ preventScroll: true })
          if (open === 'no') setOpen('mouse')
        }}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowRight') return
          event.preventDefault()
          event.stopPropagation()
          setOpen('keys')
        }}
        onClick={() => setOpen('keys')}
      >
        {label}
      </div>
      {open === 'no' || item.current === null ? null : (
        <MenuPopup
          key={open}
          of={item.current.getBoundingClientRect()}
          side="beside"
          hasFocus={open === 'keys'}
          onClose={(isBack) => {
            setOpen('no')
            if (isBack) item.current?.focus()
          }}
        >
          {children}
        </MenuPopup>
      )}
    </div>
  )
}
