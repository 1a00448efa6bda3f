import type { ReactNode } from 'react'
import { Fragment, useId } from 'react'

export interface ChoiceOption<T extends string> {
  readonly value: T
  readonly label: string
  readonly hint?: ReactNode
  /** Why it cannot be chosen; it then stands in the hint's place. */
  readonly why?: string | null
  /** The heading it stands under, where the options are of several sorts; on the first of each. */
  readonly heading?: string
  /** Fields that belong to the choice; shown while it is the chosen one. */
  readonly children?: ReactNode
}

interface ChoiceProps<T extends string> {
  readonly legend: string
  readonly isLegendHidden?: boolean
  readonly options: readonly ChoiceOption<T>[]
  readonly value: T | null
  readonly onChange: (value: T) => void
  /** One line an option while it is not chosen: for many options. */
  readonly isDense?: boolean
}

/** One of a few: radio buttons, each with a sentence. What is not possible stays visible and says why. */
export function Choice<T extends string>(props: ChoiceProps<T>) {
  const { legend, isLegendHidden = false, options, value, onChange, isDense = false } = props
  const name = useId()
  return (
    <fieldset className={isDense ? 'choice is-dense' : 'choice'}>
      <legend className={isLegendHidden ? 'visually-hidden' : 'section-title'}>{legend}</legend>
      {options.map((option) => {
        const id = `${name}-${option.value}`
        const isDisabled = option.why !== null && option.why !== undefined
        return (
          <Fragment key={option.value}>
            {option.heading === undefined ? null : <p className="choice-heading">{option.heading}</p>}
            <div className={isDisabled ? 'choice-option is-disabled' : 'choice-option'}>
              <input
                type="radio"
                className="radio"
                id={id}
                name={name}
                checked={value === option.value}
                disabled={isDisabled}
                aria-describedby={`${id}-hint`}
                onChange={() => onChange(option.value)}
              />
              <div className="choice-body">
                <label className="choice-label" htmlFor={id}>
                  {option.label}
                </label>
                <p className="choice-hint" id={`${id}-hint`}>
                  {isDisabled ? option.why : option.hint}
                </p>
                {value === option.value && !isDisabled ? option.children : null}
              </div>
            </div>
          </Fragment>
        )
      })}
    </fieldset>
  )
}
