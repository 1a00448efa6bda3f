import { text } from '../../strings.ts'

/** What the marks of the block map mean. */
export function MapLegend({ isChange, cell }: { readonly isChange: boolean; readonly cell: string }) {
  return (
    <ul className="legend">
      <li>
        <span className="swatch is-hole" aria-hidden="true" /> {text.map.hole}
      </li>
      <li>
        <span className={isChange ? 'swatch is-change' : 'swatch is-data'} aria-hidden="true" />{' '}
        {isChange ? text.map.change : text.map.data}
      </li>
      <li>
        <span className={isChange ? 'swatch is-zero is-change' : 'swatch is-zero'} aria-hidden="true" /> {text.map.zero}
      </li>
      <li className="legend-end">{cell}</li>
    </ul>
  )
}
