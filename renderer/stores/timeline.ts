import { createStore } from 'zustand/vanilla'
import type { TimelineModel } from '../model/timeline/lane.ts'
import type { View } from '../model/timeline/view.ts'

export interface TimelineStore {
  /** What the timeline draws; null while none is on the screen. */
  readonly model: TimelineModel | null
  /** Width of the picture in px. */
  readonly width: number
  /** The part of the history that is shown. */
  readonly view: View
}

/** What the open image's timeline shows. */
export const timelineStore = createStore<TimelineStore>(() => ({ model: null, width: 0, view: null }))
