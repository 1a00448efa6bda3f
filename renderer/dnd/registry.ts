import type { ImageDetails } from '../../shared/contract.ts'
import type { FileInspection } from '../../shared/inspection.ts'
import type { ImageRef, PointRef } from '../../shared/imageSpec.ts'
import { formatSpec, imageOf, LIBRARY } from '../../shared/imageSpec.ts'
import type { Name } from '../../shared/names.ts'
import { sameName } from '../../shared/names.ts'
import { dndText } from '../dndText.ts'
import { commonSnapshots } from '../model/forms.ts'
import { imageKey } from '../stores/images.ts'
import type { Sheet } from '../stores/ui.ts'
import { rangeOnIncrement } from './join.ts'
import type { Carried, Place } from './things.ts'
import { calledOf } from './things.ts'

/** What a drop would do: the sheet it opens, with what will happen in words; or why it cannot be. */
export type Drop =
  | { readonly isPossible: true; readonly label: string; readonly sheet: Sheet }
  | { readonly isPossible: false; readonly why: string }

/** What is known of images: undefined where an image was not read yet. Then a drop is let through, and its sheet says what is wrong. */
export type Known = (image: ImageRef) => ImageDetails | undefined

const yes = (label: string, sheet: Sheet): Drop => ({ isPossible: true, label, sheet })
const no = (why: string): Drop => ({ isPossible: false, why })
const t = dndText

/** What happens when this is dropped there; null: the place does not take such things at all. */
export function dropOf(carried: Carried, place: Place, known: Known): Drop | null {
  switch (carried.kind) {
    case 'desktop':
      return desktopOn(place, known)
    case 'file':
      return fileOn(carried.file, place, known)
    case 'image':
      return pointOn({ ...carried.image, snapshot: null }, place, known)
    case 'point':
      return pointOn(carried.point, place, known)
    case 'range':
      return rangeOn(carried, place, known)
  }
}

type PoolPlace = Extract<Place, { kind: 'pool' }>

/** Where a sheet is told that something goes; of the library the pool says it all. */
function intoPool({ connection, pool, namespace = '' }: PoolPlace) {
  return connection === LIBRARY ? { pool } : { pool, connection, namespace }
}

function poolCalled({ connection, pool, namespace = '' }: PoolPlace): string {
  const path = namespace === '' ? pool.text : `${pool.text}/${namespace}`
  return connection === LIBRARY ? path : `${connection}://${path}`
}

function desktopOn(place: Place, known: Known): Drop | null {
  switch (place.kind) {
    case 'pool':
      return yes(t.importInto(poolCalled(place)), { kind: 'import', ...intoPool(place) })
    case 'image':
      return (
        writable(place.image, known) ??
        yes(t.appendTo(formatSpec(place.image)), { kind: 'import', target: place.image })
      )
    case 'window':
    case 'increment':
    case 'files':
    case 'file':
      return yes(t.look, { kind: 'import' })
  }
}

function fileOn(file: FileInspection, place: Place, known: Known): Drop | null {
  if (place.kind === 'window' || place.kind === 'increment' || place.kind === 'files') return null
  if (place.kind === 'file') return filesTogether(file, place.file)
  if (file.problem !== null || (file.kind === 'image-v2' && file.points === undefined)) return no(t.why.unreadable)
  const start = file.kind === 'diff-v1' ? file.from : null
  if (place.kind === 'pool') {
    if (start !== null) return no(t.why.startsAt(start.text))
    return yes(t.importInto(poolCalled(place)), { kind: 'import', ...intoPool(place), path: file.path })
  }
  const { image } = place
  const spec = formatSpec(image)
  if (file.kind !== 'diff-v1') return no(t.why.notAChange(spec))
  const closed = writable(image, known)
  if (closed !== null) return closed
  const details = known(image)
  if (details !== undefined) {
    if (start === null && (details.links.length > 0 || details.snapshots.length > 0)) return no(t.why.notEmpty(spec))
    if (start !== null && !has(details, start)) return no(t.why.doesNotEnd(spec, start.text))
    if (file.to !== null && has(details, file.to)) return no(t.why.has(spec, file.to.text))
  }
  return yes(t.appendTo(spec), { kind: 'import', target: image, path: file.path })
}

