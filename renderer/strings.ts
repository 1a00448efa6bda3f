import { formatBytes, formatDuration } from '../shared/units.ts'

/** A whole number with its noun: `1 file`, `3 files`, `12,400 records`. */
export function count(value: number, one: string, many = `${one}s`): string {
  return `${formatCount(value)} ${value === 1 ? one : many}`
}

const thousands = new Intl.NumberFormat('en-US')

/** A whole number with thousands set apart. */
export function formatCount(value: number): string {
  // Ten thousand of them are written at once, and most are small.
  return value >= 0 && value < 1000 && Number.isInteger(value) ? String(value) : thousands.format(value)
}

const two = (value: number) => String(value).padStart(2, '0')

/** A day and minute for the eye, in local time: `2026-11-23 08:24`. */
export function formatTime(ms: number): string {
  const time = new Date(ms)
  return `${formatDay(ms)} ${two(time.getHours())}:${two(time.getMinutes())}`
}

/** A local day: `2026-11-23`. */
export function formatDay(ms: number): string {
  const time = new Date(ms)
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`
}

/** A local time of day: `08:24`, or with seconds `08:24:59`. */
export function formatClock(ms: number, withSeconds = false): string {
  const time = new Date(ms)
  const minute = `${two(time.getHours())}:${two(time.getMinutes())}`
  return withSeconds ? `${minute}:${two(time.getSeconds())}` : minute
}

/** All text of the window that a person reads (STYLE §10): sentence case, no full stop on labels, numbers with units. */
export const text = {
  app: {
    name: 'RBD Studio',
    skip: 'Skip to the image',
    search: 'Search or run a command',
    theme: 'Theme',
    settings: 'Settings',
    openJobs: 'Show the jobs',
    noJobs: 'no jobs',
    runningJobs: (jobs: number) => `${count(jobs, 'job')} running`,
    close: 'Close',
    cancel: 'Cancel',
    done: 'Done',
    copy: 'Copy',
    copied: 'Copied',
    dismiss: 'Dismiss',
    retry: 'Try again',
    loading: 'Loading…',
    details: 'Details',
    none: 'none',
    nothing: 'nothing',
    head: 'head',
  },
  connection: {
    connecting: 'Connecting…',
    lost: 'Connection lost. Jobs go on; trying again…',
    refused: 'Reload',
  },
  undo: { action: 'Undo', hint: 'Undo is possible for 10 seconds', region: 'Undo' },
  drop: { title: 'Drop to look inside', body: 'Files are read and explained first. Nothing is changed.' },
  sidebar: {
    region: 'Library and files',
    library: 'Library',
    tree: 'Pools and images',
    add: 'Add a pool or an image',
    files: 'Files',
    openFiles: 'Open files…',
    filesHint: 'Drop exports and diffs anywhere',
    inspect: 'Look inside the files',
    closeFile: (name: string) => `Close ${name}`,
    newImage: 'New image…',
    newPool: 'New pool…',
    noPools: 'No pools yet. A pool holds images.',
    emptyPool: 'No images',
    snapshots: (n: number) => count(n, 'snapshot'),
    images: (n: number) => count(n, 'image'),
    state: {
      ok: '',
      gap: 'a file is missing or damaged',
      unproven: 'index lost, unproven',
      damaged: 'damaged',
      newer: 'of a later version',
    },
  },
  empty: {
    title: 'Choose an image',
    body: 'Pick one on the left to see its snapshots, or drop export and diff files anywhere to look inside them.',
    libraryTitle: 'The library is empty',
    libraryBody:
      'It keeps images as chains of genuine rbd files. Drop exports or diffs anywhere, or start with an empty image.',
  },
  image: {
    region: 'Image',
    size: 'size',
    stored: 'stored',
    objects: (bytes: number) => `${formatBytes(bytes)} objects`,
    state: {
      ok: 'all restorable',
      gap: 'a file is missing or damaged',
      unproven: 'index lost, unproven',
      damaged: 'damaged',
      newer: 'later version, read-only',
    },
    snapshot: 'Snapshot…',
    pipe: 'Pipe to…',
    export: 'Export…',
    more: 'More actions',
    locked: (what: string, host: string, pid: number, since: string) =>
      `In use: ${what} (${host}, process ${pid}, since ${since})`,
    loading: 'Reading the image…',
  },
  timeline: {
    title: 'Timeline',
    label: (image: string) => `Timeline of ${image}`,
    summary: (snapshots: number, files: number, bytes: string) =>
      `${count(snapshots, 'snapshot')}, ${count(files, 'file')}, ${bytes}`,
    empty: 'No snapshots and no files yet: the image is all zero. Make a snapshot, or append diffs to it.',
  },
  points: {
    snapshot: (name: string) => `Snapshot ${name}`,
    head: 'Head',
    unnamed: 'A point without a name',
    restorable: 'restorable',
    notRestorable: 'not restorable: a file before it is missing or damaged',
    protected: 'protected',
    selected: 'selected',
    readsFiles: (files: number, bytes: string) => `reads ${count(files, 'file')}, ${bytes}`,
    noFiles: 'all zero, no file to read',
    sameAs: (name: string) => `the same content as ${name}`,
  },
  tables: {
    snapshots: 'Snapshots',
    files: 'Files of the chain',
    name: 'Name',
    created: 'Created',
    added: 'Added',
    size: 'Image size',
    after: 'After file',
    restorable: 'Restorable',
    actions: 'Actions',
    file: 'File',
    kind: 'Kind',
    from: 'From',
    to: 'To',
    data: 'Data',
    zeros: 'Zeros',
    records: 'Records',
    fileSize: 'File size',
    select: (name: string) => `Select ${name}`,
    rename: (name: string) => `Rename ${name}`,
    remove: (name: string) => `Remove ${name}`,
    noSnapshots: 'No snapshots. A snapshot gives the head a name, so that you can come back to it.',
    noFiles: 'No files. The image is all zero.',
    kindOf: {
      raw: 'full export, raw',
      diff: 'increment',
      'diff-full': 'full, diff',
      seal: 'name only',
      v2: 'part of an export of format 2',
    },
    missing: 'missing',
  },
  map: {
    title: 'Block map',
    allocated: (point: string) => `allocated at ${point}`,
    changed: (from: string, to: string) => `changed ${from} to ${to}`,
    asTable: 'Show as a table',
    asMap: 'Show as a map',
    label: (what: string) => `Block map, ${what}`,
    cell: (bytes: string) => `1 cell = ${bytes}`,
    hole: 'hole',
    data: 'data',
    change: 'changed, a little to all of the cell',
    zero: 'became zero',
    offset: 'From',
    length: 'Length',
    unavailable: 'The block map cannot be shown',
    noRows: 'Nothing is allocated here.',
    noChange: 'Nothing changed here.',
  },
  inspector: {
    region: 'Selection',
    nothing: 'Nothing selected',
    hint: 'Click a ring on the timeline to see what it takes to restore it. With Shift, choose a second one: the stretch between them.',
    imageTitle: 'This image',
    created: 'Created',
    order: 'Object size',
    features: 'Features',
    folder: 'Folder',
    snapshots: 'Snapshots',
    files: 'Files',
    sizeAt: 'Image size',
    restorable: 'Restorable',
    protected: 'Protected',
    yes: 'yes',
    no: 'no',
    exportPoint: 'Export…',
    exportDiff: 'Export diff…',
    pipe: 'Pipe to…',
    rename: 'Rename…',
    remove: 'Remove',
    snapshot: 'Snapshot…',
    merge: (n: number) => `Merge ${n} into 1…`,
    mergeAny: 'Merge…',
    range: (from: string, to: string) => `${from} to ${to}`,
    asKept: 'As kept',
    asOne: 'As one diff',
    kept: (n: number, bytes: string) => `${count(n, 'increment')}, ${bytes}`,
    changed: 'Data',
    zeroed: 'Zeros',
    records: 'Records',
    restore: (name: string) => `Restore ${name}`,
    fileOf: (from: string, to: string) => `${from} to ${to}`,
    full: (to: string) => `full ${to}`,
    unnamed: (n: number) => `after file ${n}`,
    more: (n: number) => `and ${formatCount(n)} more`,
    headOnly: 'This stretch has no increment: both ends have the same content',
    mergeNeedsTwo: 'Merging takes two increments or more: choose a longer stretch',
  },
  command: {
    title: 'Equivalent command',
    rbd: 'rbd',
    studio: 'Studio',
    json: 'JSON',
    onCluster: 'For images in a cluster one would type:',
  },
  checks: { title: 'Checks', ok: 'passed', warning: 'look here', failed: 'failed', running: 'Reading headers…' },
  snapshot: {
    made: (name: string) => `Snapshot ${name} made`,
    removed: (spec: string) => `${spec} removed`,
    back: (name: string) => `Snapshot ${name} is back`,
  },
  shortcuts: { title: 'Keyboard shortcuts' },
  error: {
    code: 'Code',
    title: 'Something went wrong',
    reload: 'Reload the window',
  },
} as const

/** Time left as it is told: coarse, and never a promise where there is no measure. */
export function timeLeft(seconds: number | null): string {
  return seconds === null ? 'estimating' : `${formatDuration(seconds)} left`
}
