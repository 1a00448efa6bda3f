import type { ComponentPropsWithRef, ReactNode } from 'react'
import { useId } from 'react'

interface FieldFrame {
  readonly label: string
  readonly hint?: ReactNode
  /** Why what stands in it will not do; said as an alert of the field. */
  readonly problem?: string | null
}

/** What a field's label, hint and problem need to belong to it. */
function useFrame(hint: ReactNode, problem: string | null) {
  const id = useId()
  const described = [hint === undefined ? null : `${id}-hint`, problem === null ? null : `${id}-problem`]
  const describedBy = described.filter((part) => part !== null).join(' ')
  return { id, describedBy: describedBy === '' ? undefined : describedBy }
}

function Frame({
  id,
  label,
  hint,
  problem,
  children,
}: FieldFrame & { readonly id: string; readonly children: ReactNode }) {
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      {children}
      {problem === null || problem === undefined ? null : (
        <p className="field-problem" id={`${id}-problem`}>
          {problem}
        </p>
      )}
      {hint === undefined ? null : (
        <p className="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}

type TextFieldProps = FieldFrame &
  Omit<ComponentPropsWithRef<'input'>, 'className' | 'style' | 'onChange' | 'id'> & {
    readonly onChange: (value: string) => void
    readonly after?: ReactNode
    readonly isMono?: boolean
  }

/** A line of text with its label. */
export function TextField({ label, hint, problem = null, onChange, after, isMono = false, ...rest }: TextFieldProps) {
  const { id, describedBy } = useFrame(hint, problem)
  return (
    <Frame id={id} label={label} hint={hint} problem={problem}>
      <div className="field-row">
        <input
          id={id}
          className={isMono ? 'input is-mono' : 'input'}
          spellCheck={false}
          autoComplete="off"
          aria-invalid={problem !== null}
          aria-describedby={describedBy}
          onChange={({ target }) => onChange(target.value)}
          {...rest}
        />
        {after}
      </div>
    </Frame>
  )
}

export interface Option {
  readonly value: string
  readonly label: string
  readonly isDisabled?: boolean
  /** The heading it stands under; neighbours of one heading stand together. */
  readonly group?: string
}

type SelectFieldProps = FieldFrame & {
  readonly options: readonly Option[]
  readonly value: string
  readonly onChange: (value: string) => void
  readonly disabled?: boolean
}

/** A choice out of a list: the system's own control. */
export function SelectField({ label, hint, problem = null, options, value, onChange, disabled }: SelectFieldProps) {
  const { id, describedBy } = useFrame(hint, problem)
  return (
    <Frame id={id} label={label} hint={hint} problem={problem}>
      <select
        id={id}
        className="input select"
        value={value}
        disabled={disabled}
        aria-invalid={problem !== null}
        aria-describedby={describedBy}
        onChange={({ target }) => onChange(target.value)}
      >
        {groupsOf(options).map(([group, members]) =>
          group === undefined ? (
            members.map((option) => <OptionItem key={option.value} option={option} />)
          ) : (
            <optgroup key={group} label={group}>
              {members.map((option) => (
                <OptionItem key={option.value} option={option} />
              ))}
            </optgroup>
          ),
        )}
      </select>
    </Frame>
  )
}

function OptionItem({ option: { value, label, isDisabled } }: { readonly option: Option }) {
  return (
    <option value={value} disabled={isDisabled}>
      {label}
    </option>
  )
}

function groupsOf(options: readonly Option[]): readonly (readonly [string | undefined, readonly Option[]])[] {
  const groups: [string | undefined, Option[]][] = []
  for (const option of options) {
    const last = groups.at(-1)
    if (last !== undefined && last[0] === option.group) last[1].push(option)
    else groups.push([option.group, [option]])
  }
  return groups
}

type TextAreaFieldProps = FieldFrame & {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly rows?: number
}

/** Some lines of text with their label. */
export function TextAreaField({ label, hint, problem = null, value, onChange, rows = 2 }: TextAreaFieldProps) {
  const { id, describedBy } = useFrame(hint, problem)
  return (
    <Frame id={id} label={label} hint={hint} problem={problem}>
      <textarea
        id={id}
        className="input is-mono is-area"
        rows={rows}
        spellCheck={false}
        value={value}
        aria-invalid={problem !== null}
        aria-describedby={describedBy}
        onChange={({ target }) => onChange(target.value)}
      />
    </Frame>
  )
}
