import type { ReactNode } from 'react'

interface EmptyStateProps {
  readonly title: string
  readonly body: string
  readonly picture?: ReactNode
  readonly children?: ReactNode
}

/** What belongs in an empty place, and what fills it. */
export function EmptyState({ title, body, picture, children }: EmptyStateProps) {
  return (
    <div className="empty">
      {picture}
      <h1 className="empty-title">{title}</h1>
      <p className="empty-body">{body}</p>
      {children === undefined ? null : <div className="empty-actions">{children}</div>}
    </div>
  )
}
