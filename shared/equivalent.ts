import type { ImageRef, PointRef } from './imageSpec.ts'
import { formatSpec, LIBRARY } from './imageSpec.ts'
import type { JobRequest, MergeInput } from './jobs.ts'
import type { Name } from './names.ts'
import { sameName } from './names.ts'
import { imagesOf } from './requestParts.ts'

/** Lines one could type, or the sentence why there are none. */
export type Lines =
  | { readonly lines: readonly string[]; readonly reason: null }
  | { readonly lines: null; readonly reason: string }

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

const PLAIN = /^[A-Za-z0-9_@%+=:,./-]+$/

/** One argument as sh reads it: bare where every character is plain, else in single quotes. */
export function quoteSh(argument: string): string {
  return PLAIN.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`
}

const NOT_TEXT = 'A name here is not UTF-8 text, so it cannot be typed as an argument'
const IN_LIBRARY = 'An end is in the library, which rbd does not know'
const NOTE_ATOMIC = 'Not the same in one way: rbd writes the file in place, so a failure leaves a part of it behind'
const NOTE_ALL_OR_NONE = 'Not the same in one way: a failure in the middle leaves what was applied before it'

/** Makes the command lines for a job's request. Pure: the same request always gives the same lines. */
export function equivalentOf(request: JobRequest, context: EquivalentContext = { sizeBytes: null }): Equivalent {
  if (namesOf(request).some((name) => name.base64 !== undefined)) {
    const none: Lines = { lines: null, reason: NOT_TEXT }
    return { rbd: none, onCluster: null, note: null, studio: none }
  }
  const lines = rbdLines(request, context)
  const isInLibrary = imagesOf(request).some((image) => image.connection === LIBRARY)
  const studio = studioLine(request, context)
  return {
    rbd: isInLibrary ? { lines: null, reason: IN_LIBRARY } : lines,
    onCluster: isInLibrary ? lines.lines : null,
    note: lines.lines === null ? null : noteOf(request),
    studio,
  }
}

type Say = (ref: ImageRef | PointRef, end: 'source' | 'target') => string

const line = (...args: readonly (string | readonly string[])[]) => args.flat().join(' ')
const ok = (lines: readonly string[]): Lines => ({ lines, reason: null })

/** `--from-snap NAME`, or nothing. A name that starts with a dash stays an argument of its option. */
function fromSnap(name: Name | null): readonly string[] {
  if (name === null) return []
  return name.text.startsWith('-') ? [quoteSh(`--from-snap=${name.text}`)] : ['--from-snap', quoteSh(name.text)]
}

function rbdLines(request: JobRequest, { sizeBytes }: EquivalentContext): Lines {
  const say: Say = (ref, end) => sayRef(ref, end, false)
  switch (request.kind) {
    case 'export':
      return ok([line('rbd export', say(request.source, 'source'), quoteSh(request.path))])
    case 'export-diff':
      return ok([exportDiff('rbd', request.source, request.fromSnapshot, request.path, say)])
    case 'import':
      return importLines('rbd', request, sizeBytes, say)
    case 'import-diff':
      return ok(request.paths.map((path) => line('rbd import-diff', quoteSh(path), say(request.target, 'source'))))
    case 'merge':
      return mergeLines(request.inputs, request.path, say)
    case 'pipe':
      return pipeLines(request, say)
    case 'convert':
    case 'compare':
    case 'diff':
    case 'verify':
    case 'manifest':
    case 'rollback':
    case 'fold':
      return { lines: null, reason: 'rbd cannot do this' }
  }
}

function studioLine(request: JobRequest, { sizeBytes }: EquivalentContext): Lines {
  const say: Say = (ref, end) => sayRef(ref, end, true)
  switch (request.kind) {
    case 'export':
      return ok([line('rbd-studio export', say(request.source, 'source'), quoteSh(request.path))])
    case 'export-diff':
      return ok([exportDiff('rbd-studio', request.source, request.fromSnapshot, request.path, say)])
    case 'import': {
      const { lines, reason } = importLines('rbd-studio', request, sizeBytes, say)
      return lines === null ? { lines, reason } : ok([lines.join(' && ')])
    }
    case 'import-diff': {
      const overlay = request.overlay ? ['--overlay'] : []
      const target = say(request.target, 'source')
      return ok([
        request.paths.map((path) => line('rbd-studio import-diff', overlay, quoteSh(path), target)).join(' && '),
      ])
    }
    case 'merge':
      return studioMerge(request.inputs, request.path, say)
    case 'pipe':
      return ok([
        line(
          'rbd-studio pipe',
          fromSnap(request.fromSnapshot),
          say(request.source, 'source'),
          say(request.target, 'target'),
        ),
      ])
    case 'convert':
    case 'compare':
    case 'diff':
    case 'verify':
    case 'manifest':
    case 'rollback':
    case 'fold':
      return { lines: null, reason: 'There is no line for this yet' }
  }
}

function exportDiff(program: string, source: PointRef, from: Name | null, path: string, say: Say): string {
  return line(`${program} export-diff`, fromSnap(from), say(source, 'source'), path === '-' ? '-' : quoteSh(path))
}

function importLines(
  program: string,
  request: Extract<JobRequest, { kind: 'import' }>,
  sizeBytes: number | null,
  say: Say,
): Lines {
  if (request.format === 'raw') {
    return ok(request.paths.map((path) => line(`${program} import`, quoteSh(path), say(request.target, 'target'))))
  }
  // Only import and pipe have a destination; for the other verbs the image is simply the image.
  const target = say(request.target, 'source')
  if (sizeBytes === null) return { lines: null, reason: 'The size of the new image is not known yet' }
  return ok([
    line(`${program} create --size ${sizeBytes}B`, target),
    ...request.paths.map((path) => line(`${program} import-diff`, quoteSh(path), target)),
  ])
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
  return ok([...before, foldMerge('rbd', files, quoteSh(path))])
}

function foldMerge(program: string, files: readonly string[], path: string): string {
  const [first = '-', ...rest] = files
  if (rest.length === 0) return `cp ${first} ${path}`
  return rest
    .map((file, index) =>
      line(`${program} merge-diff`, index === 0 ? first : '-', file, index === rest.length - 1 ? path : '-'),
    )
    .join(' | ')
}

function studioMerge(inputs: readonly MergeInput[], path: string, say: Say): Lines {
  const ranges = inputs.filter((input) => input.kind === 'range')
  if (ranges.length === 0) {
    return ok([
      foldMerge(
        'rbd-studio',
        inputs.map((input) => (input.kind === 'file' ? quoteSh(input.path) : '')),
        quoteSh(path),
      ),
    ])
  }
  const first = ranges[0]
  const last = ranges.at(-1)
  const isOneStretch =
    ranges.length === inputs.length &&
    ranges.every((range, index) => {
      const before = ranges[index - 1]
      if (before === undefined) return true
      return (
        sameImage(before.image, range.image) &&
        before.to !== null &&
        range.from !== null &&
        sameName(before.to, range.from)
      )
    })
  // Neighbouring stretches of one image are one stretch: read in one pass, the same file.
  if (first === undefined || last === undefined || !isOneStretch) {
    return {
      lines: null,
      reason: 'Files and stretches of images together have no single line; export the stretches first',
    }
  }
  return ok([exportDiff('rbd-studio', { ...last.image, snapshot: last.to }, first.from, path, say)])
}

function pipeLines(request: Extract<JobRequest, { kind: 'pipe' }>, say: Say): Lines {
  const source = say(request.source, 'source')
  if (request.fromSnapshot === null && request.create) {
    return ok([line('rbd export', source, '-', '| rbd import -', say(request.target, 'target'))])
  }
  const target = say(request.target, 'source')
  return ok([line('rbd export-diff', fromSnap(request.fromSnapshot), source, '-', '| rbd import-diff -', target)])
}

function noteOf(request: JobRequest): string | null {
  switch (request.kind) {
    case 'export':
    case 'export-diff':
      return NOTE_ATOMIC
    case 'merge':
      return request.inputs.length > 2
        ? 'Not the same in two ways: rbd passes over the data once for each pair, and writes the file in place'
        : NOTE_ATOMIC
    case 'import':
      return request.paths.length > 1 ? NOTE_ALL_OR_NONE : null
    case 'import-diff':
      return request.paths.length > 1 || request.overlay ? NOTE_ALL_OR_NONE : null
    case 'pipe':
      return 'Not the same in one way: the shell looks only at the exit code of the second command'
    case 'convert':
    case 'compare':
    case 'diff':
    case 'verify':
    case 'manifest':
    case 'rollback':
    case 'fold':
      return null
  }
}

/** A spec where one can say it, else options (DESIGN §3): names with `/` or `@` in them, or with a dash in front. */
function sayRef(ref: ImageRef | PointRef, end: 'source' | 'target', withConnection: boolean): string {
  const snapshot = 'snapshot' in ref ? ref.snapshot : null
  const names = [ref.pool.text, ref.namespace, ref.image.text, snapshot?.text ?? '']
  const spec = formatSpec(ref, withConnection)
  if (!names.some((name) => /[/@]/.test(name)) && !spec.startsWith('-')) return quoteSh(spec)
  const prefix = end === 'target' ? '--dest-' : '--'
  const option = (name: string, value: string) => quoteSh(`${name}=${value}`)
  return [
    ...(withConnection ? [option('--connection', ref.connection)] : []),
    option(`${prefix}pool`, ref.pool.text),
    ...(ref.namespace === '' ? [] : [option(`${prefix}namespace`, ref.namespace)]),
    option(end === 'target' ? '--dest' : '--image', ref.image.text),
    ...(snapshot === null ? [] : [option('--snap', snapshot.text)]),
  ].join(' ')
}

function sameImage(a: ImageRef, b: ImageRef): boolean {
  return (
    a.connection === b.connection &&
    sameName(a.pool, b.pool) &&
    a.namespace === b.namespace &&
    sameName(a.image, b.image)
  )
}

function namesOf(request: JobRequest): readonly Name[] {
  const images = imagesOf(request).flatMap((image) => [image.pool, image.image])
  const points: (Name | null)[] = []
  if (request.kind === 'export' || request.kind === 'export-diff' || request.kind === 'pipe') {
    points.push(request.source.snapshot)
  }
  if (request.kind === 'export-diff' || request.kind === 'pipe') points.push(request.fromSnapshot)
  if (request.kind === 'merge') {
    for (const input of request.inputs) if (input.kind === 'range') points.push(input.from, input.to)
  }
  return [...images, ...points.filter((name) => name !== null)]
}
