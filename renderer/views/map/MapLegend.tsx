import { mapText } from '../../mapText.ts'
import type { LegendEntry } from '../../model/map/legend.ts'
import { TileMark } from './TileMark.tsx'

/** What the looks of the map mean, and how much a cell is. */
export function MapLegend({ entries, cell }: { readonly entries: readonly LegendEntry[]; readonly cell: string }) {
  return (
    <div className="map-legend">
      <ul className="map-legend-list" aria-label={mapText.legend.label}>
        {entries.map(({ tiles, label, more }) => (
          <li key={tiles.join('')}>
            {tiles.map((tile) => (
              <TileMark key={tile} tile={tile} />
            ))}
            <span>
              {label}
              {more === undefined ? null : <span className="map-legend-more">{more}</span>}
            </span>
          </li>
        ))}
      </ul>
      <p className="map-legend-cell">{cell}</p>
    </div>
  )
}
