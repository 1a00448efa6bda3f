import { useStore } from 'zustand'
import { Segment } from '../../components/Segment.tsx'
import { mapText } from '../../mapText.ts'
import { MAP_MODES } from '../../model/map/reading.ts'
import { mapStore, showMode } from '../../stores/map.ts'

const OPTIONS = MAP_MODES.map((value) => ({ value, label: mapText.mode[value] }))

/** What the map shows: one of its four ways. */
export function MapModes() {
  const mode = useStore(mapStore, (state) => state.mode)
  return <Segment label={mapText.modes} options={OPTIONS} value={mode} onChange={showMode} />
}
