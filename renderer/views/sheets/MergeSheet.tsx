import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { Estimate } from '../../../shared/estimate.ts'
import type { FileInspection } from '../../../shared/inspection.ts'
import type { JobRequest, MergeInput } from '../../../shared/jobs.ts'
import { nameKey } from '../../../shared/names.ts'
import { formatBytes } from '../../../shared/units.ts'
import { ReorderList } from '../../components/ReorderList.tsx'
import { fileText } from '../../fileText.ts'
import type { ShownInput } from '../../model/mergePlan.ts'
import {
  droppedPoints,
  keptBars,
  mergedName,
  movedTo,
  pointLabels,
  savedBytes,
  shownInputs,
} from '../../model/mergePlan.ts'
import { packedName, writingOf } from '../../model/outputOptions.ts'
import { inspectorStore } from '../../stores/inspector.ts'
import { announce } from '../../stores/ui.ts'
import { formatCount } from '../../strings.ts'
import { DestinationField } from './DestinationField.tsx'
import { DroppedPoints } from './DroppedPoints.tsx'
import { sizeText } from './EstimateFacts.tsx'
import { JobSheet } from './JobSheet.tsx'
import { KeptLegend, MergeInputRow, MergeResultRow } from './MergeInputRow.tsx'
import { MergePicture } from './MergePicture.tsx'
import { MergePreviewView } from './MergePreviewView.tsx'
import { OutputOptionsFields } from './OutputOptionsFields.tsx'
import { SurviveHatch } from './SurviveLane.tsx'
import { useDefaultWriting } from './useDefaultWriting.ts'
import { useDestination } from './useDestination.ts'
import { useEstimate } from './useEstimate.ts'
import { useOutputPath } from './useOutputPath.ts'

interface MergeSheetProps {
  readonly inputs: readonly MergeInput[]
  /** What the inputs that are files hold. */
  readonly files: readonly FileInspection[]
}

const t = fileText.merge
/** So many inputs are shown one by one. */
const MAX_ROWS = 100

/** Diffs that follow each other, made into one file: shown before it is done, with what survives of each (UX U3). */
export function MergeSheet({ inputs: given, files }: MergeSheetProps) {
  const uploadedNames = useStore(inspectorStore, (state) => state.uploadedNames)
  const [inputs, setInputs] = useState(given)
  const [writing, setWriting] = useState(useDefaultWriting())
  const shown = shownInputs(inputs, files, uploadedNames)
  const hasFiles = inputs.some(({ kind }) => kind === 'file')
  const output = useOutputPath(packedName(mergedName(shown), writing))
  const destination = useDestination(output)
  const request: JobRequest | null =
    destination.problem === null
      ? {
          kind: 'merge',
          inputs: [...inputs],
          path: output.path,
          ...(writing.sorts ? { sort: true } : {}),
          ...writingOf(writing),
        }
      : null
  const estimated = useEstimate(request)
  const { stepAside } = output
  useEffect(() => stepAside(estimated.error))
  const merge = estimated.estimate?.merge ?? null
  const bars = merge === null ? [] : keptBars(merge)
  const dropped = droppedPoints(shown)
  // Where the first starts at nothing, only ends can be restored.
  const reached = inputs.length + (shown[0]?.ends?.from === null ? 0 : 1)
  const droppedKeys = new Set(dropped.map(nameKey))

  return (
    <JobSheet
      title={t.title(inputs.length)}
      subtitle={t.subtitle}
      size="full"
      request={request}
      estimated={estimated}
      {...(destination.perform === undefined ? {} : { perform: destination.perform(request) })}
      commitLabel={(estimate) => t.commit(inputs.length, sizeText(estimate), savedText(estimate))}
      side={
        <>
          {merge === null ? null : <MergePreviewView merge={merge} points={[reached, reached - dropped.length]} />}
          <DroppedPoints names={dropped} />
        </>
      }
    >
      {merge === null ? null : (
        <section>
          <SurviveHatch />
          <h3 className="section-title">
            {t.preview} <span className="section-note">{t.exact(formatCount(merge.before.records))}</span>
          </h3>
          <MergePicture
            points={pointLabels(shown)}
            inputBytes={merge.inputs.map(({ fileBytes }) => fileBytes)}
            resultBytes={merge.after.bytes}
          />
        </section>
      )}
      <section>
        <h3 className="section-title">
          {t.which}{' '}
          {estimated.estimate === null ? null : (
            <span className="section-note">{t.whichHint(formatBytes(estimated.estimate.sizeBytes))}</span>
          )}
        </h3>
        <ReorderList
          label={t.list}
          moveLabel={t.move}
          moveHint={t.moveHint}
          isLocked={shown.length > MAX_ROWS}
          onMove={(from, to) => setInputs((before) => movedTo(before, from, to))}
          say={{
            picked: (name, at, of) => announce(t.picked(name, at, of)),
            moved: (name, at, of) => announce(t.movedTo(name, at, of)),
            dropped: (name, at) => announce(t.dropped1(name, at)),
            back: (name) => announce(t.back(name)),
          }}
          items={shown.slice(0, MAX_ROWS).map((one, index) => ({
            key: one.key,
            name: one.called,
            content: (
              <MergeInputRow
                shown={one}
                index={index}
                preview={merge?.inputs[index] ?? null}
                bar={bars[index] ?? null}
                isEndDropped={droppedKeys.has(keyOfEnd(one))}
              />
            ),
          }))}
        />
        {shown.length > MAX_ROWS ? <p className="inspector-hint">{t.more(shown.length - MAX_ROWS)}</p> : null}
        {merge === null ? null : (
          <>
            <MergeResultRow merge={merge} isIndented={shown.length > 1 && shown.length <= MAX_ROWS} />
            <KeptLegend />
          </>
        )}
      </section>
      <DestinationField destination={destination} />
      <OutputOptionsFields value={writing} onChange={setWriting} hasFiles={hasFiles} canSort={hasFiles} />
    </JobSheet>
  )
}

/** The key of the point an input ends at; empty, as no name's is, where that is not known or the head. */
function keyOfEnd({ ends }: ShownInput): string {
  return ends === null || ends.to === null ? '' : nameKey(ends.to)
}

function savedText(estimate: Estimate | null): string | null {
  const saved = estimate?.merge === undefined ? null : savedBytes(estimate.merge)
  return saved === null ? null : formatBytes(saved)
}
