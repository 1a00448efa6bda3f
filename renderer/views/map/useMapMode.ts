import { useStore } from 'zustand'
import type { MapMode } from '../../model/map/reading.ts'
import { isLiveRef } from '../../model/liveDetails.ts'
import { mapStore, modeFor } from '../../stores/map.ts'
import { selectionStore } from '../../stores/selection.ts'

/** The mode in which the map is drawn now. */
export function useMapMode(): MapMode {
  const mode = useStore(mapStore, (state) => state.mode)
  const isStretch = useStore(selectionStore, (state) => state.anchor !== null)
  const isLive = useStore(selectionStore, (state) => state.image !== null && isLiveRef(state.image))
  // How often and by whom something was changed is known where the links are.
  const isKnown = mode === 'allocated' || mode === 'changed' || !isLive
  return modeFor(isKnown ? mode : null, isStretch)
}
