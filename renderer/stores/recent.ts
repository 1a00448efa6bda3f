import { createStore } from 'zustand/vanilla'
import { withRecent } from '../model/palette.ts'

const KEY = 'rbd-studio.recent'

export interface RecentStore {
  /** Ids of commands, the one used last first. */
  readonly commands: readonly string[]
}

/** The commands that were run out of the palette last; of this browser or window, not of the user everywhere. */
export const recentStore = createStore<RecentStore>(() => ({ commands: read() }))

/** Notes that a command was used. */
export function noteRecent(id: string): void {
  const commands = withRecent(recentStore.getState().commands, id)
  recentStore.setState({ commands })
  localStorage.setItem(KEY, JSON.stringify(commands))
}

function read(): readonly string[] {
  try {
    const value: unknown = JSON.parse(globalThis.localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
  } catch {
    // No storage here, or somebody else's content in it: then nothing was used yet.
    return []
  }
}
