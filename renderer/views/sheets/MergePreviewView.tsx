import type { MergePreview } from '../../../shared/estimate.ts'
import { formatBytes } from '../../../shared/units.ts'
import { BeforeAfter } from '../../components/BeforeAfter.tsx'
import { Facts } from '../../components/Facts.tsx'
import { fileText } from '../../fileText.ts'
import { savedBytes } from '../../model/mergePlan.ts'
import { formatCount } from '../../strings.ts'

const t = fileText.merge

interface MergePreviewViewProps {
  readonly merge: MergePreview
  /** Restore points that these inputs lead to, before and after. */
  readonly points: readonly [before: number, after: number]
}

/** A merge or fold in numbers: before, after, and where the difference goes. */
export function MergePreviewView({ merge, points }: MergePreviewViewProps) {
  const { before, after, overwrittenBytes, zeroedBytes } = merge
  const saved = savedBytes(merge)
  return (
    <section>
      <BeforeAfter
        label={t.preview}
        rows={[
          [t.bytes, formatBytes(before.bytes), formatBytes(after.bytes)],
          [t.records, formatCount(before.records), formatCount(after.records)],
          [t.restorePoints, formatCount(points[0]), formatCount(points[1])],
          [t.filesToRead, formatCount(before.files), formatCount(after.files)],
        ]}
      />
      <Facts
        facts={[
          saved === null ? null : [t.change, <strong key="saved">−{formatBytes(saved)}</strong>],
          overwrittenBytes === 0 ? null : [t.overwritten, formatBytes(overwrittenBytes)],
          zeroedBytes === 0 ? null : [t.zeroed, formatBytes(zeroedBytes)],
        ]}
      />
    </section>
  )
}
