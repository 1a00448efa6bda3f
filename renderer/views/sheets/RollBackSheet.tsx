import { useState } from 'react'
import { useStore } from 'zustand'
import type { SnapshotInfo } from '../../../shared/contract.ts'
import type { ImageRef } from '../../../shared/imageSpec.ts'
import { formatSpec } from '../../../shared/imageSpec.ts'
import type { JobRequest } from '../../../shared/jobs.ts'
import { formatBytes } from '../../../shared/units.ts'
import { createSnapshot } from '../../actions/snapshots.ts'
import { CheckField } from '../../components/CheckField.tsx'
import { TextField } from '../../components/Field.tsx'
import { imageText } from '../../imageText.ts'
import { guardName, nameProblem } from '../../model/forms.ts'
import { newerThan, sameContentAsHead } from '../../model/points.ts'
import { imageKey, imagesStore } from '../../stores/images.ts'
import { JobSheet } from './JobSheet.tsx'
import { useEstimate } from './useEstimate.ts'

interface RollBackSheetProps {
  readonly image: ImageRef
  readonly snapshot: SnapshotInfo
}

const t = imageText.rollback

/** The head gets the content of a snapshot: the name has to be typed, and a snapshot of the head is made first (UX U9). */
export function RollBackSheet({ image, snapshot }: RollBackSheetProps) {
  const details = useStore(imagesStore, (state) => state.details[imageKey(image)])
  const twin = details === undefined ? null : sameContentAsHead(details)
  const [isGuarded, setGuarded] = useState(true)
  const [guard, setGuard] = useState(() => guardName(Date.now()))
  const [typed, setTyped] = useState('')
  const spec = formatSpec(image)
  const request: JobRequest = { kind: 'rollback', target: image, snapshot: snapshot.name }
  const estimated = useEstimate(request)
  const hasGuard = twin === null && isGuarded
  const problem = hasGuard ? nameProblem(guard) : null
  return (
    <JobSheet
      title={t.title(formatSpec({ ...image, snapshot: snapshot.name }))}
      subtitle={t.subtitle(spec, snapshot.name.text)}
      look="danger"
      request={request}
      estimated={estimated}
      isReady={typed === spec && problem === null}
      before={async () => {
        // A job that was refused after the snapshot was made must not ask for it again.
        const isMade = details?.snapshots.some(({ name }) => name.text === guard) === true
        if (hasGuard && !isMade) await createSnapshot(image, guard)
      }}
      commitLabel={(estimate) =>
        t.commit(estimate === null ? null : formatBytes(estimate.dataBytes + estimate.zeroBytes))
      }
    >
      <ul className="consequences" aria-label={t.what}>
        <li>{t.head(snapshot.name.text)}</li>
        {details === undefined ? null : <li>{t.newer(newerThan(details, snapshot))}</li>}
        <li>{t.appended}</li>
      </ul>
      {twin === null ? (
        <CheckField label={t.guard} hint={t.guardHint} isOn={isGuarded} onChange={setGuarded} />
      ) : (
        <p className="form-text">{t.noGuard(twin.text)}</p>
      )}
      {hasGuard ? <TextField label={t.guardName} value={guard} onChange={setGuard} problem={problem} /> : null}
      <TextField label={imageText.confirm(spec)} value={typed} onChange={setTyped} />
    </JobSheet>
  )
}
