import { createStore } from 'zustand/vanilla'
import type { FileInspection } from '../../shared/inspection.ts'
import type { WireError } from '../../shared/errors.ts'

/** A file on its way up to the host, in browser mode. */
export interface Upload {
  readonly name: string
  readonly sizeBytes: number
  readonly doneBytes: number
}

export interface InspectorStore {
  /** The files that were dropped or opened and read, all of them in the order they came. */
  readonly files: readonly FileInspection[]
  readonly uploads: readonly Upload[]
  /** Names of the files that were uploaded, by the path the host has put them under. */
  readonly uploadedNames: Readonly<Record<string, string>>
  readonly isReading: boolean
  readonly readBytes: number
  readonly elapsedMs: number
  readonly error: WireError | null
}

/** Files from outside: what was dropped or opened, and what their headers say. */
export const inspectorStore = createStore<InspectorStore>(() => ({
  files: [],
  uploads: [],
  uploadedNames: {},
  isReading: false,
  readBytes: 0,
  elapsedMs: 0,
  error: null,
}))

/** The known files and the new ones; a path that comes again is read anew, in its old place. */
export function withFiles(
  known: readonly FileInspection[],
  read: readonly FileInspection[],
): readonly FileInspection[] {
  const byPath = new Map(known.map((file) => [file.path, file]))
  for (const file of read) byPath.set(file.path, file)
  return [...byPath.values()]
}
