import type { KeyboardEvent, ReactNode } from 'react'
import { rovingTarget } from '../a11y/rovingKeys.ts'

interface TabListProps<T extends string> {
  /** Of the set: its panels name it, too. */
  readonly id: string
  readonly label: string
  readonly tabs: readonly { readonly value: T; readonly label: ReactNode }[]
  readonly value: T
  readonly onChange: (value: T) => void
  readonly className?: string
}

/** Names of views that take each other's place: one tab stop, arrows choose. */
export function TabList<T extends string>({ id, label, tabs, value, onChange, className = 'tabs' }: TabListProps<T>) {
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const current = tabs.findIndex((tab) => tab.value === value)
    const target = rovingTarget(event.key, current, tabs.length, 'horizontal')
    const next = target === null ? undefined : tabs[target]
    if (next === undefined) return
    event.preventDefault()
    onChange(next.value)
    event.currentTarget.querySelector<HTMLElement>(`[data-value="${next.value}"]`)?.focus()
  }
  return (
    <div role="tablist" tabIndex={-1} aria-label={label} className={className} onKeyDown={onKeyDown}>
      {tabs.map((tab) => {
        const isActive = tab.value === value
        return (
          <button
            key={tab.value}
            type="button"
            role="tab"
            id={`${id}-tab-${tab.value}`}
            className="tab"
            tabIndex={isActive ? 0 : -1}
            aria-selected={isActive}
            aria-controls={isActive ? `${id}-panel-${tab.value}` : undefined}
            data-active={isActive ? '' : undefined}
            data-value={tab.value}
            onClick={() => onChange(tab.value)}
          >
            {tab.label}
          </button>
        )
      })}
    </div>
  )
}

interface TabPanelProps {
  readonly id: string
  /** The chosen tab, whose panel this is. */
  readonly value: string
  readonly className?: string
  readonly children: ReactNode
}

/** The view of the chosen tab. */
export function TabPanel({ id, value, className, children }: TabPanelProps) {
  return (
    <div
      key={value}
      role="tabpanel"
      id={`${id}-panel-${value}`}
      aria-labelledby={`${id}-tab-${value}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a panel without anything to focus has to be reached, too
      tabIndex={0}
      className={className}
    >
      {children}
    </div>
  )
}
