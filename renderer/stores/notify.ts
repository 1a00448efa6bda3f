import { createStore } from 'zustand/vanilla'

/** Whether the window may show notifications. `host`: the program shows them, and nobody has to be asked. `absent`: this browser has none. */
export type NotifyPermission = 'host' | 'granted' | 'denied' | 'ask' | 'absent'

export interface NotifyStore {
  readonly permission: NotifyPermission
  /** Whether the notice that asks was put away. */
  readonly isPutAway: boolean
}

/** How the window stands with notifications. */
export const notifyStore = createStore<NotifyStore>(() => ({ permission: 'absent', isPutAway: false }))
