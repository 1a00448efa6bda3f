import { count } from './strings.ts'

/** The text of what keeps an image in order: restoring a point, cleaning up, repairing a chain, and what is asked before something is destroyed. */
export const careText = {
  menu: { restore: 'Restore…', clean: 'Clean up…', repair: 'Repair…' },
  confirm: {
    type: (image: string) => `Type ${image} to confirm`,
    what: 'What happens',
  },
  change: { before: 'Before', after: 'After' },
  reading: {
    files: (files: number, bytes: string) => `${count(files, 'file')}, ${bytes} to read`,
    none: 'No file to read: the point is all zero',
    verified: (ago: string) => `verified ${ago}`,
    unverified: (n: number) => `${count(n, 'file')} never verified`,
    damaged: (n: number) => `${count(n, 'file')} known to be damaged`,
  },
  restore: {
    title: (point: string) => `Restore ${point}`,
    subtitle: 'The chain is read in one pass. It is checked before the first byte is written',
    point: 'Point',
    where: 'Where to',
    file: 'To a raw file',
    fileHint: 'The whole content, as a disk sees it; holes stay holes',
    fresh: 'As a new image',
    freshHint: 'The image as it stands stays untouched; the copy has this one point',
    over: 'Over the image',
    overHint: (image: string) => `The head of ${image} gets the content of this point again; newer snapshots stay`,
    overHead: 'Not possible: this is the head. Choose a snapshot to come back to',
    overReadOnly: 'Not possible: the image cannot be written',
    overLost: 'Not possible: a file that this point needs is missing or damaged',
    overWhich: 'Image to restore over',
    itself: (image: string) => `${image} (this image)`,
    another: 'another image…',
    otherImage:
      'Another image keeps its own history, and a chain takes only changes to what it holds: a whole point of this one cannot be laid over it.',
    otherInstead: 'Restore as a new image, or make the difference between its head and this point and append that.',
    makeDifference: 'Make the difference…',
    exists: 'This image exists: choose another name',
    commit: {
      file: (size: string | null) => (size === null ? 'Restore to the file' : `Restore ${size} to the file`),
      fresh: (size: string | null) => (size === null ? 'Restore as a new image' : `Restore ${size} as a new image`),
      over: (size: string | null) =>
        size === null ? 'Restore over the image' : `Restore over the image (${size} change)`,
    },
  },
  clean: {
    title: (image: string) => `Clean up ${image}`,
    subtitle:
      'Names go first, then the links between them become one. From record headers only; nothing is changed yet',
    table: 'Snapshots that may go',
    name: 'Snapshot',
    created: 'Created',
    frees: 'Frees alone',
    state: 'What keeps it',
    remove: (name: string) => `Remove ${name}`,
    nothing: 'nothing',
    unknown: '…',
    blocked: {
      protected: 'protected: take the protection off first',
      locked: 'the image is in use by another job',
      'only-point': 'nothing else could be restored',
    },
    all: 'Choose all that may go',
    noneOf: 'Choose none',
    chosen: (n: number, of: number) => `${n} of ${count(of, 'snapshot')} chosen`,
    empty: 'There is no snapshot here that could go.',
    together: 'Before and after',
    links: 'Links',
    stored: 'Stored',
    points: 'Restore points',
    gone: (n: number) => `${count(n, 'restore point')} will no longer be reachable`,
    noneGone: 'Choose snapshots to see what goes, and what that frees.',
    stays: (name: string) => `Every other point stays, and so does the head. The newest that stays is ${name}.`,
    headOnly: 'No snapshot stays: only the head can be restored.',
    trash: 'The old link files go to the trash of the library and are swept after 24 hours.',
    noWayBack: 'Once links are folded, the points between them cannot come back.',
    lastPoint: (n: number) =>
      n === 1
        ? 'It is the last snapshot that can be restored.'
        : `All ${n} of them go: no snapshot is left that can be restored.`,
    commit: (n: number, before: number, after: number, freed: string | null) => {
      const names = n === 0 ? 'Remove snapshots' : `Remove ${count(n, 'snapshot')}`
      const fold = after < before ? ` and fold ${count(before, 'link')} into ${after}` : ''
      return `${names}${fold}${freed === null ? '' : ` (frees ${freed})`}`
    },
    stopped: (removed: readonly string[], failed: string) =>
      removed.length === 0
        ? `${failed} could not be removed, and nothing else was.`
        : `${removed.join(', ')} ${removed.length === 1 ? 'was' : 'were'} removed; ${failed} could not be, and nothing was folded.`,
    foldRefused: (removed: readonly string[]) =>
      `${removed.join(', ')} ${removed.length === 1 ? 'was' : 'were'} removed, but the fold could not start.`,
    undo: (n: number) => (n === 1 ? 'Put the name back' : `Put ${n} names back`),
    removed: (names: readonly string[], image: string) =>
      names.length === 1
        ? `${image}@${names[0] ?? ''} removed`
        : `${count(names.length, 'snapshot')} of ${image} removed`,
  },
  repair: {
    title: (image: string) => `Repair ${image}`,
    subtitle: (n: number) =>
      n === 0 ? 'No file is missing, and none is known to be damaged' : `${count(n, 'file')} cannot be read`,
    table: 'Files that are missing or damaged',
    file: 'File',
    wrong: 'What is wrong',
    since: 'Since',
    leads: 'Leads to',
    missing: 'missing',
    sinceUnknown: 'not known: seen now',
    found: (when: string) => `found ${when}`,
    upTo: (name: string) => `Restorable up to ${name}.`,
    upToNothing: 'No point of this image can be restored now.',
    lost: (n: number) => `${count(n, 'point')} cannot be restored now`,
    lostList: 'Points that cannot be restored',
    headLost: 'head',
    whole: 'Nothing to repair. Verify the image to look deeper.',
    verify: 'Verify…',
    ways: 'What to do',
    back: 'Put the file back',
    backHint: 'From a copy of it. Whether it is the right one is checked: by its digest, else by its size and header',
    copies: 'Copies to put back',
    path: 'Path of a copy',
    pathHint: 'An absolute path on the machine where RBD Studio runs; or drop the file here',
    add: 'Add',
    browse: 'Browse…',
    choose: 'Choose files…',
    drop: (path: string) => `Take ${path} out`,
    noCopies: 'None yet.',
    giveUp: 'Give up what cannot be restored',
    giveUpHint: 'The links from the first bad one on go, so that the chain can be continued from the last good point',
    giveUpWhat: (first: string, links: number) =>
      `${first} and every link behind it, ${count(links, 'link')} in all, go to the trash.`,
    giveUpPoints: (names: string) => `These points are gone for good: ${names}.`,
    giveUpNoPoints: 'No named point goes.',
    giveUpHead: (name: string | null) =>
      name === null ? 'The image becomes empty.' : `The head gets the content of ${name}.`,
    else: 'What else is possible',
    elseImport: 'Import a new full export as a new image, where the source still is. This image stays as it is.',
    openFiles: 'Open files…',
    commitBack: (n: number) => (n === 0 ? 'Put the file back' : `Put ${n === 1 ? 'the file' : count(n, 'file')} back`),
    commitGiveUp: (n: number) => `Give up ${count(n, 'link')}`,
  },
} as const

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const

/** How long ago something was, coarsely: `3 days ago`, `just now`. */
export function agoText(ms: number, nowMs: number): string {
  const past = Math.max(0, nowMs - ms)
  for (const [unit, length] of UNITS) {
    const whole = Math.floor(past / length)
    if (whole >= 1) return `${count(whole, unit)} ago`
  }
  return 'just now'
}
