import { useStore } from 'zustand'
import type { ImageRef } from '../../../shared/imageSpec.ts'
import { formatSpec } from '../../../shared/imageSpec.ts'
import type { JobRequest } from '../../../shared/jobs.ts'
import { formatBytes } from '../../../shared/units.ts'
import { liveText } from '../../liveText.ts'
import { clustersStore } from '../../stores/clusters.ts'
import { imageKey } from '../../stores/images.ts'
import { JobSheet } from './JobSheet.tsx'
import { useEstimate } from './useEstimate.ts'

const t = liveText.flatten

/** A clone gets all of its own content. */
export function FlattenSheet({ image }: { readonly image: ImageRef }) {
  const parent = useStore(clustersStore, ({ images }) => images[imageKey(image)]?.value?.parent ?? null)
  const request: JobRequest = { kind: 'flatten', target: image }
  const estimated = useEstimate(request)
  return (
    <JobSheet
      title={t.title(formatSpec(image))}
      subtitle={t.subtitle}
      request={request}
      estimated={estimated}
      commitLabel={() => t.commit}
    >
      {parent === null ? null : (
        <p className="form-text">
          {t.hint(formatBytes(parent.overlapBytes), formatSpec({ ...image, ...parent, snapshot: parent.snapshot }))}
        </p>
      )}
    </JobSheet>
  )
}
