import { count, formatCount } from './strings.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** A length of time in its greatest whole unit: `11 days`, `5 months`, `1 hour`. */
export function formatStretch(ms: number): string {
  const [size, unit]: readonly [number, string] =
    ms >= 700 * DAY
      ? [365.25 * DAY, 'year']
      : ms >= 60 * DAY
        ? [30.44 * DAY, 'month']
        : ms >= 1.5 * DAY
          ? [DAY, 'day']
          : ms >= 1.5 * HOUR
            ? [HOUR, 'hour']
            : ms >= MINUTE
              ? [MINUTE, 'minute']
              : [1000, 'second']
  return count(Math.max(1, Math.round(ms / size)), unit)
}

/** How long ago something was, as one says it: `just now`, `3 hours ago`, `3 days ago`, and from two weeks on its day. */
export function formatAgo(ms: number, now: number): string {
  const ago = now - ms
  if (ago < 1.5 * MINUTE) return 'just now'
  if (ago < 14 * DAY) return `${formatStretch(ago)} ago`
  const sameYear = new Date(ms).getFullYear() === new Date(now).getFullYear()
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
  }).format(ms)
}

/** The text of the timeline and of what is chosen on it. */
export const timelineText = {
  zoom: {
    group: 'Zoom',
    in: 'Zoom in',
    out: 'Zoom out',
    span: { day: 'Day', week: 'Week', month: 'Month', year: 'Year' },
    all: 'All',
  },
  keys: { mark: 'mark', add: 'add', export: 'export to here', verify: 'verify' },
  commands: {
    group: 'Timeline',
    zoomIn: 'Zoom in on the timeline',
    zoomOut: 'Zoom out of the timeline',
    all: 'Show the whole history',
    selection: 'Show the selection on the timeline',
    previous: 'Choose the snapshot before',
    next: 'Choose the next snapshot',
    clear: 'Choose nothing',
    order: 'Tables: newest first, or oldest first',
  },
  tracks: {
    increments: 'Increments',
    snapshots: 'Snapshots',
    fulls: 'Full exports',
    restorable: 'Restorable',
  },
  missing: 'gap',
  damaged: 'damaged',
  estimate: (bytes: string) => `est. ${bytes}`,
  points: (n: number) => count(n, 'point'),
  trust: {
    verified: (ago: string) => [`yes, verified ${ago}`, `verified ${ago}`, 'verified', 'yes'],
    some: (n: number) => [`yes, ${count(n, 'file')} never verified`, 'yes, partly verified', 'partly', 'yes'],
    never: ['yes, never verified', 'not verified', 'yes'],
    no: ['not yet', 'no'],
  },
  sentence: {
    held: 'held by a job',
    verified: (ago: string) => `verified ${ago}`,
  },
  gap: {
    missing: (file: string, from: string, to: string) => ['', file, ` (${from} to ${to}) is missing`],
    damaged: (file: string, from: string, to: string) => ['', file, ` (${from} to ${to}) is damaged`],
    missingFull: (file: string) => ['', file, ', the full export, is missing'],
    damagedFull: (file: string) => ['', file, ', the full export, is damaged'],
    alone: '.',
    more: (n: number) => `, and ${count(n, 'more file')}.`,
    upTo: (name: string | null) => (name === null ? 'Nothing can be restored.' : `Restorable up to ${name}.`),
    repair: 'Repair…',
  },
  region: {
    chip: (touched: number, all: number, start: string, end: string) =>
      `${formatCount(touched)} of ${count(all, 'increment')} touched ${start} to ${end}`,
    waiting: (start: string, end: string) => `Looking for what touched ${start} to ${end}…`,
    failed: 'What touched the marked region cannot be told',
    clear: 'Clear the marked region',
  },
  miniMap: {
    label: 'Shown part of the history',
    value: (from: string, to: string) => `${from} to ${to}`,
    whole: 'the whole history',
  },
  inspector: {
    restore: 'Restore…',
    verified: (ago: string) => `verified ${ago}`,
    some: (n: number) => `${count(n, 'file')} never verified`,
    never: 'never verified',
    damaged: (n: number) => `${count(n, 'file')} missing or damaged`,
    read: (files: number, bytes: string) => `${count(files, 'file')}, ${bytes} to read, one pass`,
    lostTo: (file: string, isMissing: boolean) => `not yet: ${file} is ${isMissing ? 'missing' : 'damaged'}`,
    twice: 'Written twice',
    estimate: 'est.',
  },
  twoLanes: {
    label: (source: string, target: string) => `Snapshots of ${source} and of ${target}`,
    source: 'source',
    target: 'target',
    last: 'last in common',
    onlyHere: 'only here',
    notSent: 'not sent',
    sentence: (common: number, name: string | null, onlySource: number, onlyTarget: number) =>
      name === null
        ? `No snapshot is on both sides. ${count(onlySource, 'snapshot')} on the source, ${onlyTarget} on the target.`
        : `${count(common, 'snapshot')} on both sides, ${name} the last of them. ${onlySource} only on the source, ${onlyTarget} only on the target.`,
    earlier: (n: number) => `${formatCount(n)} earlier`,
    later: (n: number) => `${formatCount(n)} later`,
  },
} as const
