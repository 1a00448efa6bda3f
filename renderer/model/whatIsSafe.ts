import type { WireError } from '../../shared/errors.ts'
import type { ImageRef } from '../../shared/imageSpec.ts'
import { formatSpec } from '../../shared/imageSpec.ts'
import type { JobRequest } from '../../shared/jobs.ts'
import type { Safe } from '../errorText.ts'
import { isLiveRef } from './liveDetails.ts'

/** Said where nobody can tell what a failure left. */
export const UNSAID =
  'Sources are only ever read, and no file gets its name before it is whole; verify what was written to'
const UNHEARD = 'Nobody can tell from here whether it took effect; read again what it was about'

/** How a job writes into an image of a cluster, whose head cannot be changed in one step. `new`: under a temporary name until it is whole. */
type LiveWrite = { readonly how: 'new' | 'append' | 'rollback' | 'replicate' | 'flatten'; readonly target: ImageRef }

/** Null: a job writes no live image. */
function liveWriteOf(request: JobRequest): LiveWrite | null {
  if (!('target' in request) || !isLiveRef(request.target)) return null
  const { target, kind } = request
  switch (kind) {
    case 'import':
      return { how: 'new', target }
    case 'pipe':
      return { how: request.create ? 'new' : 'append', target }
    case 'import-diff':
      return { how: 'append', target }
    case 'rollback':
    case 'replicate':
    case 'flatten':
      return { how: kind, target }
    default:
      return null
  }
}

/** What is safe after an error, in words that fit the job; `request` null: it is no job's. */
export function whatIsSafe(safe: Safe, error: WireError, request: JobRequest | null): string {
  switch (safe) {
    case 'asWas':
      return asWas(error, request)
    case 'cluster':
      return request === null ? UNHEARD : asWas(error, request)
    case 'unsaid':
      return UNSAID
    case 'elsewhere':
      return 'Jobs go on without the window; they are shown again once it is connected'
    case 'readable':
      return 'Points before the fault can still be read, and nothing was changed'
    case 'links':
      return 'Nothing was changed, and the link files are as they were found'
  }
}

/** What to do, where that depends on the job more than on the error; undefined: what the error says. */
export function nextOf(error: WireError, request: JobRequest | null): string | undefined {
  if (error.hint !== undefined) return undefined
  if (error.code === 'E_IMAGE_SHRINKS')
    return 'Say that it may become smaller, where that is meant; older snapshots keep their size'
  if (error.code === 'E_CONNECTION_UNKNOWN') return 'Connect to the cluster again, under that name'
  const write = request === null ? null : liveWriteOf(request)
  if (write === null || error.code !== 'E_JOB_INTERRUPTED') return undefined
  switch (write.how) {
    case 'append':
    case 'replicate':
      return 'Roll the image back to its newest snapshot where its head is not what it should be, then start again'
    case 'new':
      return 'Start it again; what is left under a temporary name can be removed in the sidebar'
    case 'rollback':
    case 'flatten':
      return 'Start it again: it goes through the whole image'
  }
}

function asWas(error: WireError, request: JobRequest | null): string {
  if (request === null) return 'Nothing was changed'
  const write = liveWriteOf(request)
  return (write === null ? null : safeOnCluster(write, error, request)) ?? safeElsewhere(request)
}

/** After these a roll back of a live image may have been under way: its head lies somewhere between the two. */
const MID_WAY: ReadonlySet<string> = new Set([
  'E_CLUSTER_COMMAND',
  'E_CLUSTER_NO_SPACE',
  'E_CLUSTER_UNREACHABLE',
  'E_JOB_INTERRUPTED',
])

/** Null: what is said of the library's images is true of it too. */
function safeOnCluster({ how, target }: LiveWrite, error: WireError, request: JobRequest): string | null {
  const called = formatSpec(target)
  const source = sourceOf(request)
  const read = source === null ? '' : `, and ${source} was only read`
  if (error.code === 'E_CLUSTER_LEFT_CHANGED') {
    const left = error.detail?.['image']
    if (typeof left === 'string' && left !== called) return `Only ${left} was left, under a temporary name${read}`
    return how === 'new'
      ? `Only ${called} was written to${read}`
      : `The snapshots that ${called} had are whole; its head was not put back${read}`
  }
  const isCutOff = error.code === 'E_JOB_INTERRUPTED'
  switch (how) {
    case 'new':
      return isCutOff ? `Nothing half made has the name ${called}; it may stand under a temporary one${read}` : null
    case 'append':
      return isCutOff
        ? `The snapshots of ${called} are whole; its head may hold a part of the diff${read}`
        : `${called} holds nothing half written: where its head was changed, it was put back to the last whole point${read}`
    case 'replicate':
      return isCutOff
        ? `Snapshots that came over are whole; the head of ${called} may hold a part of the next${read}`
        : `Snapshots that came over are whole, and nothing half written is left${read}`
    case 'rollback':
      return MID_WAY.has(error.code)
        ? `The snapshots of ${called} are whole; its head may stand between what it was and the snapshot`
        : null
    case 'flatten':
      return null
  }
}

function sourceOf(request: JobRequest): string | null {
  switch (request.kind) {
    case 'pipe':
    case 'replicate':
      return formatSpec(request.source)
    default:
      return null
  }
}

function safeElsewhere(request: JobRequest): string {
  switch (request.kind) {
    case 'export':
    case 'export-diff':
    case 'diff':
      return `No file was left behind, and ${readBy(request)} was only read`
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

function readBy(request: Extract<JobRequest, { kind: 'export' | 'export-diff' | 'diff' }>): string {
  return request.kind === 'diff' ? 'what was compared' : formatSpec(request.source)
}
