import { formatBytes } from '../../../shared/units.ts'
import type { MapLayout } from '../../model/map/layout.ts'
import { offsetMarks } from '../../model/map/offsets.ts'
import type { MapReading } from '../../model/map/reading.ts'

/** The offsets at the left of the map, each at the row that holds it. */
export function MapOffsets({ reading, layout }: { readonly reading: MapReading; readonly layout: MapLayout }) {
  const rowHeight = layout.cellHeight / layout.scale
  return (
    <div className="map-offsets" aria-hidden="true">
      {offsetMarks(reading, layout).map(({ offset, row }) => (
        <span key={offset} className="map-offset" style={{ top: row * rowHeight + rowHeight / 2 }}>
          {formatBytes(offset)}
        </span>
      ))}
    </div>
  )
}
