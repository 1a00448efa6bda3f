import { ArrowRight } from 'lucide-react'
import { careText } from '../careText.ts'

interface BeforeAfterProps {
  readonly label: string
  readonly rows: readonly (readonly [label: string, before: string, after: string])[]
}

/** Numbers as they are and as they will be, one row each. */
export function BeforeAfter({ label, rows }: BeforeAfterProps) {
  return (
    <section>
      <h3 className="section-title">{label}</h3>
      <table className="sums" aria-label={label}>
        <thead className="visually-hidden">
          <tr>
            <td />
            <th scope="col">{careText.change.before}</th>
            <td />
            <th scope="col">{careText.change.after}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, before, after]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className="is-number">{before}</td>
              <td className="sums-arrow" aria-hidden="true">
                <ArrowRight size={13} />
              </td>
              <td className="is-number">
                <strong>{after}</strong>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
