import { errorCatalogue, exitCodeOf, hintOf } from '../../shared/errorCatalogue.ts'
import type { ErrorCode, WireError } from '../../shared/errors.ts'
import { formatSpec } from '../../shared/imageSpec.ts'
import type { ImageRef } from '../../shared/imageSpec.ts'
import type { JobRequest } from '../../shared/jobs.ts'
import { imagesOf, inputPathsOf } from '../../shared/requestParts.ts'
import type { CardAction } from '../errorText.ts'
import { ERROR_ROWS, errorText } from '../errorText.ts'
import { downloadName, fileName } from '../jobText.ts'
import { isLiveRef } from './liveDetails.ts'
import { nextOf, UNSAID, whatIsSafe } from './whatIsSafe.ts'
import type { Sheet } from '../stores/ui.ts'
import { text } from '../strings.ts'

/** What an error card says, beside the message that the error brings itself. */
export interface ErrorCardContent {
  readonly title: string
  readonly cause: string
  readonly safe: string
  /** The next step; undefined: none is known. */
  readonly hint: string | undefined
  /** At most three, best first. */
  readonly actions: readonly CardAction[]
}

const isKnown = (code: string): code is ErrorCode => Object.hasOwn(errorCatalogue, code)

/** What is said of an error. `request` null: it is no job's. A host of a later version may know codes that this window does not. */
export function cardOf(error: WireError, request: JobRequest | null): ErrorCardContent {
  if (!isKnown(error.code)) {
    return {
      title: text.error.title,
      cause: errorText.unknownCause,
      safe: UNSAID,
      hint: error.hint,
      actions: request === null ? [] : ['again'],
    }
  }
  const { cause, safe, actions } = ERROR_ROWS[error.code]
  return {
    title: errorCatalogue[error.code].title,
    cause: causeOf(error, request) ?? cause,
    safe: whatIsSafe(safe, error, request),
    hint: nextOf(error, request) ?? hintOf(error),
    actions: actions.filter((action) => makesSense(action, error, request)),
  }
}

/** The likely cause, where that depends on the job; undefined: what the table says. */
function causeOf({ code }: WireError, request: JobRequest | null): string | undefined {
  if (code === 'E_DIFF_DRIFTED' && (request?.kind === 'export' || request?.kind === 'export-diff')) {
    return errorText.causes.readWhileWritten
  }
  if (code === 'E_IMAGE_SHRINKS' && request !== null) return errorText.causes.smallerThere
  return undefined
}

function makesSense(action: CardAction, error: WireError, request: JobRequest | null): boolean {
  switch (action) {
    case 'again':
      return request !== null
    case 'folder':
      return placeOfError(error, request) !== null
    case 'place':
      return request !== null && 'path' in request && formOf(request) !== null
    case 'form':
      return request !== null && formOf(request) !== null
    case 'verify':
      return verifySheetOf(error, request) !== null
    case 'repair': {
      const image = request === null ? null : imageOfJob(request)
      return image !== null && !isLiveRef(image)
    }
    case 'image':
      return request !== null && imageOfJob(request) !== null
    case 'connection':
      return request !== null && connectionOf(error, request) !== null
    case 'roll-back':
      return wayBackOf(error, request) !== null
    case 'reload':
      return true
  }
}

/** The file an error is about: the one it names, else the one the job was to write. */
export function placeOfError(error: WireError, request: JobRequest | null): string | null {
  const named = error.detail?.['path']
  if (typeof named === 'string' && named !== '') return named
  return request !== null && 'path' in request && downloadName(request) === null ? request.path : null
}

/** The image a job is about; null where it has none. */
export function imageOfJob(request: JobRequest): ImageRef | null {
  if ('target' in request && request.kind !== 'import') return request.target
  return imagesOf(request)[0] ?? null
}

/** The connection an error is about: the one it names, else the only one that its job goes over; null: there is none, or it is not known. */
export function connectionOf(error: WireError, request: JobRequest): string | null {
  const live = [
    ...new Set(
      imagesOf(request)
        .filter(isLiveRef)
        .map(({ connection }) => connection),
    ),
  ]
  const named = error.detail?.['connection']
  if (typeof named === 'string') return live.includes(named) ? named : null
  return live.length === 1 ? (live[0] ?? null) : null
}

