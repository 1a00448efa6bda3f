import type { Settings } from '../../../shared/settings.ts'
import { SelectField } from '../../components/Field.tsx'
import { shellText } from '../../shellText.ts'
import { NotifyState } from '../jobs/NotifyState.tsx'
import { applySettings } from './applySettings.ts'

const t = shellText.settings
const AT_ONCE = [1, 2, 3, 4, 6, 8, 12, 16] as const
const AFTER_SECONDS = [0, 10, 30, 60, 300, 900] as const

/** A list of numbers with one that is set by other means, too. */
function withSet(known: readonly number[], value: number | null): readonly number[] {
  return value === null || known.includes(value) ? known : [...known, value].toSorted((a, b) => a - b)
}

/** How many jobs run at once, and when their end is told. */
export function JobSettings({ settings }: { readonly settings: Settings }) {
  const { jobsAtOnce, notifyAfterSeconds } = settings
  return (
    <>
      <SelectField
        label={t.atOnce}
        value={String(jobsAtOnce ?? '')}
        onChange={(value) => applySettings({ jobsAtOnce: value === '' ? null : Number(value) })}
        options={[
          { value: '', label: t.automatic },
          ...withSet(AT_ONCE, jobsAtOnce).map((n) => ({ value: String(n), label: t.jobsCount(n) })),
        ]}
      />
      <SelectField
        label={t.notify}
        hint={t.notifyHint}
        value={String(notifyAfterSeconds ?? '')}
        onChange={(value) => applySettings({ notifyAfterSeconds: value === '' ? null : Number(value) })}
        options={[
          { value: '', label: t.notifyNever },
          ...withSet(AFTER_SECONDS, notifyAfterSeconds).map((n) => ({ value: String(n), label: t.notifyAfter(n) })),
        ]}
      />
      {notifyAfterSeconds === null ? null : <NotifyState />}
    </>
  )
}
