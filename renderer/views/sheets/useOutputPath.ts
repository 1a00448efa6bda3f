import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { WireError } from '../../../shared/errors.ts'
import { exportFolderOf, isAbsolute, joinPath, nextFreeName } from '../../model/exportPath.ts'
import { sheetText } from '../../sheetText.ts'
import { connectionStore } from '../../stores/connection.ts'
import { jobsStore } from '../../stores/jobs.ts'
import { settingsStore } from '../../stores/settings.ts'

/** The first path of its row that no job has written to: those would be there already. */
function freePath(path: string, taken: ReadonlySet<string>): string {
  let free = path
  while (taken.has(free)) free = nextFreeName(free)
  return free
}

/** A field for the path a job writes to. */
export interface OutputPath {
  readonly path: string
  readonly problem: string | null
  readonly setPath: (path: string) => void
  /** A suggested name that is taken gives way to the next free one; a name that the user typed never does. */
  readonly stepAside: (error: WireError | null) => void
}

/** Where a form writes to: suggested from the names of things until the user types a path. */
export function useOutputPath(fileName: string): OutputPath {
  const capabilities = useStore(connectionStore, (state) => state.capabilities)
  const settings = useStore(settingsStore)
  const jobs = useStore(jobsStore, (state) => state.jobs)
  const suggestion = freePath(
    joinPath(exportFolderOf(capabilities, settings), fileName),
    new Set(jobs.flatMap(({ request }) => ('path' in request ? [request.path] : []))),
  )
  const [typed, setTyped] = useState<string | null>(null)
  const [free, setFree] = useState({ of: suggestion, path: suggestion })
  useEffect(() => setFree({ of: suggestion, path: suggestion }), [suggestion])
  const path = typed ?? (free.of === suggestion ? free.path : suggestion)
  return {
    path,
    problem:
      typed === null
        ? null
        : path === ''
          ? sheetText.common.pathMissing
          : isAbsolute(path)
            ? null
            : sheetText.common.pathRelative,
    setPath: setTyped,
    stepAside(error) {
      if (typed === null && error?.code === 'E_FILE_EXISTS') setFree({ of: suggestion, path: nextFreeName(path) })
    },
  }
}
