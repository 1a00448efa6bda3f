import { createStore } from 'zustand/vanilla'
import type { Carry } from './carry.ts'
import type { Drop } from './registry.ts'
import type { Carried } from './things.ts'

export interface DndStore {
  /** What the mouse carries; null: nothing. */
  readonly dragged: Carried | null
  /** What would happen where the mouse is; null: nothing takes it there. */
  readonly over: Drop | null
  /** What the keyboard carries; null: nothing. */
  readonly carry: Carry | null
}

/** What is on its way, by mouse or keyboard. */
export const dndStore = createStore<DndStore>(() => ({ dragged: null, over: null, carry: null }))
