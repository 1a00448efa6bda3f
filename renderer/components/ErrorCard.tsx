import { ChevronRight, OctagonAlert, ShieldCheck } from 'lucide-react'
import type { ReactNode } from 'react'
import { useState } from 'react'
import type { WireError } from '../../shared/errors.ts'
import { errorText } from '../errorText.ts'
import { cardOf, exitOf, factsOf } from '../model/errorCards.ts'
import type { ErrorCardContent } from '../model/errorCards.ts'
import { text } from '../strings.ts'

interface ErrorCardProps {
  readonly error: WireError
  /** What is said beside the error's own sentence; left out: what fits an error that is no job's. */
  readonly content?: ErrorCardContent
  /** Behind the sentence: in which phase, at which offset. */
  readonly where?: string
  /** Up to three things that can be done about it. */
  readonly actions?: ReactNode
  /** Stands beside "Details". */
  readonly extra?: ReactNode
  /** More behind "Details": the command, the log. Only drawn once they are open. */
  readonly more?: () => ReactNode
  /** In a form: its title, its sentence and the next step, no more. */
  readonly isCompact?: boolean
  /** False where it was told before, as in a list of what is past: it is not called out again. */
  readonly isAlert?: boolean
}

/** A failure: what failed, the likely cause, what is safe, what can be done, and the facts behind it. */
export function ErrorCard(props: ErrorCardProps) {
  const { error, where, actions, extra, more, isCompact = false, isAlert = true } = props
  const content = props.content ?? cardOf(error, null)
  const { title, cause, safe, hint } = content
  return (
    <div
      className={isCompact ? 'error-card is-compact' : 'error-card'}
      role={isAlert ? 'alert' : 'group'}
      aria-label={isAlert ? undefined : title}
    >
      <OctagonAlert size={16} aria-hidden className="error-icon" />
      <div className="error-body">
        <p className="error-title">{title}</p>
        {isCompact ? (
          <>
            <p className="error-message">{error.message}</p>
            {hint === undefined ? null : <p className="error-hint">{hint}.</p>}
          </>
        ) : (
          <dl className="error-rows">
            <Row label={errorText.failed}>
              {error.message}
              {where === undefined || where === '' ? '' : ` (${where})`}
            </Row>
            <Row label={errorText.cause}>{cause}.</Row>
            <Row label={errorText.safe}>
              <ShieldCheck size={14} aria-hidden className="error-safe" /> {safe}.
            </Row>
            {hint === undefined ? null : <Row label={errorText.next}>{hint}.</Row>}
          </dl>
        )}
        <div className="error-foot">
          {actions === undefined ? null : <div className="error-actions">{actions}</div>}
          <ErrorDetails error={error} more={more} extra={extra} />
        </div>
      </div>
    </div>
  )
}

function Row({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}

interface ErrorDetailsProps extends Pick<ErrorCardProps, 'error' | 'extra'> {
  readonly more: ErrorCardProps['more'] | undefined
}

function ErrorDetails({ error, more, extra }: ErrorDetailsProps) {
  const [isOpen, setOpen] = useState(false)
  const exitCode = exitOf(error, null)
  return (
    <>
      <details className="disclosure error-details" onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <ChevronRight size={14} aria-hidden className="disclosure-mark" />
          {text.app.details}
        </summary>
        {isOpen ? (
          <div className="error-detail">
            <dl className="facts is-mono">
              <Row label={text.error.code}>{error.code}</Row>
              {exitCode === null ? null : <Row label={errorText.exitCode}>{exitCode}</Row>}
              {factsOf(error).map(([name, value]) => (
                <Row key={name} label={name}>
                  {value}
                </Row>
              ))}
            </dl>
            {more?.()}
          </div>
        ) : null}
      </details>
      {extra}
    </>
  )
}
