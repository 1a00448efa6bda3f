import type { ReactNode } from 'react'

interface TagProps {
  /** What its colour means; the words and the icon say the same. */
  readonly look?: 'plain' | 'ok' | 'gap' | 'warn' | 'inc'
  readonly icon?: ReactNode
  readonly children: ReactNode
}

/** One or two words about the state of what stands beside it. */
export function Tag({ look = 'plain', icon, children }: TagProps) {
  return (
    <span className={`tag is-${look}`}>
      {icon}
      {children}
    </span>
  )
}
