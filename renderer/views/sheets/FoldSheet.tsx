import { useStore } from 'zustand'
import type { ImageDetails } from '../../../shared/contract.ts'
import type { MergePreview } from '../../../shared/estimate.ts'
import type { ImageRef } from '../../../shared/imageSpec.ts'
import { formatSpec } from '../../../shared/imageSpec.ts'
import type { JobRequest } from '../../../shared/jobs.ts'
import { formatBytes } from '../../../shared/units.ts'
import { Confirmation } from '../../components/Confirmation.tsx'
import { fileText } from '../../fileText.ts'
import { imageText } from '../../imageText.ts'
import { foldPicture } from '../../model/foldPlan.ts'
import { keptBars, savedBytes } from '../../model/mergePlan.ts'
import { imageKey, imagesStore } from '../../stores/images.ts'
import { formatCount } from '../../strings.ts'
import { JobSheet } from './JobSheet.tsx'
import { KeptLegend, MergeInputRow, MergeResultRow } from './MergeInputRow.tsx'
import { MergePicture } from './MergePicture.tsx'
import { MergePreviewView } from './MergePreviewView.tsx'
import { SurviveHatch } from './SurviveLane.tsx'
import { useEstimate } from './useEstimate.ts'

const t = imageText.fold
const m = fileText.merge
/** So many links are shown one by one. */
const MAX_ROWS = 100

/** Links between which no point has a name become one: shown before it is done. */
export function FoldSheet({ image }: { readonly image: ImageRef }) {
  const details = useStore(imagesStore, (state) => state.details[imageKey(image)])
  const foldable = details?.foldable
  const request: JobRequest = { kind: 'fold', target: image }
  const estimated = useEstimate(request)
  const merge = estimated.estimate?.merge ?? null
  const points = details?.snapshots.length ?? 0
  return (
    <JobSheet
      title={t.title(formatSpec(image))}
      subtitle={t.subtitle}
      size="full"
      request={request}
      estimated={estimated}
      commitLabel={(estimate) => {
        const before = estimate?.merge?.before.files ?? foldable?.links ?? 0
        const after = estimate?.merge?.after.files ?? foldable?.into ?? 0
        const saved = estimate?.merge === undefined ? null : savedBytes(estimate.merge)
        return t.commit(before, after, saved === null ? null : formatBytes(saved))
      }}
      side={merge === null ? null : <MergePreviewView merge={merge} points={[points, points]} />}
    >
      <p className="form-text">
        {foldable === undefined || foldable.links === 0 ? t.nothing : `${t.foldable(foldable.links, foldable.into)}.`}
      </p>
      {merge === null || details === undefined ? null : <FoldPreview details={details} merge={merge} />}
      <Confirmation level={1} consequences={[t.names, t.trash]} spec={formatSpec(image)} />
    </JobSheet>
  )
}

function FoldPreview({ details, merge }: { readonly details: ImageDetails; readonly merge: MergePreview }) {
  const bars = keptBars(merge)
  return (
    <>
      <section>
        <SurviveHatch />
        <h3 className="section-title">
          {m.preview} <span className="section-note">{m.exact(formatCount(merge.before.records))}</span>
        </h3>
        <MergePicture
          {...foldPicture(details, merge.inputs)}
          inputBytes={merge.inputs.map(({ fileBytes }) => fileBytes)}
          resultBytes={merge.after.bytes}
        />
      </section>
      <section>
        <h3 className="section-title">
          {m.which} <span className="section-note">{m.whichHint(formatBytes(details.sizeBytes))}</span>
        </h3>
        <ol className="reorder">
          {merge.inputs.slice(0, MAX_ROWS).map((preview, index) => (
            <li key={preview.called} className="reorder-item">
              <MergeInputRow
                shown={{ called: preview.called, ends: null }}
                index={index}
                preview={preview}
                bar={bars[index] ?? null}
                isEndDropped={false}
              />
            </li>
          ))}
        </ol>
        {merge.inputs.length > MAX_ROWS ? (
          <p className="inspector-hint">{m.more(merge.inputs.length - MAX_ROWS)}</p>
        ) : null}
        <MergeResultRow merge={merge} isIndented={false} />
        <KeptLegend />
      </section>
    </>
  )
}
