import { createStore } from 'zustand/vanilla'
import type { WireError } from '../../shared/errors.ts'
import type { AdoptedFolder, FolderScan } from '../../shared/folders.ts'

/** What is known of one folder's content. */
export interface FolderState {
  readonly isReading: boolean
  readonly scan: FolderScan | null
  readonly error: WireError | null
}

export interface FoldersStore {
  readonly folders: readonly AdoptedFolder[]
  /** By the folder's id; one that is not in it was not read yet. */
  readonly states: Readonly<Record<string, FolderState>>
}

/** The folders of somebody's export files that were adopted. */
export const foldersStore = createStore<FoldersStore>(() => ({ folders: [], states: {} }))

/** Notes what is known of a folder. */
export function putFolderState(id: string, state: FolderState): void {
  foldersStore.setState(({ states }) => ({ states: { ...states, [id]: state } }))
}

/** Takes the list as the host has it; what was read of folders that are gone is dropped. */
export function putFolders(folders: readonly AdoptedFolder[]): void {
  const ids = new Set(folders.map(({ id }) => id))
  foldersStore.setState(({ states }) => ({
    folders,
    states: Object.fromEntries(Object.entries(states).filter(([id]) => ids.has(id))),
  }))
}
