import { createStore } from 'zustand/vanilla'
import type { Capabilities } from '../../shared/contract.ts'
import type { WireError } from '../../shared/errors.ts'

/** How the window stands with the host. `refused`: it answered, and will not have us; trying again would not help. */
export type ConnectionState = 'connecting' | 'online' | 'lost' | 'refused'

export interface ConnectionStore {
  readonly state: ConnectionState
  readonly error: WireError | null
  readonly capabilities: Capabilities | null
}

/** The connection and what the shell at its other end can do. */
export const connectionStore = createStore<ConnectionStore>(() => ({
  state: 'connecting',
  error: null,
  capabilities: null,
}))
