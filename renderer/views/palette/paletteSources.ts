import type { ImageSummary, SearchHit } from '../../../shared/contract.ts'
import type { Job } from '../../../shared/job.ts'
import type { Connection } from '../../../shared/connections.ts'
import { formatSpec } from '../../../shared/imageSpec.ts'
import type { FileInspection } from '../../../shared/inspection.ts'
import { formatBytes } from '../../../shared/units.ts'
import { goToConnection } from '../../actions/connections.ts'
import { guarded } from '../../actions/failure.ts'
import { visitFolder } from '../../actions/folders.ts'
import { visitImage, visitSnapshot } from '../../actions/library.ts'
import { showJob } from '../../actions/showJob.ts'
import { clusterText } from '../../clusterText.ts'
import { commands } from '../../commands/commands.ts'
import { keysOf } from '../../commands/keymap.ts'
import { fileName, jobText } from '../../jobText.ts'
import { placesOf } from '../../model/clusterRows.ts'
import { reachWord } from '../../model/connectionForm.ts'
import type { PaletteEntry } from '../../model/palette.ts'
import { shellText } from '../../shellText.ts'
import { clustersStore, type ClustersStore, placeKey } from '../../stores/clusters.ts'
import type { FoldersStore } from '../../stores/folders.ts'
import { imageKey } from '../../stores/images.ts'
import { noteRecent } from '../../stores/recent.ts'
import { showSheet } from '../../stores/ui.ts'
import { count, formatTime } from '../../strings.ts'
import { isMac } from '../shell/platform.ts'

/** The commands that are possible now. */
export function possibleCommands(): readonly PaletteEntry[] {
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

/** All images that were read, of all pools. */
const imageEntries = remembered((imagesByPool: Readonly<Record<string, readonly ImageSummary[]>>) =>
  Object.values(imagesByPool)
    .flat()
    .map(
      ({ ref, snapshotCount }): PaletteEntry => ({
        key: imageKey(ref),
        label: formatSpec(ref),
        detail: count(snapshotCount, 'snapshot'),
        keys: [],
        run: () => void guarded(() => visitImage(ref)),
      }),
    ),
)

/** The images of clusters whose names were read; which cluster, stands beside each. */
const liveEntries = remembered((names: ClustersStore['names']) => {
  const { pools } = clustersStore.getState()
  const places = Object.entries(pools).flatMap(([connection, { value }]) => placesOf(connection, value ?? []))
  return places.flatMap((place) => {
    const detail = clusterText.palette.image(place.connection)
    return (names[placeKey(place)]?.value ?? []).map((image): PaletteEntry => {
      const ref = { ...place, image }
      const run = () => void guarded(() => visitImage(ref))
      return { key: imageKey(ref), label: formatSpec(ref), detail, keys: [], run }
    })
  })
})

type ImageLists = readonly [Parameters<typeof imageEntries>[0], ClustersStore['names']]
let lastImages: { readonly of: ImageLists; readonly entries: readonly PaletteEntry[] } | null = null

/** All images whose names are known, of the library and of clusters: one list, and the same while nothing changed. */
export function allImageEntries(...of: ImageLists): readonly PaletteEntry[] {
  if (lastImages?.of.every((list, index) => list === of[index]) !== true) {
    const [library, live] = of
    lastImages = { of, entries: [...imageEntries(library), ...liveEntries(live)] }
  }
  return lastImages.entries
}

/** The connections. */
export const connectionEntries = remembered((connections: readonly Connection[]) =>
  connections.map(
    (connection): PaletteEntry => ({
      key: connection.name,
      label: connection.name,
      detail: clusterText.palette.connection(reachWord(connection)),
      keys: [],
      run: () => goToConnection(connection.name),
    }),
  ),
)

/** What the library found. */
export const snapshotEntries = remembered((hits: readonly SearchHit[]) =>
  hits.map(
    ({ image, snapshot }): PaletteEntry => ({
      key: `${imageKey(image)}\n@${snapshot?.text ?? ''}`,
      label: formatSpec({ ...image, snapshot }),
      detail: '',
      keys: [],
      run: () => void guarded(() => visitSnapshot({ image, snapshot })),
    }),
  ),
)

/** The open files. */
export const fileEntries = remembered((files: readonly FileInspection[]) =>
  files.map(
    ({ path, name, fileBytes }): PaletteEntry => ({
      key: path,
      label: name,
      detail: formatBytes(fileBytes),
      keys: [],
      run: () => showSheet({ kind: 'import' }),
    }),
  ),
)

/** The adopted folders. */
export const folderEntries = remembered((folders: FoldersStore['folders']) =>
  folders.map(
    ({ id, path }): PaletteEntry => ({
      key: id,
      label: fileName(path),
      detail: path,
      keys: [],
      run: () => void guarded(() => visitFolder(id)),
    }),
  ),
)

/** The jobs by what they do. */
export const jobEntries = remembered((jobs: readonly Job[]) =>
  jobs.map(
    ({ id, request, state, createdAt }): PaletteEntry => ({
      key: id,
      label: jobText.title(request),
      detail: `${shellText.palette.states[state]}, ${formatTime(createdAt)}`,
      keys: [],
      run: () => showJob(id),
    }),
  ),
)

/** Makes the entries of a list once: it is the same list until the store gives another one, and ten thousand entries take their time. */
function remembered<T extends object>(
  make: (list: T) => readonly PaletteEntry[],
): (list: T) => readonly PaletteEntry[] {
  const made = new WeakMap<T, readonly PaletteEntry[]>()
  return (list) => {
    const entries = made.get(list) ?? make(list)
    made.set(list, entries)
    return entries
  }
}
