import type { Estimate } from '../../../shared/estimate.ts'
import type { JobKind, JobRequest } from '../../../shared/jobs.ts'
import { imagesOf } from '../../../shared/requestParts.ts'
import { formatBytes } from '../../../shared/units.ts'
import type { Fact } from '../../components/Facts.tsx'
import { Facts } from '../../components/Facts.tsx'
import { isCounted } from '../../model/jobState.ts'
import { isLiveRef } from '../../model/liveDetails.ts'
import { sheetText } from '../../sheetText.ts'
import { formatCount } from '../../strings.ts'
import { transferText } from '../../transferText.ts'
import type { Estimated } from './useEstimate.ts'

interface EstimateFactsProps {
  readonly estimated: Estimated
  readonly request: JobRequest | null
}

/** What a job would read and write, from headers only. Of one that writes nothing only what it reads. */
export function EstimateFacts({ estimated: { isWaiting, estimate }, request }: EstimateFactsProps) {
  const { common } = sheetText
  if (estimate === null) {
    return isWaiting ? (
      <section>
        <h3 className="section-title">{common.estimate}</h3>
        <p className="inspector-hint">{isOfCluster(request) ? transferText.asking : common.waiting}</p>
      </section>
    ) : null
  }
  const { outputBytes, zeroBytes, readBytes, spillBytes = 0 } = estimate
  const output = outputBytes === null ? common.unknownSize : formatBytes(outputBytes)
  // Of what a cluster does within itself nobody knows more.
  const isInside = request !== null && !isCounted(request)
  const isLook = request !== null && LOOKS.has(request.kind)
  return (
    <section>
      <h3 className="section-title">{common.estimate}</h3>
      <Facts
        facts={[
          ...(isLook
            ? []
            : isInside
              ? ([[common.imageSize, formatBytes(estimate.sizeBytes)]] satisfies Fact[])
              : ([
                  [
                    request !== null && 'path' in request ? common.fileSize : common.stored,
                    <strong key="size">{output}</strong>,
                  ],
                  [common.data, formatBytes(estimate.dataBytes)],
                  zeroBytes === 0 ? null : [common.zeros, formatBytes(zeroBytes)],
                  [common.records, formatCount(estimate.records)],
                  [common.imageSize, formatBytes(estimate.sizeBytes)],
                ] satisfies (Fact | null)[])),
          isInside && readBytes === 0 ? null : [common.toRead, formatBytes(readBytes)],
          spillBytes === 0 ? null : [common.spill, formatBytes(spillBytes)],
        ]}
      />
    </section>
  )
}

function isOfCluster(request: JobRequest | null): boolean {
  return request !== null && imagesOf(request).some(isLiveRef)
}

/** Jobs that change no image and write no file of their own size. */
const LOOKS: ReadonlySet<JobKind> = new Set<JobKind>(['verify', 'compare', 'manifest'])

/** The size of what a job would make, for its button; null while it is not known. */
export function sizeText(estimate: Estimate | null): string | null {
  const bytes = estimate?.outputBytes ?? null
  return bytes === null ? null : formatBytes(bytes)
}
