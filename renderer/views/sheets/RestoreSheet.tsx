import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { Estimate } from '../../../shared/estimate.ts'
import type { PointRef } from '../../../shared/imageSpec.ts'
import { formatSpec, imageOf } from '../../../shared/imageSpec.ts'
import type { JobRequest } from '../../../shared/jobs.ts'
import { formatBytes } from '../../../shared/units.ts'
import { createSnapshot } from '../../actions/snapshots.ts'
import { careText } from '../../careText.ts'
import { Choice } from '../../components/Choice.tsx'
import { isConfirmed } from '../../components/Confirmation.tsx'
import { withSnapshotLines } from '../../model/equivalents.ts'
import { fileNameFor } from '../../model/exportPath.ts'
import { isCounted } from '../../model/jobState.ts'
import { isLiveRef } from '../../model/liveDetails.ts'
import { packedName, writingOf } from '../../model/outputOptions.ts'
import type { RestoreWay } from '../../model/restorePlan.ts'
import { overProblem, restoreRequest } from '../../model/restorePlan.ts'
import { nameFromText } from '../../../shared/names.ts'
import { imageKey, imagesStore } from '../../stores/images.ts'
import { text } from '../../strings.ts'
import { transferText } from '../../transferText.ts'
import { DestinationField } from './DestinationField.tsx'
import { JobSheet } from './JobSheet.tsx'
import { OverFields } from './OverFields.tsx'
import { PointField } from './PointField.tsx'
import { ReadingLine } from './ReadingLine.tsx'
import { TargetFields } from './TargetFields.tsx'
import { useDefaultWriting } from './useDefaultWriting.ts'
import { useDestination } from './useDestination.ts'
import { useEstimate } from './useEstimate.ts'
import { useFreshTarget } from './useFreshTarget.ts'
import { useGuard } from './useGuard.ts'
import { useOutputPath } from './useOutputPath.ts'

const t = careText.restore

/** A point to a raw file, as a new image, or over the image it belongs to. */
export function RestoreSheet({ source: chosen }: { readonly source: PointRef }) {
  const image = imageOf(chosen)
  const details = useStore(imagesStore, (state) => state.details[imageKey(image)])
  const [snapshot, setSnapshot] = useState(chosen.snapshot)
  const [wanted, setWay] = useState<RestoreWay>('file')
  const [isOverItself, setOverItself] = useState(true)
  const [typed, setTyped] = useState('')
  const writing = useDefaultWriting()
  const source: PointRef = { ...image, snapshot }
  const output = useOutputPath(
    packedName(fileNameFor([image.image.text, snapshot?.text ?? text.app.head], 'raw'), writing),
  )
  const destination = useDestination(output)
  const fresh = useFreshTarget(source)
  const guard = useGuard(details)
  const why = overProblem(details, source)
  const way = wanted === 'over' && why !== null ? 'file' : wanted
  const problem = { file: destination.problem, fresh: fresh.problem, over: guard.problem }[way]
  const asked = restoreRequest(way, {
    source,
    path: output.path,
    writing: writingOf(writing),
    fresh: fresh.ref,
    isOverItself,
  })
  const request = problem === null ? asked : null
  const estimated = useEstimate(request)
  const { stepAside } = output
  useEffect(() => stepAside(way === 'file' ? estimated.error : null))
  const spec = formatSpec(image)
  const isOver = way === 'over'

  return (
    <JobSheet
      title={t.title(formatSpec(source))}
      subtitle={isLiveRef(image) ? transferText.restore.subtitle : t.subtitle}
      look={isOver ? 'danger' : 'commit'}
      request={request}
      estimated={estimated}
      {...(way !== 'file' || destination.perform === undefined ? {} : { perform: destination.perform(request) })}
      isReady={isConfirmed(isOver ? 2 : 0, spec, typed)}
      before={() => (isOver && guard.isMade ? createSnapshot(image, guard.name) : Promise.resolve())}
      {...(isOver && guard.isMade && request !== null
        ? {
            commands: {
              equivalent: withSnapshotLines('create', image, [nameFromText(guard.name)], request),
              json: [{ call: 'snapshot.create', image, name: guard.name }, request],
            },
          }
        : {})}
      commitLabel={(estimate) => t.commit[way](sizeOf(request, estimate))}
    >
      <PointField label={t.point} details={details} value={snapshot} onChange={setSnapshot} />
      {details === undefined || isLiveRef(image) ? null : <ReadingLine details={details} snapshot={snapshot} />}
      <Choice
        legend={t.where}
        value={way}
        onChange={setWay}
        options={[
          { value: 'file', label: t.file, hint: t.fileHint, children: <DestinationField destination={destination} /> },
          { value: 'fresh', label: t.fresh, hint: t.freshHint, children: <TargetFields target={fresh} /> },
          {
            value: 'over',
            label: t.over,
            hint: t.overHint(spec),
            why,
            children: (
              <OverFields
                source={source}
                details={details}
                isOverItself={isOverItself}
                onOver={setOverItself}
                guard={guard}
                typed={typed}
                onTyped={setTyped}
              />
            ),
          },
        ]}
      />
    </JobSheet>
  )
}

function sizeOf(request: JobRequest | null, estimate: Estimate | null): string | null {
  if (estimate === null || request === null || !isCounted(request)) return null
  return formatBytes(request.kind === 'rollback' ? estimate.dataBytes + estimate.zeroBytes : estimate.dataBytes)
}
