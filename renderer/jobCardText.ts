import type { Job } from '../shared/job.ts'
import type { JobPhase, JobRequest } from '../shared/jobs.ts'
import { formatBytes, formatDuration, formatRate } from '../shared/units.ts'
import type { HistoryKind } from './model/historyFilter.ts'
import type { BarPhase } from './model/jobPhases.ts'
import type { TimeLeft, Waiting } from './model/jobState.ts'
import { endingOf } from './model/jobState.ts'
import { jobText } from './jobText.ts'
import type { NotifyPermission } from './stores/notify.ts'
import { count, formatClock, formatCount, formatDay, timeLeft } from './strings.ts'

const SEGMENTS: Readonly<Record<BarPhase, string>> = {
  reading: 'Read headers',
  unpacking: 'Unpack',
  verifying: 'Verify',
  copying: 'Copy',
  finishing: 'Finish',
  undoing: 'Put back',
}

/** What a phase is called on a job's bar; what only looks at content has a word of its own. */
function segment(request: JobRequest, phase: BarPhase): string {
  if (phase !== 'verifying') return SEGMENTS[phase]
  return request.kind === 'compare' ? 'Compare' : request.kind === 'manifest' ? 'Hash' : SEGMENTS.verifying
}

function left(time: TimeLeft): string {
  if (time === null) return ''
  return timeLeft(time.kind === 'left' ? time.seconds : null)
}

function waiting(what: Waiting): string {
  if (what.kind === 'image') return `Waiting for “${jobText.title(what.job.request)}”, which is at the same image`
  return what.running === 0
    ? 'Waiting for its turn'
    : `Waiting for its turn: ${count(what.running, 'job')} at once ${what.running === 1 ? 'is' : 'are'} the limit`
}

/** The word with which a job's end is told in one line. */
function ending(job: Job): string {
  switch (endingOf(job)) {
    case 'proven':
      return 'all good'
    case 'done':
      return 'done'
    case 'idle':
      return 'nothing to do'
    case 'warned':
      return 'done, with a warning'
    case 'findings':
      return job.report?.verification === undefined ? 'different' : 'problems found'
    case 'failed':
      return 'failed'
    case 'cancelled':
      return 'cancelled'
    case 'interrupted':
      return 'interrupted'
    case null:
      return ''
  }
}

function head(counts: { readonly running: number; readonly waiting: number; readonly paused: number }): string {
  return [
    counts.running === 0 ? '' : `${formatCount(counts.running)} running`,
    counts.paused === 0 ? '' : `${formatCount(counts.paused)} paused`,
    counts.waiting === 0 ? '' : `${formatCount(counts.waiting)} waiting`,
  ]
    .filter((part) => part !== '')
    .join(', ')
}

/** When something was, as short as it can be told today: the time, with the day where it was another. */
function when(at: number, now: number): string {
  return formatDay(at) === formatDay(now) ? formatClock(at) : `${formatDay(at)} ${formatClock(at)}`
}

