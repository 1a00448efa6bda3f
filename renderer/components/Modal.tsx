import type { KeyboardEvent, ReactNode } from 'react'
import { useLayoutEffect, useRef, useState } from 'react'

interface ModalProps {
  readonly className: string
  readonly label?: string
  readonly labelledBy?: string
  readonly describedBy?: string | undefined
  /** What has the focus when it opens: the first element a selector finds. */
  readonly firstFocus: string
  readonly onClose: () => void
  readonly children: ReactNode
}

const FOCUSABLE =
  'a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), textarea:not([disabled]), summary, [tabindex]:not([tabindex="-1"])'

/** What had the focus before the first of the modals that followed each other; the focus goes back to it. */
let opener: Element | null = null

/**
 * A dialog over the window, which is inert meanwhile (App does that): Escape and a click beside it close it, Tab stays in it, and the focus
 * goes back to where it was.
 */
export function Modal({ className, label, labelledBy, describedBy, firstFocus, onClose, children }: ModalProps) {
  const popup = useRef<HTMLDivElement>(null)
  // While it is drawn the window still has its focus; afterwards it is inert and has none.
  useState(() => {
    const now = document.activeElement
    if (now !== null && now.closest('[role=dialog]') === null) opener = now
  })
  useLayoutEffect(() => {
    const element = popup.current
    if (element === null) return
    ;(
      element.querySelector<HTMLElement>(firstFocus) ??
      element.querySelector<HTMLElement>(FOCUSABLE) ??
      element
    ).focus()
    return () => {
      // The window is inert until this change of the page is whole.
      queueMicrotask(giveBack)
    }
    // Once: a form that changes while it is open must not move the focus.
  }, [])

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.defaultPrevented) return
    if (event.key === 'Escape') {
      event.preventDefault()
      onClose()
    } else if (event.key === 'Tab') keepInside(event, popup.current)
  }
  return (
    <>
      <div className="scrim" aria-hidden="true" onClick={onClose} />
      <div
        ref={popup}
        role="dialog"
        aria-modal="true"
        aria-label={label}
        aria-labelledby={labelledBy}
        aria-describedby={describedBy}
        tabIndex={-1}
        className={className}
        onKeyDown={onKeyDown}
      >
        {children}
      </div>
    </>
  )
}

function giveBack(): void {
  const now = document.activeElement
  // Somebody else took it: another sheet, or what was run.
  if (now !== null && now !== document.body) return
  if (opener instanceof HTMLElement && opener.isConnected) opener.focus()
  if (document.activeElement === document.body) document.getElementById('page')?.focus()
}

function keepInside(event: KeyboardEvent, popup: HTMLElement | null): void {
  const stops = [...(popup?.querySelectorAll<HTMLElement>(FOCUSABLE) ?? [])].filter(
    (one) => one.offsetParent !== null && one.tabIndex >= 0,
  )
  const [first, last] = [stops[0], stops.at(-1)]
  const now = document.activeElement
  if (event.shiftKey ? now === first || now === popup : now === last) {
    event.preventDefault()
    ;(event.shiftKey ? last : first)?.focus()
  }
}
