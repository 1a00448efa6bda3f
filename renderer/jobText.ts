import type { Job } from '../shared/contract.ts'
import { formatSpec, imageOf } from '../shared/imageSpec.ts'
import type { ContentRef, JobPhase, JobReport, JobRequest, JobState, VerifyTarget } from '../shared/jobs.ts'
import { formatBytes, formatDuration, formatRate } from '../shared/units.ts'
import type { Milestone } from './model/progress.ts'
import { shareDone } from './model/progress.ts'
import { count, timeLeft } from './strings.ts'

const PHASES: Readonly<Record<JobPhase, string>> = {
  waiting: 'Waiting',
  reading: 'Reading headers',
  unpacking: 'Unpacking',
  verifying: 'Verifying',
  copying: 'Copying',
  finishing: 'Finishing: flushing to disk',
}

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

function contentName(content: ContentRef): string {
  return content.kind === 'point' ? formatSpec(content.point) : fileName(content.paths.at(-1) ?? '')
}

function verifiedName(what: VerifyTarget): string {
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
    case 'convert':
      return `Convert into ${fileName(request.path)}`
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
  }
}

function subtitle(request: JobRequest): string {
  switch (request.kind) {
    case 'export':
    case 'export-diff':
      return `to ${fileName(request.path)}`
    case 'import':
    case 'import-diff':
      return request.paths.length === 1 ? fileName(request.paths[0] ?? '') : count(request.paths.length, 'file')
    case 'convert':
      return `${count(request.inputs.length, 'input')} as ${request.to}`
    case 'diff':
      return `to ${fileName(request.path)}`
    case 'merge':
    case 'compare':
    case 'verify':
    case 'manifest':
    case 'rollback':
    case 'fold':
      return ''
    case 'pipe':
      return request.fromSnapshot === null ? 'everything' : `changes since ${request.fromSnapshot.text}`
  }
}

function phase(job: Job): string {
  if (job.state === 'running' && job.progress !== null) return PHASES[job.progress.phase]
  return STATES[job.state]
}

function percent(job: Job): number | null {
  const share = shareDone(job.progress)
  return share === null ? null : Math.floor(share * 100)
}

function amount(job: Job): string {
  if (job.progress === null) return ''
  const { doneBytes, totalBytes } = job.progress
  return totalBytes === null ? formatBytes(doneBytes) : `${formatBytes(doneBytes)} of ${formatBytes(totalBytes)}`
}

function rate(job: Job): string {
  const bytes = job.progress?.rateBytesPerSec ?? null
  return bytes === null ? '' : formatRate(bytes)
}

function left(job: Job): string {
  if (job.state !== 'running') return ''
  return job.progress?.phase === 'finishing' ? '' : timeLeft(job.progress?.etaSeconds ?? null)
}

/** What a progress bar says instead of its bare number: `3.2 GiB of 10 GiB, 41 s left`. */
function value(job: Job): string {
  return [phase(job), amount(job), left(job)].filter((part) => part !== '').join(', ')
}

function outcome(job: Job): string {
  switch (job.state) {
    case 'done':
      return job.report === null ? 'Done' : done(job.report, job)
    case 'cancelled':
      return 'Cancelled. Nothing was left behind.'
    case 'interrupted':
      return 'Interrupted: RBD Studio ended while it ran. Start it again.'
    case 'failed':
      return job.error?.message ?? 'Failed'
    default:
      return phase(job)
  }
}

function done(report: JobReport, job: Job): string {
  const took = job.startedAt !== null && job.endedAt !== null ? (job.endedAt - job.startedAt) / 1000 : null
  const time = took === null ? '' : took < 1 ? ' in under 1 s' : ` in ${formatDuration(took)}`
  const where =
    report.path === null
      ? report.target === null
        ? ''
        : ` to ${formatSpec(report.target)}`
      : ` to ${fileName(report.path)}`
  const zeros = report.zeroBytes > 0 ? `, ${formatBytes(report.zeroBytes)} of zeros` : ''
  if (report.dataBytes === 0 && report.zeroBytes === 0) return `Done${where}: there was nothing to move${time}`
  return `${formatBytes(report.dataBytes)} of data${zeros}${where}${time}`
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
  running: (jobs: number) => `${jobs} running`,
  last: (sentence: string) => `Last: ${sentence}`,
  history: 'History',
  showHistory: 'Show history',
  hideHistory: 'Hide history',
  forgetAll: 'Forget finished',
  cancel: (request: JobRequest) => `Cancel ${title(request)}`,
  forget: (request: JobRequest) => `Forget ${title(request)}`,
  reveal: 'Reveal',
  open: 'Open image',
  forgetShort: 'Forget',
  cancelShort: 'Cancel',
  progress: (request: JobRequest) => `Progress of ${title(request)}`,
  warnings: 'Warnings',
  rateLabel: 'rate',
  title,
  subtitle,
  phase,
  percent,
  amount,
  rate,
  left,
  value,
  outcome,
  milestone,
} as const