/** What is said on the cards of jobs, in their strip and in the history, beside what {@link jobText} says. */
export const jobCardText = {
  segment,
  left,
  waiting,
  ending,
  head,
  when,
  last: (job: Job, now: number) =>
    `Last: ${jobText.title(job.request)}, ${ending(job)}, ${when(job.endedAt ?? job.createdAt, now)}`,
  /** What a progress bar says instead of its bare number: `Copying, 3.2 GiB of 10 GiB, 41 s left`. */
  value: (job: Job, time: TimeLeft) =>
    [jobText.phase(job), jobText.amount(job), left(time)].filter((part) => part !== '').join(', '),
  allJobs: 'All jobs and history',
  closeAll: 'Back to the image',
  collapse: 'Hide the cards of the jobs',
  expand: 'Show the cards of the jobs',
  more: (jobs: number) => `and ${count(jobs, 'more job')}`,
  pause: (request: JobRequest) => `Pause ${jobText.title(request)}`,
  resume: (request: JobRequest) => `Resume ${jobText.title(request)}`,
  again: (request: JobRequest) => `Start ${jobText.title(request)} again`,
  details: (request: JobRequest) => `Details of ${jobText.title(request)}`,
  againShort: 'Start again',
  pauseShort: 'Pause',
  resumeShort: 'Resume',
  waitingFor: { source: 'waiting for the source', target: 'waiting for the target' },
  waitingForLong: {
    source: 'Waiting for the source. The target could take more.',
    target: 'Waiting for the target. The source could give more.',
  },
  pace: 'Both ends keep pace.',
  queues: 'Queues',
  read: 'Read',
  write: 'Write',
  queueShare: (share: number) => `${Math.round(share * 100)} %`,
  queueLabel: (what: string, share: number) => `${what}: busy ${Math.round(share * 100)} % of the time`,
  facts: {
    whole: 'Whole job',
    left: 'Time left',
    rate: 'Now',
    average: 'On average',
    skipped: 'Zeros left out',
    started: 'Started',
    took: 'Took',
    moved: 'Moved',
    written: 'Written',
    digest: 'Digest',
  },
  sparkline: (rate: string) => `Throughput of the last minute, now ${rate}`,
  chart: 'Throughput',
  chartWhole: (from: string, to: string) => `${from} to ${to}`,
  chartWords: (rates: { readonly least: number; readonly most: number; readonly average: number }) =>
    `Between ${formatRate(rates.least)} and ${formatRate(rates.most)}, ${formatRate(rates.average)} on average`,
  noChart: 'Too short to draw',
  log: 'Log',
  noLog: 'Nothing has been logged',
  logLevel: { info: '', warning: 'warning', error: 'error' },
  asked: 'What was asked',
  loading: 'Reading the log…',
  took: (seconds: number) => (seconds < 1 ? 'under 1 s' : formatDuration(seconds)),
  bytes: formatBytes,
  page: {
    title: 'Jobs',
    hint: 'What runs, what has ended, and what was interrupted, of this run and those before',
    kinds: { all: 'All', running: 'Running', stopped: 'Stopped', finished: 'Finished' } satisfies Record<
      HistoryKind,
      string
    >,
    kindLabel: 'Which jobs',
    search: 'Filter by words',
    when: 'When',
    job: 'Job',
    result: 'Result',
    moved: 'Moved',
    took: 'Took',
    rate: 'Rate',
    none: 'No jobs yet',
    noneBody:
      'Exports, imports, merges and verifications are listed here, with what they did. They stay when RBD Studio is closed.',
    noMatch: 'No job has these words',
    nothingRuns: 'Nothing is running',
    shown: (shown: number, all: number) =>
      shown === all ? count(all, 'job') : `${formatCount(shown)} of ${count(all, 'job')}`,
  },
  indicator: {
    none: 'no jobs',
    open: 'Show all jobs and the history',
    busy: (jobs: number, seconds: number | null, place: number | null) =>
      [
        count(jobs, 'job'),
        seconds !== null ? formatDuration(seconds) : place !== null ? `${Math.floor(place * 100)} %` : '',
      ]
        .filter((part) => part !== '')
        .join(', '),
    title: (percent: number) => `${percent} % · RBD Studio`,
    idleTitle: 'RBD Studio',
  },
  notify: {
    ask: 'RBD Studio can tell you when long jobs end while you look elsewhere.',
    allow: 'Allow notifications',
    notNow: 'Not now',
    body: (job: Job) => jobText.outcome(job),
    state: {
      host: 'The system shows them.',
      granted: 'The browser shows them.',
      ask: 'The browser asks once whether this page may show them.',
      denied: 'The browser blocks them for this page. Its settings for this site allow them again.',
      absent: 'This browser shows none.',
    } satisfies Record<NotifyPermission, string>,
    region: 'Notifications',
  },
  dragOut: {
    idle: 'Drag out',
    prepare: (name: string) => `Prepare ${name} to be dragged out`,
    preparing: (percent: number | null) => (percent === null ? 'Preparing…' : `Preparing, ${percent} %`),
    ready: (name: string) => `Drag ${name} to the desktop or into a folder`,
    failed: 'It could not be prepared',
    keyboard: 'Copy to a folder…',
    hint: 'It is exported to a private folder first; then drag it onto the desktop. With the keyboard: copy it to a folder.',
  },
} as const

/** The phase a bar stands in, or the last it was seen in. */
export function barPhase(phase: JobPhase | undefined): BarPhase | null {
  return phase === undefined || phase === 'waiting' ? null : phase
}
