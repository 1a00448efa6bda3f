import type { ComponentPropsWithRef, ReactNode } from 'react'

export interface ButtonProps extends Omit<ComponentPropsWithRef<'button'>, 'className' | 'style'> {
  /** `commit`: the one that acts, once a view. `danger`: destroys. `quiet`: without a border. */
  readonly look?: 'plain' | 'commit' | 'danger' | 'quiet' | 'link'
  readonly icon?: ReactNode
  readonly isSmall?: boolean
}

/** A button with words on it. */
export function Button({ look = 'plain', icon, isSmall = false, children, ...rest }: ButtonProps) {
  return (
    <button type="button" className={`button is-${look}${isSmall ? ' is-small' : ''}`} {...rest}>
      {icon}
      <span className="button-label">{children}</span>
    </button>
  )
}

export interface IconButtonProps extends Omit<ComponentPropsWithRef<'button'>, 'className' | 'style' | 'children'> {
  /** Its name: read aloud and shown as a tip. */
  readonly label: string
  readonly icon: ReactNode
}

/** A button with only a picture on it; never less than 24 px. */
export function IconButton({ label, icon, ...rest }: IconButtonProps) {
  return (
    <button type="button" className="icon-button" aria-label={label} title={label} {...rest}>
      {icon}
    </button>
  )
}
