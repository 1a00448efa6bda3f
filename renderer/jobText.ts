import type { Job } from '../shared/job.ts'
import { formatSpec, imageOf, LIBRARY } from '../shared/imageSpec.ts'
import type { ContentRef, JobPhase, JobReport, JobRequest, JobState, VerifyTarget } from '../shared/jobs.ts'
import { imagesOf } from '../shared/requestParts.ts'
import { formatBytes, formatDuration } from '../shared/units.ts'
import { isCounted } from './model/jobState.ts'
import type { Milestone } from './model/progress.ts'
import { resultText } from './resultText.ts'
import { count } from './strings.ts'

const PHASES: Readonly<Record<JobPhase, string>> = {
  waiting: 'Waiting',
  reading: 'Reading headers',
  unpacking: 'Unpacking',
  verifying: 'Verifying digests',
  copying: 'Copying',
  finishing: 'Finishing',
  undoing: 'Putting the image back',
}

const DAY_MS = 86_400_000

const TARGETS = {
  raw: 'a raw image',
  v2: 'one file of format 2',
  diff: 'one diff',
  diffs: 'a folder of diffs',
} as const

const STATES: Readonly<Record<JobState, string>> = {
  queued: 'Waiting for its turn',
  running: 'Starting',
  paused: 'Paused',
  cancelling: 'Cancelling…',
  done: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
  interrupted: 'Interrupted',
}

/** The last part of a path, whichever way its slashes lean. */
export function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path
}

/** The name under which a job's file goes to the page as a download; null: it goes to a path. */
export function downloadName(request: JobRequest): string | null {
  return 'path' in request && !/[\\/]/.test(request.path) ? request.path : null
}

/** How a content is called: the point of an image, or the last of its files with the point. */
export function contentName(content: ContentRef): string {
  if (content.kind === 'point') return formatSpec(content.point)
  const name = fileName(content.paths.at(-1) ?? '')
  return content.at === null ? name : `${name}@${content.at.text}`
}

/** How what is verified is called: an image, a folder's name, so many files. */
export function verifiedName(what: VerifyTarget): string {
  if (what.kind === 'image') return formatSpec(what.image)
  return what.kind === 'folder' ? fileName(what.path) : count(what.paths.length, 'file')
}

function title(request: JobRequest): string {
  switch (request.kind) {
    case 'export':
      return `Export ${formatSpec(request.source)}`
    case 'export-diff':
      return `Export diff ${request.fromSnapshot?.text ?? 'nothing'} to ${request.source.snapshot?.text ?? 'head'} of ${formatSpec(imageOf(request.source))}`
    case 'import':
      return `Import into ${formatSpec(request.target)}`
    case 'import-diff':
      return `Append to ${formatSpec(request.target)}`
    case 'merge':
      return `Merge ${request.inputs.length} into ${fileName(request.path)}`
    case 'pipe':
      return `Pipe ${formatSpec(request.source)} to ${formatSpec(request.target)}`
    case 'replicate':
      return `Replicate ${formatSpec(request.source)} to ${formatSpec(request.target)}`
    case 'flatten':
      return `Flatten ${formatSpec(request.target)}`
    case 'convert':
      return request.to === 'raw' ? `Rebuild ${fileName(request.path)}` : `Convert into ${fileName(request.path)}`
    case 'compare':
      return `Compare ${contentName(request.a)} with ${contentName(request.b)}`
    case 'diff':
      return `Diff ${contentName(request.a)} to ${contentName(request.b)}`
    case 'verify':
      return `Verify ${verifiedName(request.what)}`
    case 'manifest':
      return `Write manifests for ${count(request.paths.length, 'file')}`
    case 'rollback':
      return `Roll ${formatSpec(request.target)} back to ${request.snapshot.text}`
    case 'fold':
      return `Fold ${formatSpec(request.target)}`
    case 'mend':
      return `${request.index === undefined ? 'Mend' : 'Rebuild the index of'} ${formatSpec(request.target)}`
  }
}

