import { Check, OctagonAlert, TriangleAlert } from 'lucide-react'
import type { Estimate } from '../../shared/estimate.ts'
import { text } from '../strings.ts'

const ICONS = { ok: Check, warning: TriangleAlert, failed: OctagonAlert } as const

/** Checks that were made, each with its outcome as a mark and a word. */
export function Checks({ checks, warnings }: Pick<Estimate, 'checks' | 'warnings'>) {
  return (
    <ul className="checks" aria-label={text.checks.title}>
      {checks.map(({ label, state }) => (
        <CheckLine key={label} label={label} state={state} />
      ))}
      {warnings.map((warning) => (
        <CheckLine key={warning} label={warning} state="warning" />
      ))}
    </ul>
  )
}

function CheckLine({ label, state }: { readonly label: string; readonly state: keyof typeof ICONS }) {
  const Icon = ICONS[state]
  return (
    <li className={`check is-${state}`}>
      <Icon size={14} aria-hidden />
      <span className="visually-hidden">{text.checks[state]}: </span>
      <span>{label}</span>
    </li>
  )
}
