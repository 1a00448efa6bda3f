import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { ImageDetails } from '../../../shared/contract.ts'
import type { ImageRef, PointRef } from '../../../shared/imageSpec.ts'
import { formatSpec, imageOf } from '../../../shared/imageSpec.ts'
import type { JobRequest } from '../../../shared/jobs.ts'
import type { Name } from '../../../shared/names.ts'
import { nameFromText, nameKey } from '../../../shared/names.ts'
import { formatBytes } from '../../../shared/units.ts'
import { guarded } from '../../actions/failure.ts'
import { loadDetails } from '../../actions/library.ts'
import { startInOrder } from '../../actions/rows.ts'
import { Choice } from '../../components/Choice.tsx'
import { SelectField, TextField } from '../../components/Field.tsx'
import { commonSnapshots, nameProblem } from '../../model/forms.ts'
import { joinedEquivalents } from '../../model/equivalents.ts'
import type { Missing } from '../../model/pipePlan.ts'
import { missingOn, missingRequests } from '../../model/pipePlan.ts'
import { sheetText } from '../../sheetText.ts'
import { imageKey, imagesStore } from '../../stores/images.ts'
import { TwoLanes } from '../timeline/TwoLanes.tsx'
import { JobSheet } from './JobSheet.tsx'
import { MissingTable } from './MissingTable.tsx'
import { PointField } from './PointField.tsx'
import { useEstimate } from './useEstimate.ts'
import { usePools } from './usePools.ts'

interface PipeSheetProps {
  readonly source: PointRef
  readonly from: Name | null
  /** Where it was dropped. */
  readonly pool?: Name
  readonly target?: ImageRef
}

type Mode = 'full' | 'increment' | 'missing'

const NOTHING: Missing = { common: null, steps: [], onlyThere: [] }

/** A point, or what changed up to it, straight into another image. */
export function PipeSheet({ source: chosenSource, from: chosenFrom, pool: meantPool, target: meant }: PipeSheetProps) {
  const image = imageOf(chosenSource)
  const [snapshot, setSnapshot] = useState(chosenSource.snapshot)
  const source: PointRef = { ...image, snapshot }
  const pools = usePools()
  const details = useStore(imagesStore, (state) => state.details[imageKey(image)])
  const elsewhere = pools.find((pool) => nameKey(pool.name) !== nameKey(image.pool)) ?? pools[0]
  const [poolKeyChosen, setPool] = useState(() => {
    const first = meant?.pool ?? meantPool ?? elsewhere?.name
    return first === undefined ? '' : nameKey(first)
  })
  const [name, setName] = useState(meant?.image.text ?? image.image.text)
  const [mode, setMode] = useState<Mode | null>(chosenFrom === null ? null : 'increment')
  const [since, setSince] = useState<Name | null>(chosenFrom)

  const pool = pools.find((one) => nameKey(one.name) === poolKeyChosen)?.name ?? image.pool
  const target: ImageRef = { ...image, pool, namespace: '', image: nameFromText(name) }
  const other = useTarget(target)
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
  const problem = nameProblem(name) ?? (isNew && other !== null ? sheetText.pipe.exists : null)
  const chain = isMissing && problem === null ? missingRequests(source, target, missing) : []
  const single: JobRequest | null =
    problem === null ? { kind: 'pipe', source, fromSnapshot: from, target, create: isNew } : null
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
      <div className="field-pair">
        <SelectField
          label={sheetText.pipe.targetPool}
          value={poolKeyChosen}
          options={pools.map((one) => ({ value: nameKey(one.name), label: one.name.text }))}
          onChange={setPool}
        />
        <TextField label={sheetText.pipe.targetImage} value={name} onChange={setName} problem={problem} />
      </div>
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
    </JobSheet>
  )
}

/** The image that is there already under the target's name, read when it is in the pool's list; null when there is none. */
function useTarget(target: ImageRef): ImageDetails | null {
  const key = imageKey(target)
  const isListed = useStore(imagesStore, ({ imagesByPool }) =>
    Object.values(imagesByPool).some((list) => list.some((one) => imageKey(one.ref) === key)),
  )
  const known = useStore(imagesStore, ({ details }) => details[key])
  useEffect(() => {
    if (isListed && known === undefined) void guarded(() => loadDetails(target))
    // The key says all of the target.
  }, [isListed, known, key])
  return isListed ? (known ?? null) : null
}
