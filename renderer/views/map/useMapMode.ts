import { useStore } from 'zustand'
import type { MapMode } from '../../model/map/reading.ts'
import { mapStore, modeFor } from '../../stores/map.ts'
import { selectionStore } from '../../stores/selection.ts'

/** The mode in which the map is drawn now. */
export function useMapMode(): MapMode {
  const mode = useStore(mapStore, (state) => state.mode)
  const isStretch = useStore(selectionStore, (state) => state.anchor !== null)
  return modeFor(mode, isStretch)
}
