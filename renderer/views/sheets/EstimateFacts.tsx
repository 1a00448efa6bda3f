import type { Estimate } from '../../../shared/estimate.ts'
import { formatBytes } from '../../../shared/units.ts'
import { Facts } from '../../components/Facts.tsx'
import { sheetText } from '../../sheetText.ts'
import { formatCount } from '../../strings.ts'
import type { Estimated } from './useEstimate.ts'

interface EstimateFactsProps {
  readonly estimated: Estimated
  /** The outcome is a file of the user's, not a link in the library. */
  readonly isFile: boolean
}

/** What a job would read and write, from headers only. */
export function EstimateFacts({ estimated: { isWaiting, estimate }, isFile }: EstimateFactsProps) {
  const { common } = sheetText
  if (estimate === null) {
    return isWaiting ? (
      <section>
        <h3 className="section-title">{common.estimate}</h3>
        <p className="inspector-hint">{common.waiting}</p>
      </section>
    ) : null
  }
  const output = estimate.outputBytes === null ? common.unknownSize : formatBytes(estimate.outputBytes)
  return (
    <section>
      <h3 className="section-title">{common.estimate}</h3>
      <Facts
        facts={[
          [isFile ? common.fileSize : common.stored, <strong key="size">{output}</strong>],
          [common.data, formatBytes(estimate.dataBytes)],
          estimate.zeroBytes === 0 ? null : [common.zeros, formatBytes(estimate.zeroBytes)],
          [common.records, formatCount(estimate.records)],
          [common.imageSize, formatBytes(estimate.sizeBytes)],
          [common.toRead, formatBytes(estimate.readBytes)],
        ]}
      />
    </section>
  )
}

/** The size of what a job would make, for its button; null while it is not known. */
export function sizeText(estimate: Estimate | null): string | null {
  const bytes = estimate?.outputBytes ?? null
  return bytes === null ? null : formatBytes(bytes)
}
