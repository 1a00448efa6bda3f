import { Segment } from '../../components/Segment.tsx'
import { mapText } from '../../mapText.ts'
import { MAP_MODES } from '../../model/map/reading.ts'
import { showMode } from '../../stores/map.ts'
import { useMapMode } from './useMapMode.ts'

const OPTIONS = MAP_MODES.map((value) => ({ value, label: mapText.mode[value] }))
/** What a cluster can tell: neither how often something was changed nor by what. */
const LIVE = OPTIONS.filter(({ value }) => value === 'allocated' || value === 'changed')

/** What the map shows: one of its ways. */
export function MapModes({ isLive }: { readonly isLive: boolean }) {
  return <Segment label={mapText.modes} options={isLive ? LIVE : OPTIONS} value={useMapMode()} onChange={showMode} />
}
