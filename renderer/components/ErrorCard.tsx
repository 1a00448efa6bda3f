import { ChevronRight, OctagonAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { errorCatalogue, hintOf } from '../../shared/errorCatalogue.ts'
import type { WireError } from '../../shared/errors.ts'
import { text } from '../strings.ts'

interface ErrorCardProps {
  readonly error: WireError
  /** Up to three things that can be done about it. */
  readonly actions?: ReactNode
  /** Where the failure stands in a heading's place already. */
  readonly isCompact?: boolean
}

/** A failure: what it is, what happened, the next step, and the facts behind it. */
export function ErrorCard({ error, actions, isCompact = false }: ErrorCardProps) {
  // A host of a later version may know codes that this window does not.
  const title = Object.hasOwn(errorCatalogue, error.code) ? errorCatalogue[error.code].title : text.error.title
  const hint = Object.hasOwn(errorCatalogue, error.code) ? hintOf(error) : error.hint
  const facts = Object.entries(error.detail ?? {})
  return (
    <div className={isCompact ? 'error-card is-compact' : 'error-card'} role="alert">
      <OctagonAlert size={16} aria-hidden className="error-icon" />
      <div className="error-body">
        <p className="error-title">{title}</p>
        <p className="error-message">{error.message}</p>
        {hint === undefined ? null : <p className="error-hint">{hint}.</p>}
        {actions === undefined ? null : <div className="error-actions">{actions}</div>}
        <details className="disclosure">
          <summary>
            <ChevronRight size={14} aria-hidden className="disclosure-mark" />
            {text.app.details}
          </summary>
          <dl className="facts is-mono">
            <div>
              <dt>{text.error.code}</dt>
              <dd>{error.code}</dd>
            </div>
            {facts.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{String(value)}</dd>
              </div>
            ))}
          </dl>
        </details>
      </div>
    </div>
  )
}
