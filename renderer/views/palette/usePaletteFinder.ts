import { useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { Connection } from '../../../shared/connections.ts'
import type { SearchHit } from '../../../shared/contract.ts'
import type { Finder } from '../../model/palette.ts'
import { paletteFinder } from '../../model/palette.ts'
import { clustersStore } from '../../stores/clusters.ts'
import { foldersStore } from '../../stores/folders.ts'
import { imagesStore } from '../../stores/images.ts'
import { inspectorStore } from '../../stores/inspector.ts'
import { jobsStore } from '../../stores/jobs.ts'
import { recentStore } from '../../stores/recent.ts'
import {
  allImageEntries,
  connectionEntries,
  fileEntries,
  folderEntries,
  jobEntries,
  possibleCommands,
  snapshotEntries,
} from './paletteSources.ts'

const NO_CONNECTIONS: readonly Connection[] = []

/** Finds everything that can be found or done, by what was typed: nothing is put together before it is asked. */
export function usePaletteFinder(hits: readonly SearchHit[], isMore: boolean): Finder {
  const recent = useStore(recentStore, (state) => state.commands)
  const imagesByPool = useStore(imagesStore, (state) => state.imagesByPool)
  const names = useStore(clustersStore, (state) => state.names)
  const connections = useStore(clustersStore, (state) => state.connections) ?? NO_CONNECTIONS
  const files = useStore(inspectorStore, (state) => state.files)
  const folders = useStore(foldersStore, (state) => state.folders)
  const jobs = useStore(jobsStore, (state) => state.jobs)
  // As they were when the palette opened: what is possible does not change under somebody's fingers.
  const [possible] = useState(possibleCommands)
  return useMemo(
    () =>
      paletteFinder(
        () => [
          { id: 'commands', entries: possible },
          { id: 'images', entries: allImageEntries(imagesByPool, names) },
          { id: 'snapshots', isMore, entries: snapshotEntries(hits) },
          { id: 'clusters', entries: connectionEntries(connections) },
          { id: 'files', entries: fileEntries(files) },
          { id: 'folders', entries: folderEntries(folders) },
          { id: 'jobs', entries: jobEntries(jobs) },
        ],
        recent,
      ),
    [possible, imagesByPool, names, connections, hits, isMore, files, folders, jobs, recent],
  )
}
