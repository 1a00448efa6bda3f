import { useState } from 'react'
import type { JobRequest, VerifyTarget } from '../../../shared/jobs.ts'
import { formatBytes } from '../../../shared/units.ts'
import { CheckField } from '../../components/CheckField.tsx'
import { Choice } from '../../components/Choice.tsx'
import { TextField } from '../../components/Field.tsx'
import { fileText } from '../../fileText.ts'
import { verifiedName } from '../../jobText.ts'
import { wholeNumber } from '../../model/forms.ts'
import { JobSheet } from './JobSheet.tsx'
import { useEstimate } from './useEstimate.ts'

const DAY_MS = 86_400_000
const t = fileText.verify

/** Files, a folder or an image against their manifests: all of it, a part of the blocks, or only what was not looked at lately. */
export function VerifySheet({ what }: { readonly what: VerifyTarget }) {
  const [much, setMuch] = useState<'all' | 'part'>('all')
  const [percent, setPercent] = useState('10')
  const [isByAge, setByAge] = useState(false)
  const [days, setDays] = useState('30')
  const share = wholeNumber(percent, 1, 100)
  const age = wholeNumber(days, 1, 36_500)
  const isValid = (much === 'all' || share !== null) && (!isByAge || age !== null)
  const request: JobRequest | null = isValid
    ? {
        kind: 'verify',
        what,
        ...(much === 'part' && share !== null ? { percent: share } : {}),
        ...(isByAge && age !== null ? { olderThanMs: age * DAY_MS } : {}),
      }
    : null
  const estimated = useEstimate(request)
  const called = what.kind === 'files' ? t.what(what.paths.length) : what.kind === 'folder' ? t.folder : t.image
  return (
    <JobSheet
      title={t.title(verifiedName(what))}
      subtitle={t.subtitle}
      request={request}
      estimated={estimated}
      commitLabel={(estimate) => t.commit(called, estimate === null ? null : formatBytes(estimate.readBytes))}
    >
      <Choice
        legend={t.much}
        value={much}
        onChange={setMuch}
        options={[
          { value: 'all', label: t.all, hint: t.allHint },
          {
            value: 'part',
            label: t.part,
            hint: t.partHint,
            children: (
              <TextField
                label={t.percent}
                value={percent}
                onChange={setPercent}
                problem={share === null ? t.percentBad : null}
                inputMode="numeric"
              />
            ),
          },
        ]}
      />
      <CheckField label={t.old} hint={t.oldHint} isOn={isByAge} onChange={setByAge} />
      {isByAge ? (
        <TextField
          label={t.days}
          value={days}
          onChange={setDays}
          problem={age === null ? t.daysBad : null}
          inputMode="numeric"
        />
      ) : null}
    </JobSheet>
  )
}
