import { useStore } from 'zustand'
import type { ImageRef } from '../../../shared/imageSpec.ts'
import { formatSpec } from '../../../shared/imageSpec.ts'
import type { JobRequest } from '../../../shared/jobs.ts'
import { formatBytes } from '../../../shared/units.ts'
import { imageText } from '../../imageText.ts'
import { keptBars, savedBytes } from '../../model/mergePlan.ts'
import { imageKey, imagesStore } from '../../stores/images.ts'
import { JobSheet } from './JobSheet.tsx'
import { KeptLegend, MergeInputRow } from './MergeInputRow.tsx'
import { MergePreviewView } from './MergePreviewView.tsx'
import { useEstimate } from './useEstimate.ts'

const t = imageText.fold

/** Links between which no point has a name become one: shown before it is done. */
export function FoldSheet({ image }: { readonly image: ImageRef }) {
  const details = useStore(imagesStore, (state) => state.details[imageKey(image)])
  const foldable = details?.foldable
  const request: JobRequest = { kind: 'fold', target: image }
  const estimated = useEstimate(request)
  const merge = estimated.estimate?.merge ?? null
  const bars = merge === null ? [] : keptBars(merge)
  return (
    <JobSheet
      title={t.title(formatSpec(image))}
      subtitle={t.subtitle}
      size="wide"
      request={request}
      estimated={estimated}
      commitLabel={(estimate) => {
        const before = estimate?.merge?.before.files ?? foldable?.links ?? 0
        const after = estimate?.merge?.after.files ?? foldable?.into ?? 0
        const saved = estimate?.merge === undefined ? null : savedBytes(estimate.merge)
        return t.commit(before, after, saved === null ? null : formatBytes(saved))
      }}
      side={merge === null ? null : <MergePreviewView merge={merge} />}
    >
      <p className="form-text">
        {foldable === undefined || foldable.links === 0 ? t.nothing : `${t.foldable(foldable.links, foldable.into)}.`}
      </p>
      {merge === null ? null : (
        <section>
          <ol className="reorder">
            {merge.inputs.map((preview, index) => (
              <li key={preview.called} className="reorder-item">
                <MergeInputRow
                  shown={{
                    input: { kind: 'file', path: preview.called },
                    key: preview.called,
                    called: preview.called,
                    ends: null,
                  }}
                  index={index}
                  preview={preview}
                  bar={bars[index] ?? null}
                  isEndDropped={false}
                />
              </li>
            ))}
          </ol>
          <KeptLegend />
        </section>
      )}
      <ul className="consequences is-mild" aria-label={imageText.rollback.what}>
        <li>{t.names}</li>
        <li>{t.trash}</li>
      </ul>
    </JobSheet>
  )
}
