import { CEPH } from './connections.ts'
import type { ImageRef } from './imageSpec.ts'
import { imageOf, LIBRARY } from './imageSpec.ts'
import type { Lines, Say } from './equivalentParts.ts'
import { exportDiff, fromSnap, line, namesOf, none, ok, quoteSh, sameImage, sayRef } from './equivalentParts.ts'
import { studioLine } from './equivalentStudio.ts'
import type { JobRequest, MergeInput } from './jobs.ts'
import { imagesOf } from './requestParts.ts'

export { quoteSh } from './equivalentParts.ts'

/**
 * The command lines that stand for a job (UX U7), quoted for sh.
 *
 * - `rbd`: plain `rbd` with the same result; absent, with the reason, where an end is in the library.
 * - `onCluster`: what `rbd` would be told were the library's images in a cluster; null where `rbd` has lines of its own.
 * - `note`: in what the plain commands are not the same.
 * - `studio`: one line of this program's own command.
 */
export interface Equivalent {
  readonly rbd: Lines
  readonly onCluster: readonly string[] | null
  readonly note: string | null
  readonly studio: Lines
}

/** What the request does not say but the lines need. `sizeBytes`: of the image that an import of diffs makes; null when not known. */
export interface EquivalentContext {
  readonly sizeBytes: number | null
}

const NOT_TEXT = 'A name here is not UTF-8 text, so it cannot be typed as an argument'
const IN_LIBRARY = 'An end is in the library, which rbd does not know'
const NOTE_ATOMIC = 'Not the same in one way: rbd writes the file in place, so a failure leaves a part of it behind'
const NOTE_ALL_OR_NONE = 'Not the same in one way: a failure in the middle leaves what was applied before it'

const NOTE_UNGUARDED =
  'Not the same in two ways: rbd does not look whether the head is still the snapshot the diff starts at, and a failure leaves a part of the diff in it'
const NOTE_EXIT = 'The shell looks only at the exit code of the second command'
const NOTE_EXIT_ONLY = 'Not the same in one way: the shell looks only at the exit code of the second command'

const isLive = ({ connection }: ImageRef): boolean => connection !== LIBRARY

/** Makes the command lines for a job's request. Pure: the same request always gives the same lines. */
export function equivalentOf(request: JobRequest, context: EquivalentContext = { sizeBytes: null }): Equivalent {
  if (namesOf(request).some((name) => name.base64 !== undefined)) {
    return { rbd: none(NOT_TEXT), onCluster: null, note: null, studio: none(NOT_TEXT) }
  }
  const lines = rbdLines(request, context)
  const isInLibrary = imagesOf(request).some((image) => image.connection === LIBRARY)
  return {
    rbd: isInLibrary ? none(lines.reason ?? IN_LIBRARY) : lines,
    onCluster: isInLibrary ? lines.lines : null,
    note: lines.lines === null ? null : notesOf(request, isInLibrary),
    studio: studioLine(request, studioDiffs(request, context)),
  }
}

const sayPlain: Say = (ref, end) => sayRef(ref, end, false)

function rbdLines(request: JobRequest, { sizeBytes }: EquivalentContext): Lines {
  const say = sayPlain
  switch (request.kind) {
    case 'export': {
      const format = request.format === 'v2' ? ['--export-format 2'] : []
      return ok(line('rbd export', format, say(request.source, 'source'), quoteSh(request.path)))
    }
    case 'export-diff':
      return ok(exportDiff('rbd', request.source, request.fromSnapshot, request.path, say))
    case 'import':
      return importLines(request, sizeBytes)
    case 'import-diff':
      return ok(...request.paths.map((path) => line('rbd import-diff', quoteSh(path), say(request.target, 'source'))))
    case 'merge':
      return mergeLines(request.inputs, request.path, say)
    case 'pipe':
      return pipeLines(request, say)
    case 'rollback':
      return ok(line('rbd snap rollback', say({ ...request.target, snapshot: request.snapshot }, 'source')))
    case 'diff':
      return diffLines(request, say)
    case 'convert':
      return none('rbd cannot do this without a cluster: it would have to be imported and exported again')
    case 'compare':
      return none('rbd cannot compare two contents')
    case 'verify':
    case 'manifest':
      return none('rbd knows no manifests and no digests')
    case 'fold':
      return none('In a cluster there is nothing to fold: a removed snapshot frees its room by itself')
    case 'mend':
      return none('rbd keeps no link files that could be put back')
    case 'replicate':
      return none(
        'rbd has no such command: it takes an export-diff and an import-diff for each snapshot that is missing',
      )
    case 'flatten':
      return ok(line('rbd flatten', say(request.target, 'source')))
  }
}

function importLines(request: Extract<JobRequest, { kind: 'import' }>, sizeBytes: number | null): Lines {
  if (request.format === 'diffs') return makeDiffs('rbd', request, sizeBytes, sayPlain)
  if (request.format === 'auto') return none('rbd has to be told the format; RBD Studio tells it from the content')
  const format = request.format === 'v2' ? ['--export-format 2'] : []
  return ok(
    ...request.paths.map((path) => line('rbd import', format, quoteSh(path), sayPlain(request.target, 'target'))),
  )
}

