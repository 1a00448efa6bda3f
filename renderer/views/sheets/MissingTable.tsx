import { nameKey } from '../../../shared/names.ts'
import { formatBytes } from '../../../shared/units.ts'
import type { Missing } from '../../model/pipePlan.ts'
import { sheetText } from '../../sheetText.ts'
import { text } from '../../strings.ts'

const t = sheetText.pipe
/** So many steps are shown one by one. */
const MAX_ROWS = 100

interface MissingTableProps {
  readonly missing: Missing
}

/** What will be sent, step by step, and what each leaves on the target. */
export function MissingTable({ missing }: MissingTableProps) {
  const { common, steps, onlyThere } = missing
  const most = Math.max(1, ...steps.map(({ bytes }) => bytes))
  return (
    <section className="missing-steps">
      <p className="form-text">
        {common === null ? t.noCommon : t.newestCommon(common.text)}
        {onlyThere.length === 0 ? '' : ` ${t.onlyThere(onlyThere.map((name) => name.text).join(', '))}`}
      </p>
      <table className="table" aria-label={t.willBeSent}>
        <thead>
          <tr>
            <th scope="col">{t.step}</th>
            <th scope="col" className="is-number">
              {t.atMost}
            </th>
            <td />
            <th scope="col">{t.after}</th>
          </tr>
        </thead>
        <tbody>
          {steps.slice(0, MAX_ROWS).map(({ from, to, bytes }, index) => (
            <tr key={nameKey(from)}>
              <th scope="row">
                <span className="path-number">{index + 1}</span> {from.text} → {to?.text ?? text.app.head}
              </th>
              <td className="is-number">{formatBytes(bytes)}</td>
              <td aria-hidden="true" className="missing-bar">
                <span className="kept-bar">
                  <span className="gone-part" style={{ width: `${(bytes / most) * 100}%` }} />
                </span>
              </td>
              <td>{to === null ? t.thenHead : t.thenSnapshot(to.text)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {steps.length > MAX_ROWS ? (
        <p className="inspector-hint">{text.inspector.more(steps.length - MAX_ROWS)}</p>
      ) : null}
      <p className="form-text">{t.oneByOne}</p>
    </section>
  )
}
