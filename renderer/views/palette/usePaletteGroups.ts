import { useMemo } from 'react'
import { useStore } from 'zustand'
import type { Job, SearchHit } from '../../../shared/contract.ts'
import { formatSpec } from '../../../shared/imageSpec.ts'
import { formatBytes } from '../../../shared/units.ts'
import { guarded } from '../../actions/failure.ts'
import { visitFolder } from '../../actions/folders.ts'
import { visitImage, visitSnapshot } from '../../actions/library.ts'
import { showJob } from '../../actions/showJob.ts'
import { commands } from '../../commands/commands.ts'
import { keysOf } from '../../commands/keymap.ts'
import { fileName, jobText } from '../../jobText.ts'
import type { PaletteEntry, PaletteGroup, PaletteSource } from '../../model/palette.ts'
import { paletteGroups, wordToAsk } from '../../model/palette.ts'
import { shellText } from '../../shellText.ts'
import { foldersStore } from '../../stores/folders.ts'
import { imageKey, imagesStore } from '../../stores/images.ts'
import { inspectorStore } from '../../stores/inspector.ts'
import { jobsStore } from '../../stores/jobs.ts'
import { noteRecent, recentStore } from '../../stores/recent.ts'
import { showSheet } from '../../stores/ui.ts'
import { count, formatTime } from '../../strings.ts'
import { isMac } from '../shell/platform.ts'
import { useSnapshotHits } from './useSnapshotHits.ts'

/** Everything that can be found or done, by what was typed. */
export function usePaletteGroups(query: string): {
  readonly groups: readonly PaletteGroup[]
  readonly isSearching: boolean
} {
  const recent = useStore(recentStore, (state) => state.commands)
  const images = useImages()
  const { hits, isMore, isSearching } = useSnapshotHits(wordToAsk(query))
  const files = useStore(inspectorStore, (state) => state.files)
  const folders = useStore(foldersStore, (state) => state.folders)
  const jobs = useStore(jobsStore, (state) => state.jobs)
  // As they were when the palette opened: what is possible does not change under somebody's fingers.
  const possible = useMemo(possibleCommands, [])
  const jobsByTitle = useMemo(() => jobs.map(jobEntry), [jobs])
  const sources = useMemo(
    (): readonly PaletteSource[] => [
      { id: 'commands', entries: possible },
      { id: 'images', entries: images },
      { id: 'snapshots', isMore, entries: hits.map(snapshotEntry) },
      {
        id: 'files',
        entries: files.map(({ path, name, fileBytes }) => ({
          key: path,
          label: name,
          detail: formatBytes(fileBytes),
          keys: [],
          run: () => showSheet({ kind: 'import' }),
        })),
      },
      {
        id: 'folders',
        entries: folders.map(({ id, path }) => ({
          key: id,
          label: fileName(path),
          detail: path,
          keys: [],
          run: () => void guarded(() => visitFolder(id)),
        })),
      },
      { id: 'jobs', entries: jobsByTitle },
    ],
    [possible, images, hits, isMore, files, folders, jobsByTitle],
  )
  const groups = useMemo(() => paletteGroups(sources, query, recent), [sources, query, recent])
  return { groups, isSearching }
}

function possibleCommands(): readonly PaletteEntry[] {
  return commands
    .filter(({ id, isHidden, when }) => id !== 'app.palette' && isHidden !== true && when())
    .map(({ id, label, group, shortcuts, run }) => ({
      key: id,
      label,
      detail: group,
      keys: shortcuts[0] === undefined ? [] : keysOf(shortcuts[0], isMac()),
      run() {
        noteRecent(id)
        run()
      },
    }))
}

function useImages(): readonly PaletteEntry[] {
  const imagesByPool = useStore(imagesStore, (state) => state.imagesByPool)
  return useMemo(
    () =>
      Object.values(imagesByPool)
        .flat()
        .map(({ ref, snapshotCount }) => ({
          key: imageKey(ref),
          label: formatSpec(ref),
          detail: count(snapshotCount, 'snapshot'),
          keys: [],
          run: () => void guarded(() => visitImage(ref)),
        })),
    [imagesByPool],
  )
}

function snapshotEntry({ image, snapshot }: SearchHit): PaletteEntry {
  return {
    key: `${imageKey(image)}\n@${snapshot?.text ?? ''}`,
    label: formatSpec({ ...image, snapshot }),
    detail: '',
    keys: [],
    run: () => void guarded(() => visitSnapshot({ image, snapshot })),
  }
}

function jobEntry({ id, request, state, createdAt }: Job): PaletteEntry {
  return {
    key: id,
    label: jobText.title(request),
    detail: `${shellText.palette.states[state]}, ${formatTime(createdAt)}`,
    keys: [],
    run: () => showJob(id),
  }
}
