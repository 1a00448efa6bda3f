import { useState } from 'react'
import { useStore } from 'zustand'
import type { SnapshotInfo } from '../../../shared/contract.ts'
import type { ImageRef } from '../../../shared/imageSpec.ts'
import { formatSpec } from '../../../shared/imageSpec.ts'
import type { JobRequest } from '../../../shared/jobs.ts'
import { nameFromText } from '../../../shared/names.ts'
import { formatBytes } from '../../../shared/units.ts'
import { createSnapshot } from '../../actions/snapshots.ts'
import { Confirmation, isConfirmed } from '../../components/Confirmation.tsx'
import { imageText } from '../../imageText.ts'
import { withSnapshotLines } from '../../model/equivalents.ts'
import { isCounted } from '../../model/jobState.ts'
import { isLiveRef } from '../../model/liveDetails.ts'
import { newerThan } from '../../model/points.ts'
import { imageKey, imagesStore } from '../../stores/images.ts'
import { transferText } from '../../transferText.ts'
import { GuardFields } from './GuardFields.tsx'
import { JobSheet } from './JobSheet.tsx'
import { useEstimate } from './useEstimate.ts'
import { useGuard } from './useGuard.ts'

interface RollBackSheetProps {
  readonly image: ImageRef
  readonly snapshot: SnapshotInfo
}

const t = imageText.rollback

/** The head gets the content of a snapshot: the name has to be typed, and a snapshot of the head is made first (UX U9). */
export function RollBackSheet({ image, snapshot }: RollBackSheetProps) {
  const details = useStore(imagesStore, (state) => state.details[imageKey(image)])
  const guard = useGuard(details)
  const [typed, setTyped] = useState('')
  const spec = formatSpec(image)
  const request: JobRequest = { kind: 'rollback', target: image, snapshot: snapshot.name }
  const estimated = useEstimate(request)
  return (
    <JobSheet
      title={t.title(formatSpec({ ...image, snapshot: snapshot.name }))}
      subtitle={t.subtitle(spec, snapshot.name.text)}
      look="danger"
      request={request}
      estimated={estimated}
      isReady={isConfirmed(2, spec, typed) && guard.problem === null}
      before={() => (guard.isMade ? createSnapshot(image, guard.name) : Promise.resolve())}
      {...(guard.isMade
        ? {
            commands: {
              equivalent: withSnapshotLines('create', image, [nameFromText(guard.name)], request),
              json: [{ call: 'snapshot.create', image, name: guard.name }, request],
            },
          }
        : {})}
      commitLabel={(estimate) =>
        t.commit(estimate === null || !isCounted(request) ? null : formatBytes(estimate.dataBytes + estimate.zeroBytes))
      }
    >
      <GuardFields guard={guard} />
      <Confirmation
        level={2}
        spec={spec}
        typed={typed}
        onTyped={setTyped}
        consequences={[
          t.head(snapshot.name.text),
          ...(details === undefined ? [] : [t.newer(newerThan(details, snapshot))]),
          isLiveRef(image) ? transferText.rollback.inPlace : t.appended,
        ]}
      />
    </JobSheet>
  )
}
