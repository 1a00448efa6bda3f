import { createStore } from 'zustand/vanilla'

export interface TablesStore {
  readonly isNewestFirst: boolean
}

/** How the tables of an image are ordered. */
export const tablesStore = createStore<TablesStore>(() => ({ isNewestFirst: false }))

/** Turns the tables round. */
export function turnOrder(): void {
  tablesStore.setState(({ isNewestFirst }) => ({ isNewestFirst: !isNewestFirst }))
}
