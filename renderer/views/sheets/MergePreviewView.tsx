import type { MergePreview } from '../../../shared/estimate.ts'
import { formatBytes } from '../../../shared/units.ts'
import { Facts } from '../../components/Facts.tsx'
import { fileText } from '../../fileText.ts'
import { savedBytes } from '../../model/mergePlan.ts'
import { formatCount } from '../../strings.ts'

const t = fileText.merge

/** A merge or fold in numbers: before, after, and where the difference goes. */
export function MergePreviewView({ merge }: { readonly merge: MergePreview }) {
  const { before, after, overwrittenBytes, zeroedBytes } = merge
  const saved = savedBytes(merge)
  return (
    <section>
      <h3 className="section-title">{t.preview}</h3>
      <table className="table before-after" aria-label={t.preview}>
        <thead>
          <tr>
            <td />
            <th scope="col" className="is-number">
              {t.files}
            </th>
            <th scope="col" className="is-number">
              {t.bytes}
            </th>
            <th scope="col" className="is-number">
              {t.records}
            </th>
          </tr>
        </thead>
        <tbody>
          <Row label={t.before} sums={before} />
          <Row label={t.after} sums={after} />
        </tbody>
      </table>
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

function Row({ label, sums }: { readonly label: string; readonly sums: MergePreview['before'] }) {
  return (
    <tr>
      <th scope="row">{label}</th>
      <td className="is-number">{formatCount(sums.files)}</td>
      <td className="is-number">{formatBytes(sums.bytes)}</td>
      <td className="is-number">{formatCount(sums.records)}</td>
    </tr>
  )
}
