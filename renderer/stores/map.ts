import { createStore } from 'zustand/vanilla'

/** What stands below the timeline. */
export type LowerTab = 'map' | 'snapshots' | 'files'

export interface MapStore {
  readonly tab: LowerTab
}

/** How the part below the timeline is looked at. It stays as it is from image to image. */
export const mapStore = createStore<MapStore>(() => ({ tab: 'map' }))

/** Brings the block map or one of the tables to the front. */
export function showTab(tab: LowerTab): void {
  mapStore.setState({ tab })
}
