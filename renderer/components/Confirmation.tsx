import { careText } from '../careText.ts'
import type { Level } from '../model/destroying.ts'
import { TextField } from './Field.tsx'

interface ConfirmationProps {
  /** Level 0 asks nothing; what it says is still said. */
  readonly level: Level
  /** What happens, one sentence each. */
  readonly consequences: readonly string[]
  /** The name to type at level 2. */
  readonly spec: string
  readonly typed?: string
  readonly onTyped?: (typed: string) => void
}

/** What is said before something is destroyed, in proportion (UX U9): the consequences as sentences, and at level 2 a name to type. */
export function Confirmation({ level, consequences, spec, typed = '', onTyped }: ConfirmationProps) {
  return (
    <>
      {consequences.length === 0 ? null : (
        <ul className={level === 2 ? 'consequences' : 'consequences is-mild'} aria-label={careText.confirm.what}>
          {consequences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      {level === 2 && onTyped !== undefined ? (
        <TextField label={careText.confirm.type(spec)} value={typed} onChange={onTyped} />
      ) : null}
    </>
  )
}

/** Whether enough was said for something of a level to be done. */
export function isConfirmed(level: Level, spec: string, typed: string): boolean {
  return level < 2 || typed === spec
}
