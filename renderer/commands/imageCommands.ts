import { fromOf, mergeInputsOf, sourceOf } from '../actions/current.ts'
import { guarded } from '../actions/failure.ts'
import { removeOrAsk, setProtection } from '../actions/snapshots.ts'
import { careCommands } from './careCommands.ts'
import { imageText } from '../imageText.ts'
import { liveText } from '../liveText.ts'
import { clustersStore } from '../stores/clusters.ts'
import { imageKey } from '../stores/images.ts'
import { showSheet } from '../stores/ui.ts'
import { make } from './make.ts'
import type { Current } from './openImage.ts'
import {
  chosenSnapshot,
  current,
  forImage,
  forSnapshot,
  hasImage,
  isInLibrary,
  isLive,
  isWritable,
} from './openImage.ts'
import type { Command } from './registry.ts'

const hasSnapshot = () => isWritable() && chosenSnapshot() !== null
const hasProtection = (isProtected: boolean) => () =>
  isWritable() && chosenSnapshot() !== null && chosenSnapshot()?.protected === isProtected
const t = imageText.menu

/** What can be done with the open image and the chosen point or stretch of it. */
export const imageCommands: readonly Command[] = [
  make('image.export', 'Image', 'Export…', forImage(showExport), { shortcuts: ['e'], when: hasImage }),
  make('image.pipe', 'Image', 'Pipe to…', forImage(showPipe), { shortcuts: ['p'], when: hasImage }),
  make('image.merge', 'Image', 'Merge the selected increments…', forImage(showMerge), {
    shortcuts: ['m'],
    when: () => isInLibrary() && (current()?.chosen.range?.stops.length ?? 0) > 2,
  }),
  make(
    'image.snapshot',
    'Image',
    'Snapshot…',
    forImage(({ details }) => showSheet({ kind: 'snapshot', image: details.ref })),
    { shortcuts: ['s'], when: isWritable },
  ),
  make('snapshot.rename', 'Image', 'Rename the selected snapshot…', forSnapshot(renameChosen), {
    shortcuts: ['F2'],
    when: hasSnapshot,
  }),
  make(
    'snapshot.remove',
    'Image',
    'Remove the selected snapshot',
    forSnapshot(({ details }, snapshot) => removeOrAsk(details.ref, snapshot)),
    { shortcuts: ['Delete'], when: hasProtection(false) },
  ),
  make('snapshot.protect', 'Image', t.protect, forSnapshot(protect(true)), { when: hasProtection(false) }),
  make('snapshot.unprotect', 'Image', t.unprotect, forSnapshot(protect(false)), { when: hasProtection(true) }),
  make(
    'image.rollBack',
    'Image',
    t.rollback,
    forSnapshot(({ details }, snapshot) => showSheet({ kind: 'roll-back', image: details.ref, snapshot })),
    { when: () => hasSnapshot() && chosenSnapshot()?.restorable === true },
  ),
  ...careCommands,
  make(
    'image.verify',
    'Image',
    t.verify,
    forImage(({ details }) => showSheet({ kind: 'verify', what: { kind: 'image', image: details.ref } })),
    { shortcuts: ['v'], when: isInLibrary },
  ),
  make('image.compare', 'Image', t.compare, forImage(showCompare), { when: isInLibrary }),
  make('image.handOut', 'Image', t.handOut, forImage(showHandOut), {
    when: () => isInLibrary() && current()?.details.headRestorable === true,
  }),
  make(
    'image.fold',
    'Image',
    t.fold,
    forImage(({ details }) => showSheet({ kind: 'fold', image: details.ref })),
    { when: () => isWritable() && (current()?.details.foldable?.links ?? 0) > 0 },
  ),
  make(
    'image.replicate',
    'Image',
    liveText.commands.replicate,
    forImage(({ details }) => showSheet({ kind: 'replicate', source: details.ref })),
    { when: () => (current()?.details.snapshots.length ?? 0) > 0 },
  ),
  make(
    'image.flatten',
    'Image',
    liveText.commands.flatten,
    forImage(({ details }) => showSheet({ kind: 'flatten', image: details.ref })),
    { when: isClone },
  ),
  make(
    'image.resize',
    'Image',
    t.resize,
    forImage(({ details }) => showSheet({ kind: 'resize-image', image: details.ref })),
    { when: isWritable },
  ),
  make(
    'image.rename',
    'Image',
    t.rename,
    forImage(({ details }) => showSheet({ kind: 'rename-image', image: details.ref })),
    { when: isWritable },
  ),
  make(
    'image.remove',
    'Image',
    'Remove image…',
    forImage(({ details }) => showSheet({ kind: 'remove-image', image: details.ref })),
    { when: isInLibrary },
  ),
  make(
    'image.moveToTrash',
    'Image',
    liveText.commands.trash,
    forImage(({ details }) => showSheet({ kind: 'remove-image', image: details.ref })),
    { when: isLive },
  ),
]

function isClone(): boolean {
  const ref = current()?.details.ref
  if (ref === undefined) return false
  const parent = clustersStore.getState().images[imageKey(ref)]?.value?.parent
  return parent !== undefined && parent !== null
}

function showExport({ details, chosen }: Current): void {
  const from = fromOf(chosen)
  showSheet({ kind: 'export', source: sourceOf(details, chosen), from, format: from === null ? 'raw' : 'diff' })
}

function showPipe({ details, chosen }: Current): void {
  showSheet({ kind: 'pipe', source: sourceOf(details, chosen), from: fromOf(chosen) })
}

function showMerge({ details, chosen }: Current): void {
  if (chosen.range === null) return
  showSheet({ kind: 'merge', inputs: mergeInputsOf(details, chosen.range), files: [] })
}

/** With a stretch chosen its two ends; else the chosen point against what is to be chosen. */
function showCompare({ details, chosen }: Current): void {
  const end = { kind: 'point', point: sourceOf(details, chosen) } as const
  const from = fromOf(chosen)
  const start = from === null ? null : ({ kind: 'point', point: { ...details.ref, snapshot: from } } as const)
  showSheet({ kind: 'contents', mode: 'compare', a: start ?? end, b: start === null ? null : end })
}

function showHandOut({ details }: Current): void {
  const inputs = [{ kind: 'range', image: details.ref, from: null, to: null } as const]
  showSheet({ kind: 'convert', inputs, files: [], to: 'diffs' })
}

function renameChosen({ details }: Current, snapshot: NonNullable<ReturnType<typeof chosenSnapshot>>): void {
  showSheet({ kind: 'rename-snapshot', image: details.ref, snapshot })
}

function protect(isProtected: boolean) {
  return ({ details }: Current, snapshot: NonNullable<ReturnType<typeof chosenSnapshot>>) =>
    void guarded(() => setProtection(details.ref, snapshot, isProtected))
}
