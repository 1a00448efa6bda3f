import { useState } from 'react'
import { useStore } from 'zustand'
import type { ImageRef, PointRef } from '../../../shared/imageSpec.ts'
import { formatSpec, imageOf, LIBRARY } from '../../../shared/imageSpec.ts'
import type { JobRequest } from '../../../shared/jobs.ts'
import type { Name } from '../../../shared/names.ts'
import { nameFromText, nameKey, sameName } from '../../../shared/names.ts'
import { formatBytes } from '../../../shared/units.ts'
import { startInOrder } from '../../actions/rows.ts'
import { Choice } from '../../components/Choice.tsx'
import { SelectField } from '../../components/Field.tsx'
import { commonSnapshots, nameProblem } from '../../model/forms.ts'
import { joinedEquivalents } from '../../model/equivalents.ts'
import type { Missing } from '../../model/pipePlan.ts'
import { missingOn, missingRequests } from '../../model/pipePlan.ts'
import { sheetText } from '../../sheetText.ts'
import type { Place } from '../../stores/clusters.ts'
import { imageKey, imagesStore } from '../../stores/images.ts'
import { TwoLanes } from '../timeline/TwoLanes.tsx'
import { JobSheet } from './JobSheet.tsx'
import { MissingTable } from './MissingTable.tsx'
import { PointField } from './PointField.tsx'
import { ShrinkField } from './ShrinkField.tsx'
import { PlaceFields } from './PlaceFields.tsx'
import { useEstimate } from './useEstimate.ts'
import { usePlaces } from './usePlaces.ts'
import { useTarget } from './useTarget.ts'

interface PipeSheetProps {
  readonly source: PointRef
  readonly from: Name | null
  /** Where it was dropped. */
  readonly pool?: Name
  /** Whose pool it is; left out: the library's. */
  readonly connection?: string
  readonly namespace?: string
  readonly target?: ImageRef
}

type Mode = 'full' | 'increment' | 'missing'

const NOTHING: Missing = { common: null, steps: [], onlyThere: [] }

/** A point, or what changed up to it, straight into another image. */
export function PipeSheet(props: PipeSheetProps) {
  const { source: chosenSource, from: chosenFrom, pool: meantPool, target: meant } = props
  const image = imageOf(chosenSource)
  const [snapshot, setSnapshot] = useState(chosenSource.snapshot)
  const source: PointRef = { ...image, snapshot }
  const details = useStore(imagesStore, (state) => state.details[imageKey(image)])
  const meantPlace = meant ?? meantPlaceOf(meantPool, props.connection, props.namespace)
  const isElsewhere = (place: Place) => place.connection !== image.connection || !sameName(place.pool, image.pool)
  const chosen = usePlaces(meantPlace, isElsewhere)
  const { place } = chosen
  const [name, setName] = useState(meant?.image.text ?? image.image.text)
  const [mode, setMode] = useState<Mode | null>(chosenFrom === null ? null : 'increment')
  const [allowShrink, setAllowShrink] = useState(false)
  const [since, setSince] = useState<Name | null>(chosenFrom)

  const target: ImageRef = { ...(place ?? image), image: nameFromText(name) }
  const { details: other, isThere } = useTarget(target)
  const common = details === undefined || other === null ? [] : commonSnapshots(details, source.snapshot, other)
  const missing = details === undefined || other === null ? NOTHING : missingOn(details, source.snapshot, other)
  const fallback: Mode = missing.steps.length > 1 ? 'missing' : 'increment'
  const wanted = mode ?? (common.length > 0 ? fallback : 'full')
  const isMissing = wanted === 'missing' && missing.steps.length > 0
  const isIncrement = (wanted === 'increment' || (wanted === 'missing' && !isMissing)) && common.length > 0
  const from = isIncrement
    ? (common.find((one) => since !== null && nameKey(one) === nameKey(since)) ?? common.at(-1) ?? null)
    : null
  const isNew = !isIncrement && !isMissing
  const problem = nameProblem(name) ?? (isNew && isThere ? sheetText.pipe.exists : null)
  const chain = isMissing && problem === null ? missingRequests(source, target, missing) : []
  const single: JobRequest | null =
    problem === null
      ? { kind: 'pipe', source, fromSnapshot: from, target, create: isNew, ...(allowShrink ? { allowShrink } : {}) }
      : null
  // The first of a row is checked before it starts; those behind it stand on what it leaves.
  const request = chain[0] ?? single
  const estimated = useEstimate(request)

  return (
    <JobSheet
      title={sheetText.pipe.title(formatSpec(source))}
      subtitle={sheetText.pipe.subtitle}
      {...(isMissing ? { size: 'full' as const } : {})}
      request={request}
      estimated={estimated}
      {...(chain.length > 1 ? { perform: () => startInOrder(chain) } : {})}
      {...(chain.length > 1 ? { commands: { equivalent: joinedEquivalents(chain), json: chain } } : {})}
      commitLabel={(estimate) =>
        chain.length > 1
          ? sheetText.pipe.commitMissing(
              chain.length,
              formatBytes(missing.steps.reduce((sum, { bytes }) => sum + bytes, 0)),
            )
          : sheetText.pipe.commit(estimate === null ? null : formatBytes(estimate.dataBytes))
      }
    >
      <PointField label={sheetText.pipe.source} details={details} value={snapshot} onChange={setSnapshot} />
      <PlaceFields
        chosen={chosen}
        name={name}
        onName={setName}
        problem={problem}
        labels={{ place: sheetText.pipe.targetPool, name: sheetText.pipe.targetImage }}
      />
      {details === undefined || other === null || common.length === 0 ? null : (
        <TwoLanes source={details} target={other} />
      )}
      <Choice
        legend={sheetText.pipe.what}
        value={isMissing ? 'missing' : isIncrement ? 'increment' : 'full'}
        onChange={setMode}
        options={[
          { value: 'full', label: sheetText.pipe.full, hint: sheetText.pipe.fullHint },
          {
            value: 'increment',
            label: sheetText.pipe.increment,
            hint: sheetText.pipe.incrementHint,
            why: common.length > 0 ? null : other === null ? sheetText.pipe.missing : sheetText.pipe.noCommon,
            children: (
              <SelectField
                label={sheetText.pipe.since}
                value={from === null ? '' : nameKey(from)}
                options={common.map((one) => ({ value: nameKey(one), label: one.text }))}
                onChange={(value) => setSince(common.find((one) => nameKey(one) === value) ?? null)}
              />
            ),
          },
          {
            value: 'missing',
            label: sheetText.pipe.everything,
            hint: sheetText.pipe.everythingHint(missing.steps.length),
            why:
              missing.steps.length > 0
                ? null
                : other === null
                  ? sheetText.pipe.missing
                  : missing.common === null
                    ? sheetText.pipe.noCommon
                    : sheetText.pipe.nothingMissing,
            children: <MissingTable missing={missing} />,
          },
        ]}
      />
      <ShrinkField isOn={allowShrink} set={setAllowShrink} error={estimated.error} />
    </JobSheet>
  )
}

function meantPlaceOf(pool: Name | undefined, connection = LIBRARY, namespace = ''): Place | null {
  return pool === undefined ? null : { connection, pool, namespace }
}
