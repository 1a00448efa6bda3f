import { Dialog } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useRef } from 'react'
import { text } from '../strings.ts'
import { IconButton } from './Button.tsx'

export interface SheetProps {
  readonly title: string
  readonly subtitle?: ReactNode
  /** `small`: one or two fields. `wide`: with tables. `full`: with pictures. */
  readonly size?: 'small' | 'medium' | 'wide' | 'full'
  readonly headActions?: ReactNode
  /** What has the focus when it opens; `cancel` where the button that acts destroys something. */
  readonly firstFocus?: 'field' | 'cancel'
  readonly footer?: ReactNode
  readonly onClose: () => void
  readonly children: ReactNode
}

const FIRST = {
  field: 'input:checked:not([type=checkbox]), input:not([disabled]):not([type=radio]), select:not([disabled])',
  cancel: '[data-cancel]',
} as const

/** A modal sheet: title, content, and a foot with what can be done. Escape closes; focus goes back to where it was. */
export function Sheet(props: SheetProps) {
  const { title, subtitle, size = 'medium', headActions, firstFocus = 'field', footer, onClose, children } = props
  const popup = useRef<HTMLDivElement>(null)
  // Into the form, not onto the button that leaves it.
  const first = () => popup.current?.querySelector<HTMLElement>(FIRST[firstFocus]) ?? true
  return (
    <Dialog.Root open onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Popup ref={popup} className={`sheet is-${size}`} initialFocus={first}>
          <header className="sheet-head">
            <div className="sheet-titles">
              <Dialog.Title className="sheet-title">{title}</Dialog.Title>
              {subtitle === undefined ? null : (
                <Dialog.Description className="sheet-subtitle">{subtitle}</Dialog.Description>
              )}
            </div>
            {headActions}
            <Dialog.Close render={<IconButton label={text.app.close} icon={<X size={16} />} />} />
          </header>
          {children}
          {footer === undefined ? null : <footer className="sheet-foot">{footer}</footer>}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