/** An image of diffs is made empty, then they are appended. */
function makeDiffs(
  program: string,
  { paths, target: ref }: Extract<JobRequest, { kind: 'import' }>,
  sizeBytes: number | null,
  say: Say,
): Lines {
  // Only import and pipe have a destination; for the other verbs the image is simply the image.
  const target = say(ref, 'source')
  if (sizeBytes === null) return none('The size of the new image is not known yet')
  return ok(
    line(`${program} create --size ${sizeBytes}B`, target),
    ...paths.map((path) => line(`${program} import-diff`, quoteSh(path), target)),
  )
}

function studioDiffs(request: JobRequest, { sizeBytes }: EquivalentContext): Lines {
  if (request.kind !== 'import') return ok()
  return makeDiffs('rbd-studio', request, sizeBytes, (ref, end) => sayRef(ref, end, true))
}

/** What two points of one image differ in is what `export-diff` writes; any other two contents rbd cannot hold against each other. */
function diffLines({ a, b, path }: Extract<JobRequest, { kind: 'diff' }>, say: Say): Lines {
  const isOneImage =
    a.kind === 'point' &&
    b.kind === 'point' &&
    a.point.snapshot !== null &&
    sameImage(imageOf(a.point), imageOf(b.point))
  if (!isOneImage) return none('rbd makes diffs only between two points of one image')
  return ok(exportDiff('rbd', b.point, a.point.snapshot, path, say))
}

/** `rbd` merges two at a time: the middle results go through a pipe. Stretches of an image are made into files first. */
function mergeLines(inputs: readonly MergeInput[], path: string, say: Say): Lines {
  const before: string[] = []
  const files = inputs.map((input, index) => {
    if (input.kind === 'file') return quoteSh(input.path)
    const file = `${index + 1}.diff`
    before.push(exportDiff('rbd', { ...input.image, snapshot: input.to }, input.from, file, say))
    return file
  })
  return ok(...before, foldMerge(files, quoteSh(path)))
}

function foldMerge(files: readonly string[], path: string): string {
  const [first = '-', ...rest] = files
  if (rest.length === 0) return `cp ${first} ${path}`
  return rest
    .map((file, index) =>
      line('rbd merge-diff', index === 0 ? first : '-', file, index === rest.length - 1 ? path : '-'),
    )
    .join(' | ')
}

function pipeLines(request: Extract<JobRequest, { kind: 'pipe' }>, say: Say): Lines {
  const source = say(request.source, 'source')
  if (request.fromSnapshot === null && request.create) {
    return ok(line('rbd export', source, '-', '| rbd import -', say(request.target, 'target')))
  }
  const target = say(request.target, 'source')
  return ok(line('rbd export-diff', fromSnap(request.fromSnapshot), source, '-', '| rbd import-diff -', target))
}

/** In what the plain commands are not the same, and which options they lack: a connection may have a `--conf`, a `--id` and a way there of its own. */
function notesOf(request: JobRequest, isInLibrary: boolean): string | null {
  const notes = [noteOf(request), isInLibrary ? null : connectionNote(request)].filter((note) => note !== null)
  return notes.length === 0 ? null : notes.join('. ')
}

function connectionNote(request: JobRequest): string | null {
  const names = [...new Set(imagesOf(request).map(({ connection }) => connection))]
  if (names.length === 0 || (names.length === 1 && names[0] === CEPH)) return null
  return names.length === 1
    ? `Where rbd has to be told how to reach ${names[0]}, --conf and --id are still to be added`
    : `They are of different clusters: each command still needs the --conf and --id of its own, ${names.join(' and ')}`
}

function noteOf(request: JobRequest): string | null {
  switch (request.kind) {
    case 'export':
    case 'export-diff':
    case 'diff':
      return NOTE_ATOMIC
    case 'merge':
      return request.inputs.length > 2
        ? 'Not the same in two ways: rbd passes over the data once for each pair, and writes the file in place'
        : NOTE_ATOMIC
    case 'import':
      return request.paths.length > 1 ? NOTE_ALL_OR_NONE : null
    case 'import-diff':
      if (isLive(request.target)) return NOTE_UNGUARDED
      return request.paths.length > 1 || request.overlay ? NOTE_ALL_OR_NONE : null
    case 'pipe':
      return !request.create && isLive(request.target) ? `${NOTE_UNGUARDED}. ${NOTE_EXIT}` : NOTE_EXIT_ONLY
    case 'rollback':
      // Of a live image it is the very same command.
      return isLive(request.target)
        ? null
        : 'Not the same in one way: rbd rewrites the head in place, and cannot be stopped halfway without harm'
    case 'convert':
    case 'compare':
    case 'verify':
    case 'manifest':
    case 'fold':
    case 'mend':
    case 'replicate':
    case 'flatten':
      return null
  }
}
