import type { ComponentPropsWithRef, ReactNode } from 'react'

interface Tipped {
  /** More than the name says, shown as a tip. */
  readonly tip?: string
  /** The keys that do the same, as they stand on their caps. */
  readonly keys?: readonly string[]
}

export interface ButtonProps extends Omit<ComponentPropsWithRef<'button'>, 'className' | 'style'>, Tipped {
  /** `commit`: the one that acts, once a view. `danger`: destroys. `quiet`: without a border. */
  readonly look?: 'plain' | 'commit' | 'danger' | 'quiet' | 'link'
  readonly icon?: ReactNode
  readonly isSmall?: boolean
}

/** A button with words on it. */
export function Button({ look = 'plain', icon, isSmall = false, tip, keys, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      className={`button is-${look}${isSmall ? ' is-small' : ''}`}
      data-tip={tip}
      data-keys={keys?.join(' ')}
      {...rest}
    >
      {icon}
      <span className="button-label">{children}</span>
    </button>
  )
}

export interface IconButtonProps
  extends Omit<ComponentPropsWithRef<'button'>, 'className' | 'style' | 'children'>,
    Tipped {
  /** Its name: read aloud and shown as a tip. */
  readonly label: string
  readonly icon: ReactNode
}

/** A button with only a picture on it; never less than 24 px. */
export function IconButton({ label, icon, tip = label, keys, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={label}
      data-tip={tip}
      data-keys={keys?.join(' ')}
      {...rest}
    >
      {icon}
    </button>
  )
}
