import { useState } from 'react'
import { useStore } from 'zustand'
import type { ImageDetails } from '../../../shared/contract.ts'
import type { ImageRef } from '../../../shared/imageSpec.ts'
import { formatSpec } from '../../../shared/imageSpec.ts'
import type { JobRequest } from '../../../shared/jobs.ts'
import { nameFromText, sameName } from '../../../shared/names.ts'
import { formatBytes } from '../../../shared/units.ts'
import { nameProblem } from '../../model/forms.ts'
import { missingOn } from '../../model/pipePlan.ts'
import { sheetText } from '../../sheetText.ts'
import type { Place } from '../../stores/clusters.ts'
import { imageKey, imagesStore } from '../../stores/images.ts'
import { transferText } from '../../transferText.ts'
import { TwoLanes } from '../timeline/TwoLanes.tsx'
import { JobSheet } from './JobSheet.tsx'
import { ShrinkField } from './ShrinkField.tsx'
import { PlaceFields } from './PlaceFields.tsx'
import { useEstimate } from './useEstimate.ts'
import { usePlaces } from './usePlaces.ts'
import { useTarget } from './useTarget.ts'

const t = transferText.replicate

/** Every snapshot of an image that another one lacks, in the library or on a cluster, there or to be made. */
export function ReplicateSheet({ source }: { readonly source: ImageRef }) {
  const details = useStore(imagesStore, (state) => state.details[imageKey(source)])
  const isElsewhere = (place: Place) => place.connection !== source.connection || !sameName(place.pool, source.pool)
  const chosen = usePlaces(null, isElsewhere)
  const { place } = chosen
  const [name, setName] = useState(source.image.text)
  const [allowShrink, setAllowShrink] = useState(false)
  const target: ImageRef | null = place === null ? null : { ...place, image: nameFromText(name) }
  const other = useTarget(target)
  const isItself = target !== null && imageKey(target) === imageKey(source)
  const problem = nameProblem(name) ?? (isItself ? sheetText.pipe.exists : null)
  const request: JobRequest | null =
    problem === null && target !== null
      ? { kind: 'replicate', source, target, ...(allowShrink ? { allowShrink } : {}) }
      : null
  const estimated = useEstimate(request)
  return (
    <JobSheet
      title={t.title(formatSpec(source))}
      subtitle={t.subtitle}
      request={request}
      estimated={estimated}
      commitLabel={(estimate) => `${t.commit}${estimate === null ? '' : ` ${formatBytes(estimate.dataBytes)}`}`}
    >
      <PlaceFields
        chosen={chosen}
        name={name}
        onName={setName}
        problem={problem}
        labels={{ place: sheetText.pipe.targetPool, name: sheetText.pipe.targetImage }}
      />
      <p className="form-text">{sentenceOf(details, other)}</p>
      {details === undefined || other.details === null ? null : <TwoLanes source={details} target={other.details} />}
      <ShrinkField isOn={allowShrink} set={setAllowShrink} error={estimated.error} />
      <p className="field-hint">{t.head}</p>
    </JobSheet>
  )
}

/** What will be sent, as far as both were read. */
function sentenceOf(
  details: ImageDetails | undefined,
  { isThere, details: other }: ReturnType<typeof useTarget>,
): string {
  if (details === undefined || (isThere && other === null)) return t.reading
  if (other === null) return `${t.known(details.snapshots.length)}. ${t.fresh}`
  const { common, steps } = missingOn(details, details.snapshots.at(-1)?.name ?? null, other)
  return common === null ? t.none : t.common(common.text, steps.length)
}
