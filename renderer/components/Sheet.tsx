import { Dialog } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { ReactNode, RefObject } from 'react'
import { text } from '../strings.ts'
import { IconButton } from './Button.tsx'

export interface SheetProps {
  readonly title: string
  readonly subtitle?: ReactNode
  /** `small`: one or two fields. `wide`: with tables. */
  readonly size?: 'small' | 'medium' | 'wide'
  readonly headActions?: ReactNode
  readonly footer?: ReactNode
  readonly initialFocus?: RefObject<HTMLElement | null>
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A modal sheet: title, content, and a foot with what can be done. Escape closes; focus goes back to where it was. */
export function Sheet(props: SheetProps) {
  const { title, subtitle, size = 'medium', headActions, footer, initialFocus, onClose, children } = props
  return (
    <Dialog.Root open onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Popup className={`sheet is-${size}`} {...(initialFocus === undefined ? {} : { initialFocus })}>
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
