import type { Cleanup } from '../../../shared/cleanup.ts'
import { nameKey } from '../../../shared/names.ts'
import { formatBytes } from '../../../shared/units.ts'
import { careText } from '../../careText.ts'
import { BeforeAfter } from '../../components/BeforeAfter.tsx'
import type { CleanupPlan } from '../../model/cleanupPlan.ts'
import { formatCount, text } from '../../strings.ts'

const t = careText.clean
/** So many names are struck out one by one. */
const MAX_NAMES = 100

interface CleanSumsProps {
  /** Null while it is worked out. */
  readonly together: Cleanup['together'] | null
  readonly plan: CleanupPlan
  /** Snapshots there are now. */
  readonly total: number
}

/** What goes and what it frees: sums before and after, and the points that are struck out. */
export function CleanSums({ together, plan: { going, newestLeft }, total }: CleanSumsProps) {
  return (
    <>
      <BeforeAfter
        label={t.together}
        rows={[
          [t.points, formatCount(total), formatCount(total - going.length)],
          ...(together === null
            ? []
            : [
                [t.links, formatCount(together.linksBefore), formatCount(together.linksAfter)] as const,
                [t.stored, formatBytes(together.bytesBefore), formatBytes(together.bytesAfter)] as const,
              ]),
        ]}
      />
      {going.length === 0 ? (
        <p className="inspector-hint">{t.noneGone}</p>
      ) : (
        <section>
          <h3 className="section-title">{t.gone(going.length)}</h3>
          <ul className="dropped is-tall">
            {going.slice(0, MAX_NAMES).map(({ name }) => (
              <li key={nameKey(name)}>
                <s>{name.text}</s>
              </li>
            ))}
          </ul>
          {going.length > MAX_NAMES ? (
            <p className="inspector-hint">{text.inspector.more(going.length - MAX_NAMES)}</p>
          ) : null}
          <p className="inspector-hint">{newestLeft === null ? t.headOnly : t.stays(newestLeft.text)}</p>
        </section>
      )}
    </>
  )
}