/** Two diffs that follow each other, whichever was dropped on the other. */
function filesTogether(a: FileInspection, b: FileInspection): Drop | null {
  if (a.path === b.path) return null
  if (a.problem !== null || b.problem !== null) return no(t.why.unreadable)
  if (a.kind !== 'diff-v1' || b.kind !== 'diff-v1') return no(t.why.onlyDiffs)
  const leads = (x: FileInspection, y: FileInspection) => x.to !== null && y.from !== null && sameName(x.to, y.from)
  const files = leads(a, b) ? [a, b] : leads(b, a) ? [b, a] : null
  if (files === null) return no(t.why.notFollowing)
  return yes(t.mergeFiles(files[0]?.name ?? '', files[1]?.name ?? ''), {
    kind: 'merge',
    inputs: files.map(({ path }) => ({ kind: 'file', path })),
    files,
  })
}

function pointOn(point: PointRef, place: Place, known: Known): Drop | null {
  const called = formatSpec(point)
  switch (place.kind) {
    case 'window':
    case 'increment':
    case 'file':
      return null
    case 'files':
      return yes(t.exportToFile(called), { kind: 'export', source: point, from: null, format: 'raw' })
    case 'pool':
      return yes(t.pipeTo(called, poolCalled(place)), { kind: 'pipe', source: point, from: null, ...intoPool(place) })
    case 'image': {
      const closed = otherImage(imageOf(point), place.image, known)
      if (closed !== null) return closed
      const [source, target] = [known(imageOf(point)), known(place.image)]
      const spec = formatSpec(place.image)
      if (
        source !== undefined &&
        target !== undefined &&
        commonSnapshots(source, point.snapshot, target).length === 0
      ) {
        return no(t.why.noCommon(spec))
      }
      return yes(t.pipeInto(called, spec), { kind: 'pipe', source: point, from: null, target: place.image })
    }
  }
}

function rangeOn(range: Extract<Carried, { kind: 'range' }>, place: Place, known: Known): Drop | null {
  const { image, from, to, inputs } = range
  const source: PointRef = { ...image, snapshot: to }
  const called = calledOf(range)
  switch (place.kind) {
    case 'window':
    case 'file':
      return null
    case 'increment':
      return rangeOnIncrement(range, place, known)
    case 'files':
      return inputs.length > 1
        ? yes(t.mergeIncrements(inputs.length), { kind: 'merge', inputs, files: [] })
        : yes(t.exportToFile(called), { kind: 'export', source, from, format: 'diff' })
    case 'pool':
      return yes(t.pipeTo(called, poolCalled(place)), { kind: 'pipe', source, from, ...intoPool(place) })
    case 'image': {
      const closed = otherImage(image, place.image, known)
      if (closed !== null) return closed
      const target = known(place.image)
      const spec = formatSpec(place.image)
      if (target !== undefined && !has(target, from)) return no(t.why.lacks(spec, from.text))
      if (target !== undefined && to !== null && has(target, to)) return no(t.why.has(spec, to.text))
      return yes(t.pipeInto(called, spec), { kind: 'pipe', source, from, target: place.image })
    }
  }
}

function otherImage(source: ImageRef, target: ImageRef, known: Known): Drop | null {
  if (imageKey(source) === imageKey(target)) return no(t.why.sameImage(formatSpec(target)))
  return writable(target, known)
}

function writable(image: ImageRef, known: Known): Drop | null {
  const state = known(image)?.state
  return state === 'damaged' || state === 'unproven' || state === 'newer' ? no(t.why.readOnly(formatSpec(image))) : null
}

function has(details: ImageDetails, name: Name): boolean {
  return details.snapshots.some((one) => sameName(one.name, name))
}
