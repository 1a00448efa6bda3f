import { Segment } from '../../components/Segment.tsx'
import { mapText } from '../../mapText.ts'
import { MAP_MODES } from '../../model/map/reading.ts'
import { showMode } from '../../stores/map.ts'
import { useMapMode } from './useMapMode.ts'

const OPTIONS = MAP_MODES.map((value) => ({ value, label: mapText.mode[value] }))

/** What the map shows: one of its four ways. */
export function MapModes() {
  return <Segment label={mapText.modes} options={OPTIONS} value={useMapMode()} onChange={showMode} />
}