function subtitle(request: JobRequest): string {
  const download = downloadName(request)
  const plain = download === null ? plainSubtitle(request) : `download as ${download}`
  return [plain, clusterSubtitle(request)].filter((part) => part !== '').join(', ')
}

/** Titles say images without their connections: here is where these lie, unless that is the library alone. */
function clusterSubtitle(request: JobRequest): string {
  if (request.kind === 'pipe' || request.kind === 'replicate') {
    const { source, target } = request
    if (source.connection !== target.connection) return `from ${source.connection} to ${target.connection}`
  }
  const [connection, ...more] = new Set(imagesOf(request).map((image) => image.connection))
  return connection === undefined || connection === LIBRARY || more.length > 0 ? '' : `on ${connection}`
}

function plainSubtitle(request: JobRequest): string {
  switch (request.kind) {
    case 'export':
    case 'export-diff':
      return `to ${fileName(request.path)}`
    case 'import':
    case 'import-diff':
      return request.paths.length === 1 ? fileName(request.paths[0] ?? '') : count(request.paths.length, 'file')
    case 'convert':
      return `${count(request.inputs.length, 'input')} as ${TARGETS[request.to]}`
    case 'diff':
      return `to ${fileName(request.path)}`
    case 'verify':
      return [
        request.percent === undefined ? '' : `${request.percent} % of the blocks`,
        request.olderThanMs === undefined
          ? ''
          : `what was not verified for ${count(Math.round(request.olderThanMs / DAY_MS), 'day')}`,
      ]
        .filter((part) => part !== '')
        .join(', ')
    case 'merge':
    case 'compare':
    case 'manifest':
    case 'rollback':
    case 'fold':
    case 'flatten':
      return ''
    case 'replicate':
      return 'every snapshot that is missing'
    case 'mend':
      if (request.index !== undefined) return 'its index, from its link files'
      return request.giveUp === true ? 'without what is lost' : count(request.paths.length, 'file')
    case 'pipe':
      return request.fromSnapshot === null ? 'everything' : `changes since ${request.fromSnapshot.text}`
  }
}

function phase(job: Job): string {
  if (job.state !== 'running' || job.progress === null) return STATES[job.state]
  const { phase: now } = job.progress
  if (now === 'verifying' && job.request.kind === 'compare') return 'Comparing'
  if (now === 'verifying' && job.request.kind === 'manifest') return 'Hashing'
  return PHASES[now]
}

function amount(job: Job): string {
  if (job.progress === null) return ''
  const { doneBytes, totalBytes, phase: now } = job.progress
  if (now === 'finishing')
    return job.state === 'running' ? `flushing ${formatBytes(doneBytes)} to disk` : formatBytes(doneBytes)
  return totalBytes === null ? formatBytes(doneBytes) : `${formatBytes(doneBytes)} of ${formatBytes(totalBytes)}`
}

function outcome(job: Job): string {
  switch (job.state) {
    case 'done':
      return job.report === null ? 'Done' : done(job.report, job)
    case 'cancelled':
      return `Cancelled. ${leftBehind(job.request)}`
    case 'interrupted':
      return 'Interrupted: RBD Studio ended while it ran. Start it again.'
    case 'failed':
      return job.error?.message ?? 'Failed'
    default:
      return phase(job)
  }
}

/** What a cancelled job left: of several points that go into an image one by one, those that were whole. */
function leftBehind(request: JobRequest): string {
  if (request.kind === 'replicate') return 'Snapshots that came over stay; nothing half made was left behind.'
  return request.kind === 'import-diff' && request.paths.length > 1 && request.target.connection !== LIBRARY
    ? 'Files that were applied whole stay; nothing half made was left behind.'
    : 'Nothing was left behind.'
}

