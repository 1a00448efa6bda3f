import { moveToRegion } from '../a11y/regions.ts'
import type { Chosen } from '../actions/current.ts'
import { chosenOf, droppedBy, fromOf, mergeInputsOf, sourceOf } from '../actions/current.ts'
import { guarded } from '../actions/failure.ts'
import { openFiles } from '../actions/files.ts'
import { forgetFinished } from '../actions/jobs.ts'
import { refreshLibrary } from '../actions/library.ts'
import { changeSettings } from '../actions/session.ts'
import { removeSnapshot, undoRemoval } from '../actions/snapshots.ts'
import type { ImageDetails } from '../../shared/contract.ts'
import { isOver } from '../../shared/jobs.ts'
import { imageKey, imagesStore } from '../stores/images.ts'
import { jobsStore } from '../stores/jobs.ts'
import { selectionStore } from '../stores/selection.ts'
import { showSheet, uiStore } from '../stores/ui.ts'
import type { Command } from './registry.ts'
import { runCommand } from './registry.ts'

interface Current {
  readonly details: ImageDetails
  readonly chosen: Chosen
}

/** The open image with what is chosen of it. */
function current(): Current | null {
  const selection = selectionStore.getState()
  if (selection.image === null) return null
  const details = imagesStore.getState().details[imageKey(selection.image)]
  return details === undefined ? null : { details, chosen: chosenOf(details, selection) }
}

const isWritable = (now: Current | null) => now !== null && (now.details.state === 'ok' || now.details.state === 'gap')
const always = () => true
const hasImage = () => current() !== null

function forImage(act: (now: Current) => void): () => void {
  return () => {
    const now = current()
    if (now !== null) act(now)
  }
}

const make = (id: string, group: string, label: string, run: () => void, more: Partial<Command> = {}): Command => ({
  id,
  group,
  label,
  run,
  shortcuts: [],
  when: always,
  ...more,
})

/** Every command of the window. */
export const commands: readonly Command[] = [
  make('app.palette', 'Window', 'Search or run a command', () => showSheet({ kind: 'palette' }), {
    shortcuts: ['Mod+K'],
  }),
  make('files.open', 'Files', 'Open files…', () => void guarded(openFiles), { shortcuts: ['Mod+O'] }),
  make('files.inspect', 'Files', 'Look inside the open files', () => showSheet({ kind: 'import' })),
  make('image.export', 'Image', 'Export…', forImage(showExport), { shortcuts: ['e'], when: hasImage }),
  make('image.pipe', 'Image', 'Pipe to…', forImage(showPipe), { shortcuts: ['p'], when: hasImage }),
  make('image.merge', 'Image', 'Merge the selected increments…', forImage(showMerge), {
    shortcuts: ['m'],
    when: canMerge,
  }),
  make(
    'image.snapshot',
    'Image',
    'Snapshot…',
    forImage(({ details }) => showSheet({ kind: 'snapshot', image: details.ref })),
    {
      shortcuts: ['s'],
      when: () => isWritable(current()),
    },
  ),
  make('snapshot.rename', 'Image', 'Rename the selected snapshot…', forImage(renameChosen), {
    shortcuts: ['F2'],
    when: hasSnapshot,
  }),
  make('snapshot.remove', 'Image', 'Remove the selected snapshot', forImage(removeChosen), {
    shortcuts: ['Delete'],
    when: hasSnapshot,
  }),
  make(
    'image.remove',
    'Image',
    'Remove image…',
    forImage(({ details }) => showSheet({ kind: 'remove-image', image: details.ref })),
    {
      when: hasImage,
    },
  ),
  make('library.newPool', 'Library', 'New pool…', () => showSheet({ kind: 'new-pool' })),
  make('library.newImage', 'Library', 'New image…', () =>
    showSheet({ kind: 'new-image', pool: current()?.details.ref.pool ?? null }),
  ),
  make('library.refresh', 'Library', 'Read the library again', () => void guarded(refreshLibrary)),
  make('jobs.history', 'Jobs', 'Show or hide the history', toggleHistory, { shortcuts: ['j'] }),
  make('jobs.forgetFinished', 'Jobs', 'Forget finished jobs', () => void guarded(forgetFinished), {
    when: () => jobsStore.getState().jobs.some((job) => isOver(job.state)),
  }),
  make('undo', 'Window', 'Undo the removal', () => void guarded(undoRemoval), {
    shortcuts: ['Mod+Z'],
    when: () => uiStore.getState().undo !== null,
  }),
  make('theme.system', 'Window', 'Theme: as the system', () => void guarded(() => changeSettings({ theme: 'system' }))),
  make('theme.light', 'Window', 'Theme: light', () => void guarded(() => changeSettings({ theme: 'light' }))),
  make('theme.dark', 'Window', 'Theme: dark', () => void guarded(() => changeSettings({ theme: 'dark' }))),
  make('app.settings', 'Window', 'Settings…', () => showSheet({ kind: 'settings' }), { shortcuts: ['Mod+,'] }),
  make('app.nextRegion', 'Window', 'Go to the next part of the window', () => moveToRegion(document, 1), {
    shortcuts: ['F6'],
  }),
  make('app.previousRegion', 'Window', 'Go to the part before', () => moveToRegion(document, -1), {
    shortcuts: ['Shift+F6'],
  }),
  make('app.shortcuts', 'Window', 'Keyboard shortcuts', () => showSheet({ kind: 'shortcuts' }), { shortcuts: ['?'] }),
]

/** Runs one of the window's commands by its id. */
export function run(id: string): void {
  runCommand(commands, id)
}

function showExport({ details, chosen }: Current): void {
  const from = fromOf(chosen)
  showSheet({ kind: 'export', source: sourceOf(details, chosen), from, format: from === null ? 'raw' : 'diff' })
}

function showPipe({ details, chosen }: Current): void {
  showSheet({ kind: 'pipe', source: sourceOf(details, chosen), from: fromOf(chosen) })
}

function canMerge(): boolean {
  const now = current()
  return (now?.chosen.range?.stops.length ?? 0) > 2
}

function showMerge({ details, chosen }: Current): void {
  if (chosen.range === null) return
  showSheet({ kind: 'merge', inputs: mergeInputsOf(details, chosen.range), dropped: droppedBy(chosen.range) })
}

function hasSnapshot(): boolean {
  const now = current()
  return isWritable(now) && (now?.chosen.point?.snapshot ?? null) !== null
}

function renameChosen({ details, chosen }: Current): void {
  const snapshot = chosen.point?.snapshot
  if (snapshot) showSheet({ kind: 'rename-snapshot', image: details.ref, snapshot })
}

function removeChosen({ details, chosen }: Current): void {
  const snapshot = chosen.point?.snapshot
  if (snapshot) void guarded(() => removeSnapshot(details.ref, snapshot))
}

function toggleHistory(): void {
  uiStore.setState(({ isHistoryOpen }) => ({ isHistoryOpen: !isHistoryOpen }))
}
