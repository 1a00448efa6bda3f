import type { Name } from '../../../shared/names.ts'
import { nameKey } from '../../../shared/names.ts'
import { fileText } from '../../fileText.ts'

/** The points a merged file leads past, struck out. */
export function DroppedPoints({ names }: { readonly names: readonly Name[] }) {
  if (names.length === 0) return <p className="inspector-hint">{fileText.merge.dropNone}</p>
  return (
    <section>
      <h3 className="section-title">{fileText.merge.dropped(names.length)}</h3>
      <ul className="dropped">
        {names.map((name) => (
          <li key={nameKey(name)}>
            <s>{name.text}</s>
          </li>
        ))}
      </ul>
      <p className="inspector-hint">{fileText.merge.droppedHint}</p>
    </section>
  )
}
