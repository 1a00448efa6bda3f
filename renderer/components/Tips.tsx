import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { tipBeside, tipPlace } from '../model/tipPlace.ts'
import { Kbd } from './Kbd.tsx'

const DELAY_MS = 450

interface Tip {
  readonly element: Element
  readonly text: string
  readonly keys: readonly string[]
}

function tipOf(target: EventTarget | null): Tip | null {
  const element = target instanceof Element ? target.closest('[data-tip]') : null
  const text = element?.getAttribute('data-tip') ?? ''
  if (element === null || text === '') return null
  return { element, text, keys: element.getAttribute('data-keys')?.split(' ') ?? [] }
}

/**
 * The one tip of the window: of whatever carries `data-tip` and, where a key does the same, `data-keys`. One for all of them, so that ten
 * thousand rows of buttons cost nothing. It adds no name: what carries a tip has its name by itself.
 */
export function Tips() {
  const [tip, setTip] = useState<Tip | null>(null)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const later = (next: Tip | null, ms: number) => {
      clearTimeout(timer)
      timer = setTimeout(() => setTip(next), ms)
    }
    const hide = () => later(null, 0)
    const onOver = ({ target }: PointerEvent) => {
      // The tip itself may be read with the mouse on it.
      if (target instanceof Element && target.closest('.tip') !== null) return clearTimeout(timer)
      const next = tipOf(target)
      later(next, next === null ? 100 : DELAY_MS)
    }
    // Only for somebody who goes there with the keyboard: a sheet that opens puts the focus somewhere, too.
    let isMoving = false
    const onFocus = ({ target }: FocusEvent) => {
      if (isMoving && target instanceof Element && target.matches(':focus-visible')) later(tipOf(target), DELAY_MS)
      else hide()
    }
    const onKey = ({ key }: KeyboardEvent) => {
      isMoving = key === 'Tab' || key.startsWith('Arrow') || key === 'F6'
      if (!isMoving && key !== 'Shift') hide()
    }
    const onUp = () => {
      isMoving = false
    }
    const pairs = [
      ['pointerover', onOver],
      ['pointerdown', hide],
      ['focusin', onFocus],
      ['focusout', hide],
      ['keydown', onKey],
      ['keyup', onUp],
      ['scroll', hide],
    ] as const
    for (const [name, listen] of pairs) document.addEventListener(name, listen as EventListener, true)
    return () => {
      clearTimeout(timer)
      for (const [name, listen] of pairs) document.removeEventListener(name, listen as EventListener, true)
    }
  }, [])
  return tip === null || !tip.element.isConnected ? null : <TipBox tip={tip} />
}

function TipBox({ tip }: { readonly tip: Tip }) {
  const box = useRef<HTMLDivElement>(null)
  const [place, setPlace] = useState({ left: 0, top: 0 })
  useLayoutEffect(() => {
    if (box.current === null) return
    // Into the top layer, where menus are.
    if (!box.current.matches(':popover-open')) box.current.showPopover()
    const { width, height } = box.current.getBoundingClientRect()
    const page = { width: window.innerWidth, height: window.innerHeight }
    const line = tip.element.closest('[role="treeitem"]')?.getBoundingClientRect()
    const beside = line === undefined ? null : tipBeside(line, { width, height }, page)
    setPlace(beside ?? tipPlace(tip.element.getBoundingClientRect(), { width, height }, page))
  }, [tip])
  // Beside the window's own element, so that it stands above open sheets and menus.
  return createPortal(
    <div ref={box} popover="manual" className="tip" style={place} aria-hidden="true">
      {tip.text}
      {tip.keys.length === 0 ? null : <Kbd keys={tip.keys} />}
    </div>,
    document.body,
  )
}
