import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useId } from 'react'
import { text } from '../strings.ts'
import { IconButton } from './Button.tsx'
import { Modal } from './Modal.tsx'

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

// Into the form, not onto the button that leaves it.
const FIRST = {
  field: 'input:checked:not([type=checkbox]), input:not([disabled]):not([type=radio]), select:not([disabled])',
  cancel: '[data-cancel]',
} as const

/** A modal sheet: title, content, and a foot with what can be done. Escape closes; focus goes back to where it was. */
export function Sheet(props: SheetProps) {
  const { title, subtitle, size = 'medium', headActions, firstFocus = 'field', footer, onClose, children } = props
  const id = useId()
  return (
    <Modal
      className={`sheet is-${size}`}
      labelledBy={`${id}-title`}
      describedBy={subtitle === undefined ? undefined : `${id}-subtitle`}
      firstFocus={FIRST[firstFocus]}
      onClose={onClose}
    >
      <header className="sheet-head">
        <div className="sheet-titles">
          <h2 className="sheet-title" id={`${id}-title`}>
            {title}
          </h2>
          {subtitle === undefined ? null : (
            <p className="sheet-subtitle" id={`${id}-subtitle`}>
              {subtitle}
            </p>
          )}
        </div>
        {headActions}
        <IconButton label={text.app.close} icon={<X size={16} />} onClick={onClose} />
      </header>
      {children}
      {footer === undefined ? null : <footer className="sheet-foot">{footer}</footer>}
    </Modal>
  )
}