/** The snapshot to which the head of a live image can be rolled back so that the job can be started again; null: the error names none. */
export function wayBackOf(
  { detail }: WireError,
  request: JobRequest | null,
): { readonly image: ImageRef; readonly snapshot: string } | null {
  if (request?.kind !== 'import-diff' && request?.kind !== 'pipe') return null
  const { target } = request
  const snapshot = detail?.['snapshot']
  if (!isLiveRef(target) || typeof snapshot !== 'string' || detail?.['image'] !== formatSpec(target)) return null
  return { image: target, snapshot }
}

/** The form that a job came from, filled with what it was asked; null where its form would not know all of it. */
export function formOf(request: JobRequest): Sheet | null {
  switch (request.kind) {
    case 'export':
      return { kind: 'export', source: request.source, from: null, format: request.format ?? 'raw' }
    case 'export-diff':
      return { kind: 'export', source: request.source, from: request.fromSnapshot, format: 'diff' }
    case 'pipe':
      return { kind: 'pipe', source: request.source, from: request.fromSnapshot, target: request.target }
    case 'merge':
      return { kind: 'merge', inputs: request.inputs, files: [] }
    case 'convert':
      return request.inputs.every(({ kind }) => kind === 'range')
        ? { kind: 'convert', inputs: request.inputs, files: [], to: request.to, at: request.at ?? null }
        : null
    case 'compare':
    case 'diff':
      return { kind: 'contents', mode: request.kind, a: request.a, b: request.b }
    case 'verify':
      return { kind: 'verify', what: request.what }
    case 'manifest':
      return { kind: 'write-manifests', paths: request.paths }
    case 'fold':
      return { kind: 'fold', image: request.target }
    case 'mend':
      return { kind: request.index === undefined ? 'repair' : 'rebuild-index', image: request.target }
    case 'import':
    case 'import-diff':
      return { kind: 'import' }
    case 'replicate':
      return { kind: 'replicate', source: request.source }
    case 'flatten':
      return { kind: 'flatten', image: request.target }
    case 'rollback':
      return null
  }
}

/** The form that verifies what an error is about: the file it names among the job's, all of its files, or its image. */
export function verifySheetOf(error: WireError, request: JobRequest | null): Sheet | null {
  if (request === null || request.kind === 'verify') return null
  const inputs = inputPathsOf(request)
  const named = error.detail?.['path']
  const paths = typeof named === 'string' && inputs.includes(named) ? [named] : inputs
  if (paths.length > 0) return { kind: 'verify', what: { kind: 'files', paths: [...paths] } }
  const image = imageOfJob(request)
  // What lies on a cluster has no digests to be held against.
  return image === null || isLiveRef(image) ? null : { kind: 'verify', what: { kind: 'image', image } }
}

const VERBS: Readonly<Partial<Record<JobRequest['kind'], string>>> = {
  import: 'import',
  'import-diff': 'import-diff',
  merge: 'merge-diff',
  export: 'export',
  'export-diff': 'export-diff',
}

/** What the command line would have ended with; null for a code that this window does not know. */
export function exitOf(error: WireError, request: JobRequest | null): number | null {
  if (!isKnown(error.code)) return null
  return exitCodeOf(error, request === null ? null : (VERBS[request.kind] ?? null))
}

/** Where in a stream or file an error lies, in bytes; null where it is told of none. */
export function offsetOf(error: WireError): number | null {
  const offset = error.detail?.['offset']
  return typeof offset === 'number' ? offset : null
}

/** Facts of an error that are not told elsewhere on its card. */
export function factsOf(error: WireError): readonly (readonly [name: string, value: string])[] {
  return Object.entries(error.detail ?? {})
    .filter(([name]) => name !== 'refused')
    .map(([name, value]) => [name, name === 'path' ? fileName(String(value)) : String(value)] as const)
}
