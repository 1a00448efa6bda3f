import { useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { ImageRef } from '../../../shared/imageSpec.ts'
import { formatSpec } from '../../../shared/imageSpec.ts'
import type { JobRequest } from '../../../shared/jobs.ts'
import { nameKey } from '../../../shared/names.ts'
import { formatBytes } from '../../../shared/units.ts'
import { cleanUp } from '../../actions/clean.ts'
import { offerUndo } from '../../actions/offerUndo.ts'
import { careText } from '../../careText.ts'
import { Confirmation, isConfirmed } from '../../components/Confirmation.tsx'
import { choicesOf, planOf } from '../../model/cleanupPlan.ts'
import type { Cleaned } from '../../model/cleanupRun.ts'
import { withSnapshotLines } from '../../model/equivalents.ts'
import { imageKey, imagesStore } from '../../stores/images.ts'
import { showSheet } from '../../stores/ui.ts'
import { CleanSums } from './CleanSums.tsx'
import { CleanTable } from './CleanTable.tsx'
import { CleanStopped } from './CleanStopped.tsx'
import { JobSheet } from './JobSheet.tsx'
import { useCleanup } from './useCleanup.ts'

const t = careText.clean

/** Snapshots that may go: what each frees, what all of them free together, and then the removal and the fold in one step. */
export function CleanSheet({ image }: { readonly image: ImageRef }) {
  const details = useStore(imagesStore, (state) => state.details[imageKey(image)])
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [typed, setTyped] = useState('')
  const [stopped, setStopped] = useState<Cleaned | null>(null)
  const remove = useMemo(
    () => (details?.snapshots ?? []).filter(({ name }) => chosen.has(nameKey(name))).map(({ name }) => name),
    [details, chosen],
  )
  const { cleanup, isWaiting, error } = useCleanup(details, remove)
  const choices = useMemo(() => (details === undefined ? [] : choicesOf(details, cleanup)), [details, cleanup])
  const plan = planOf(choices, chosen, isWaiting ? null : (cleanup?.together ?? null))
  const names = plan.going.map(({ name }) => name)
  const spec = formatSpec(image)
  const fold: JobRequest = { kind: 'fold', target: image }
  const perform = async () => {
    const outcome = await cleanUp(image, plan.going, plan.needsFold)
    setChosen(new Set())
    if (outcome.error !== null) {
      setStopped(outcome)
      return
    }
    showSheet(null)
    // Once a fold runs the names have nothing to come back to.
    if (plan.needsFold) return
    offerUndo({
      kind: 'restore',
      text: t.removed(
        names.map(({ text }) => text),
        spec,
      ),
      image,
      snapshots: outcome.removed,
    })
  }
  return (
    <JobSheet
      title={t.title(spec)}
      subtitle={t.subtitle}
      size="wide"
      look={plan.level === 2 ? 'danger' : 'commit'}
      request={names.length === 0 ? null : fold}
      estimated={{ isWaiting, estimate: null, error }}
      isReady={names.length > 0 && isConfirmed(plan.level, spec, typed)}
      perform={perform}
      keepsOpen
      commands={{
        equivalent: withSnapshotLines('rm', image, names, plan.needsFold ? fold : null),
        json: [...names.map((name) => ({ call: 'snapshot.remove', image, name })), ...(plan.needsFold ? [fold] : [])],
      }}
      commitLabel={() =>
        t.commit(
          names.length,
          plan.needsFold ? (cleanup?.together.linksBefore ?? 0) : 0,
          plan.needsFold ? (cleanup?.together.linksAfter ?? 0) : 0,
          plan.freedBytes === null || names.length === 0 ? null : formatBytes(plan.freedBytes),
        )
      }
      side={<CleanSums together={isWaiting ? null : (cleanup?.together ?? null)} plan={plan} total={choices.length} />}
    >
      {stopped === null ? null : <CleanStopped image={image} outcome={stopped} onDone={() => setStopped(null)} />}
      <CleanTable choices={choices} chosen={chosen} onChoose={setChosen} />
      <Confirmation
        level={names.length === 0 ? 0 : plan.level}
        spec={spec}
        typed={typed}
        onTyped={setTyped}
        consequences={
          names.length === 0
            ? []
            : [
                ...(plan.level === 2 ? [t.lastPoint(names.length)] : []),
                ...(plan.needsFold ? [t.noWayBack, t.trash] : []),
              ]
        }
      />
    </JobSheet>
  )
}
