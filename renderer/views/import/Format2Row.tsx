import { Shield } from 'lucide-react'
import type { FileInspection } from '../../../shared/inspection.ts'
import { formatBytes } from '../../../shared/units.ts'
import { Disclosure } from '../../components/Disclosure.tsx'
import { fileText } from '../../fileText.ts'
import { text } from '../../strings.ts'

const t = fileText.format2
/** So many points are shown one by one. */
const MAX_POINTS = 200

/** What is in a file of format 2: its points in order, and the facts of the image. */
export function Format2Row({ file }: { readonly file: FileInspection }) {
  const points = file.points ?? []
  const named = points.filter(({ name }) => name !== null).length
  const facts = factsOf(file)
  return (
    <Disclosure title={t.show} summary={[t.points(named), ...facts].join(', ')} isOpen={points.length <= 8}>
      <ol className="point-list" aria-label={t.pointList(file.name)}>
        {points.slice(0, MAX_POINTS).map(({ name, protected: isProtected, sizeBytes, dataBytes }) => (
          <li key={name?.text ?? ''} className={name === null ? 'point-chip is-head' : 'point-chip'}>
            <strong>{name?.text ?? text.app.head}</strong>
            {isProtected ? <Shield size={12} aria-label={t.protected} /> : null}
            <span className="file-kind">
              +{formatBytes(dataBytes)}, {formatBytes(sizeBytes)}
            </span>
          </li>
        ))}
      </ol>
      {points.length > MAX_POINTS ? (
        <p className="inspector-hint">{text.inspector.more(points.length - MAX_POINTS)}</p>
      ) : null}
    </Disclosure>
  )
}

/** The facts a header states, in a few words each. */
function factsOf({ image }: FileInspection): readonly string[] {
  if (image === undefined) return []
  const { order, features, stripeUnit, stripeCount, meta } = image
  return [
    order === null ? null : t.order(formatBytes(2 ** order)),
    features === null ? null : t.features(`0x${features.toString(16)}`),
    stripeUnit === null || stripeCount === null || stripeCount < 2
      ? null
      : t.striping(formatBytes(stripeUnit), stripeCount),
    meta.length === 0 ? null : t.meta(meta.length),
  ].filter((fact) => fact !== null)
}
