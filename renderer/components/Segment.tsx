import type { ReactNode } from 'react'
import { useId } from 'react'

export interface SegmentOption<T extends string> {
  readonly value: T
  readonly label: string
  readonly icon?: ReactNode
  /** How many there are of it; stands after the label. */
  readonly count?: string
  /** Why it cannot be chosen: it then stays in sight and tells so as its tip. */
  readonly why?: string | null
}

interface SegmentProps<T extends string> {
  /** What is chosen by it: read aloud, not shown. */
  readonly label: string
  readonly options: readonly SegmentOption<T>[]
  readonly value: T
  readonly onChange: (value: T) => void
}

/** One of a few short words side by side: radio buttons in the shape of a switch. Arrow keys move the choice. */
export function Segment<T extends string>({ label, options, value, onChange }: SegmentProps<T>) {
  const name = useId()
  return (
    <div className="switch" role="radiogroup" aria-label={label}>
      {options.map((option) => {
        const isDisabled = option.why !== null && option.why !== undefined
        return (
          <label key={option.value} className="switch-option" data-tip={isDisabled ? option.why : undefined}>
            <input
              type="radio"
              className="switch-radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              disabled={isDisabled}
              onChange={() => onChange(option.value)}
            />
            <span className="switch-face">
              {option.icon}
              {option.label}
              {option.count === undefined ? null : <span className="switch-count">{option.count}</span>}
            </span>
          </label>
        )
      })}
    </div>
  )
}
