import type { ReactNode } from 'react'

interface EmptyStateProps {
  readonly title: string
  readonly body: string
  readonly picture?: ReactNode
  /** `page`: the only thing in the page, its title the `h1`. `panel`: a list or panel with nothing in it yet. */
  readonly as?: 'page' | 'panel'
  /** The one button that fills it, and at most one more. */
  readonly children?: ReactNode
}

/** What belongs in an empty place, and what fills it. */
export function EmptyState({ title, body, picture, as = 'page', children }: EmptyStateProps) {
  return (
    <div className={as === 'page' ? 'empty' : 'empty is-panel'}>
      {picture}
      {as === 'page' ? <h1 className="empty-title">{title}</h1> : <p className="empty-title">{title}</p>}
      <p className="empty-body">{body}</p>
      {children === undefined ? null : <div className="empty-actions">{children}</div>}
    </div>
  )
}