/** How long a job took, behind a word: ` in 8 s`; nothing where it is not known. */
function timeOf(job: Job, word: string): string {
  const took = job.startedAt !== null && job.endedAt !== null ? (job.endedAt - job.startedAt) / 1000 : null
  return took === null ? '' : `${word}${took < 1 ? 'under 1 s' : formatDuration(took)}`
}

/** Whether a job that is done has found something wrong: then it must not look like a success. */
export function hasFindings({ report }: Job): boolean {
  return report?.verification?.ok === false || report?.comparison?.equal === false
}

function done(report: JobReport, job: Job): string {
  const time = timeOf(job, ' in ')
  const took = timeOf(job, '; took ')
  if (report.verification !== undefined) return `${resultText.verification.sentence(report.verification)}${took}`
  if (report.comparison !== undefined) return `${resultText.comparison.sentence(report.comparison)}${took}`
  const { request } = job
  if (request.kind === 'manifest') {
    return `${count(report.paths?.length ?? request.paths.length, 'manifest')} written${time}`
  }
  if (request.kind === 'flatten') return `It has all of its own content, and no parent any more${time}`
  if (request.kind === 'rollback') {
    // Of a live image rbd does not say how much that was.
    if (!isCounted(request)) return `The head has the content of ${request.snapshot.text} again${time}`
    return report.dataBytes === 0 && report.zeroBytes === 0
      ? `The head has had the content of ${request.snapshot.text} already${time}`
      : `The head has the content of ${request.snapshot.text} again: ${moved(report)} changed${time}`
  }
  if (request.kind === 'mend' && request.index !== undefined && report.target !== null) {
    return `${formatSpec(report.target)} has its index again${time}. Verify it now`
  }
  if (request.kind === 'fold') return `Folded: ${formatBytes(report.writtenBytes)} written${time}`
  if (report.paths !== undefined && report.paths.length > 1) {
    return `${count(report.paths.length, 'file')}, ${moved(report)}${time}`
  }
  return plainDone(report, time, downloadName(request))
}

function moved({ dataBytes, zeroBytes }: JobReport): string {
  const zeros = zeroBytes > 0 ? `, ${formatBytes(zeroBytes)} of zeros` : ''
  return `${formatBytes(dataBytes)} of data${zeros}`
}

function plainDone(report: JobReport, time: string, download: string | null): string {
  if (download !== null) return `${moved(report)}, downloaded as ${download}${time}`
  const where =
    report.path === null
      ? report.target === null
        ? ''
        : ` to ${formatSpec(report.target)}`
      : ` to ${fileName(report.path)}`
  if (report.dataBytes === 0 && report.zeroBytes === 0) {
    // Never a plain success: somebody may have expected bytes.
    return report.path === null
      ? `Nothing had to be written${where}${time}`
      : `Nothing had to be written into ${fileName(report.path)}: there was no content to move${time}`
  }
  return `${moved(report)}${where}${time}`
}

function milestone(job: Job, { kind, ...rest }: Milestone & { readonly percent?: number }): string {
  if (kind === 'started') return `${title(job.request)} started`
  if (kind === 'step') return `${title(job.request)}, ${rest.percent ?? 0} percent`
  return `${title(job.request)}: ${outcome(job)}`
}

/** What is said of a job, in the strip, in the history and aloud. */
export const jobText = {
  region: 'Jobs',
  idle: 'Exports, imports and merges will show here while they run',
  history: 'History',
  forgetAll: 'Forget finished',
  cancel: (request: JobRequest) => `Cancel ${title(request)}`,
  forget: (request: JobRequest) => `Forget ${title(request)}`,
  reveal: 'Reveal',
  open: 'Open image',
  forgetShort: 'Forget',
  cancelShort: 'Cancel',
  cancelling: 'Cancelling…',
  progress: (request: JobRequest) => `Progress of ${title(request)}`,
  title,
  subtitle,
  phase,
  amount,
  outcome,
  milestone,
} as const
