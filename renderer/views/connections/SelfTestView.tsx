import { Check, CircleDashed, Minus, OctagonAlert, TriangleAlert } from 'lucide-react'
import { clusterText } from '../../clusterText.ts'
import { Button } from '../../components/Button.tsx'
import { FormError } from '../../components/FormError.tsx'
import { type CheckRow, checkRows } from '../../model/selfTest.ts'
import { useNow } from '../jobs/useNow.ts'
import type { SelfTest } from './useSelfTest.ts'

const t = clusterText.checks
const ICONS = {
  ok: Check,
  warning: TriangleAlert,
  failed: OctagonAlert,
  skipped: Minus,
  waiting: CircleDashed,
} as const

interface SelfTestViewProps {
  readonly test: SelfTest
  /** Undefined: what is to be tested is not said yet. */
  readonly onStart: (() => void) | undefined
}

/** The self-test of a connection: each check with what it came to, and what to do where it did not pass. */
export function SelfTestView({ test, onStart }: SelfTestViewProps) {
  const isRunning = test.runningSince !== null
  const rows = checkRows(isRunning ? null : test.checks)
  return (
    <section className="self-test" aria-label={t.title}>
      <h3 className="section-title">{t.title}</h3>
      <p className="form-text">{t.intro}</p>
      <ul
        className={isRunning ? 'self-test-checks is-running' : 'self-test-checks'}
        aria-label={t.list}
        aria-busy={isRunning}
      >
        {rows.map((row) => (
          <CheckLine key={row.id} row={row} />
        ))}
      </ul>
      <div className="self-test-actions">
        {isRunning ? (
          <>
            <Button isSmall onClick={test.stop}>
              {t.stop}
            </Button>
            <Elapsed since={test.runningSince} />
          </>
        ) : (
          <Button isSmall disabled={onStart === undefined} onClick={onStart}>
            {test.checks === null ? t.run : t.again}
          </Button>
        )}
      </div>
      <FormError error={isRunning ? null : test.error} />
    </section>
  )
}

function Elapsed({ since }: { readonly since: number | null }) {
  const now = useNow(true)
  return <span className="form-text">{t.running(Math.floor(Math.max(0, now - (since ?? now)) / 1000))}</span>
}

function CheckLine({ row: { label, state, sentence, remedy } }: { readonly row: CheckRow }) {
  const Icon = ICONS[state]
  return (
    <li className={`self-check is-${state}`}>
      <Icon size={14} aria-hidden />
      <div>
        <p className="self-check-label">
          <span className="visually-hidden">{t.states[state]}: </span>
          {label}
        </p>
        {sentence === null || state === 'skipped' ? null : <p className="self-check-sentence">{sentence}.</p>}
        {remedy === null ? null : <p className="self-check-remedy">{remedy}.</p>}
      </div>
    </li>
  )
}
