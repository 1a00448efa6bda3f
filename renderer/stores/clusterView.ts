import { createStore } from 'zustand/vanilla'

const KEY = 'rbd-studio.clusters'

export interface ClusterViewStore {
  /** Names of the connections whose section is open. Nothing is asked of a cluster before somebody opens it. */
  readonly sections: ReadonlySet<string>
  /** Keys of the lines that are open in their trees: pools, namespaces, temporary names. */
  readonly lines: ReadonlySet<string>
}

/** What is open of the clusters in the sidebar; the sections of this browser or window are so the next time, too. */
export const clusterViewStore = createStore<ClusterViewStore>(() => ({ sections: new Set(read()), lines: new Set() }))

/** Opens or closes the section of a connection. */
export function showSection(connection: string, isOpen: boolean): void {
  const sections = changed(clusterViewStore.getState().sections, [connection], isOpen)
  clusterViewStore.setState({ sections })
  globalThis.localStorage?.setItem(KEY, JSON.stringify([...sections]))
}

/** Opens or closes lines of a tree. */
export function openLines(keys: readonly string[], isOpen: boolean): void {
  clusterViewStore.setState(({ lines }) => ({ lines: changed(lines, keys, isOpen) }))
}

function changed(before: ReadonlySet<string>, keys: readonly string[], isIn: boolean): ReadonlySet<string> {
  const after = new Set(before)
  for (const key of keys) {
    if (isIn) after.add(key)
    else after.delete(key)
  }
  return after
}

function read(): readonly string[] {
  try {
    const value: unknown = JSON.parse(globalThis.localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
  } catch {
    // No storage here, or somebody else's content in it: then nothing was open.
    return []
  }
}
