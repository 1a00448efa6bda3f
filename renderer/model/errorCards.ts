import { errorCatalogue, exitCodeOf, hintOf } from '../../shared/errorCatalogue.ts'
import type { ErrorCode, WireError } from '../../shared/errors.ts'
import { formatSpec } from '../../shared/imageSpec.ts'
import type { ImageRef } from '../../shared/imageSpec.ts'
import type { JobRequest } from '../../shared/jobs.ts'
import { imagesOf, inputPathsOf } from '../../shared/requestParts.ts'
import type { CardAction } from '../errorText.ts'
import { ERROR_ROWS, errorText } from '../errorText.ts'
import { downloadName, fileName } from '../jobText.ts'
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
    cause,
    safe: SAFE[safe](request),
    hint: hintOf(error),
    actions: actions.filter((action) => makesSense(action, error, request)),
  }
}

const UNSAID = 'Sources are only ever read, and no file gets its name before it is whole; verify what was written to'

const SAFE = {
  asWas: safeOf,
  unsaid: () => UNSAID,
  elsewhere: () => 'Jobs go on without the window; they are shown again once it is connected',
  readable: () => 'Points before the fault can still be read, and nothing was changed',
  links: () => 'Nothing was changed, and the link files are as they were found',
} as const

function safeOf(request: JobRequest | null): string {
  if (request === null) return 'Nothing was changed'
  switch (request.kind) {
    case 'export':
    case 'export-diff':
    case 'diff':
      return `No file was left behind, and ${sourceName(request)} was only read`
    case 'merge':
      return 'No file was left behind, and the inputs were only read'
    case 'convert':
      return request.to === 'diffs'
        ? 'Files that are there are whole, and the inputs were only read'
        : 'No file was left behind, and the inputs were only read'
    case 'import':
      return 'No image was made, and the files were only read'
    case 'pipe':
      return request.create
        ? `No image was made, and ${formatSpec(request.source)} was only read`
        : `The image ${formatSpec(request.target)} is as it was, and ${formatSpec(request.source)} was only read`
    case 'replicate':
      return `Snapshots that came over are whole, and ${formatSpec(request.source)} was only read`
    case 'flatten':
      return 'The image reads as it did, whether from its parent or by itself'
    case 'import-diff':
    case 'rollback':
    case 'fold':
    case 'mend':
      return `The image ${formatSpec(request.target)} is as it was`
    case 'compare':
    case 'verify':
      return 'Nothing was changed: this only reads'
    case 'manifest':
      return 'The files themselves were only read'
  }
}

function sourceName(request: Extract<JobRequest, { kind: 'export' | 'export-diff' | 'diff' }>): string {
  return request.kind === 'diff' ? 'what was compared' : formatSpec(request.source)
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
    case 'repair':
    case 'image':
      return request !== null && imageOfJob(request) !== null
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

/** The form that a job came from, filled with what it was asked; null where its form would not know all of it. */
export function formOf(request: JobRequest): Sheet | null {
  switch (request.kind) {
    case 'export':
      return { kind: 'export', source: request.source, from: null, format: request.format ?? 'raw' }
    case 'export-diff':
      return { kind: 'export', source: request.source, from: request.fromSnapshot, format: 'diff' }
    case 'pipe':
      return { kind: 'pipe', source: request.source, from: request.fromSnapshot }
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
    case 'rollback':
    case 'replicate':
    case 'flatten':
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
  return image === null ? null : { kind: 'verify', what: { kind: 'image', image } }
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
