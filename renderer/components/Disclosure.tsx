import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'

interface DisclosureProps {
  readonly title: string
  /** What is set in it, told while it is closed. */
  readonly summary?: string
  readonly isOpen?: boolean
  readonly children: ReactNode
}

/** Fields that are seldom needed, behind a line that says what they are set to. */
export function Disclosure({ title, summary = '', isOpen = false, children }: DisclosureProps) {
  return (
    <details className="disclosure fold-fields" open={isOpen}>
      <summary>
        <ChevronRight size={14} aria-hidden className="disclosure-mark" />
        <span className="disclosure-title">{title}</span>
        {summary === '' ? null : <span className="disclosure-summary">{summary}</span>}
      </summary>
      <div className="disclosure-body">{children}</div>
    </details>
  )
}
