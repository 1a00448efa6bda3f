import { formatBytes } from '../shared/units.ts'
import { count, formatCount } from './strings.ts'

/** Text of the window's frame: sidebar, menus, start page, search and settings. */
export const shellText = {
  tree: {
    filter: 'Filter images',
    clear: 'Show all images',
    shown: (shown: number, all: number) => `${formatCount(shown)} of ${count(all, 'image')}`,
    noMatch: (filter: string) => `No image has “${filter}” in its name`,
    verified: 'found right by the last verification',
    busy: 'a job works on it',
    newPool: 'Make a pool',
    noPools: 'A pool holds images. Make one, or drop exports anywhere.',
    images: (n: number) => count(n, 'image'),
  },
  commands: {
    palette: 'Search or run a command',
    sidebar: 'Show or hide the sidebar',
    nextRegion: 'Go to the next part of the window',
    previousRegion: 'Go to the part before',
    settings: 'Settings…',
    theme: { system: 'Theme: as the system', light: 'Theme: light', dark: 'Theme: dark' },
    shortcuts: 'Keyboard shortcuts',
    welcome: 'Welcome',
    openSample: 'Open the sample',
    removeSample: 'Remove the sample…',
  },
  menu: 'Menu',
  context: {
    newImage: 'New image in this pool…',
    visitImage: 'Open',
    copySpec: 'Copy its name',
    inspectFile: 'Look inside…',
    closeFile: 'Close this file',
    closeAll: 'Close all files',
    copyPath: 'Copy its path',
    reveal: 'Show in the file manager',
    openFolder: 'Open',
    forgetFolder: 'Forget this folder',
    copied: (what: string) => `Copied ${what}`,
  },
  files: {
    more: (n: number) => `and ${formatCount(n)} more`,
    empty: 'Exports and diffs that you open or drop are listed here. They stay where they are.',
    row: (name: string, bytes: number) => `${name}, ${formatBytes(bytes)}`,
  },
  welcome: {
    region: 'Welcome',
    title: 'Where are your images?',
    subtitle: 'Three ways in. All of them stay open later, and none changes anything by being looked at.',
    local: 'Everything stays on this machine. No account, no telemetry.',
    keys: { doors: 'choose a door', commands: 'every command', drop: 'or drop files anywhere' },
    sample: {
      title: 'Try with a sample',
      body: (images: string, snapshots: number) => `${images} with ${count(snapshots, 'snapshot')}. Needs no cluster.`,
      steps: [
        'Choose a point on the timeline',
        'See what it takes to restore it',
        'Export it to a file: your first, within a minute',
      ],
      action: 'Open the sample',
      size: (bytes: number) => `${formatBytes(bytes)} on disk`,
      remove: 'Remove it when you are done: the command “Remove the sample”.',
    },
    files: {
      title: 'Open files',
      body: 'Files of rbd export and export-diff, or raw images, however they are named. Drop them anywhere, too.',
      points: [
        'Told apart by content, never by name',
        'Sorted into chains, explained first',
        'Missing links are named, with what would mend them',
      ],
      action: 'Choose files…',
    },
    folder: {
      title: 'Adopt a folder',
      body: 'A folder of exports from elsewhere: its chains are listed and its files stay where they are, unchanged.',
      points: [
        'Restore, merge or convert from it in place',
        'Gaps show, with the smallest repair',
        'New files in it are found by reading it again',
      ],
      action: 'Choose a folder…',
    },
    image: {
      title: 'Start with an empty image',
      body: 'An image of zeros in the library. Append diffs to it, or pipe into it.',
      points: ['Kept as a chain of genuine rbd files', 'A snapshot is a name: it takes no room'],
      action: 'New image…',
    },
    door: (n: number) => `Door ${n}`,
  },
  removeSample: {
    title: 'Remove the sample?',
    list: 'What goes',
    image: (spec: string, snapshots: number, bytes: number) =>
      `${spec}, ${count(snapshots, 'snapshot')}, ${formatBytes(bytes)} on disk`,
    rest: 'The pools stay, and so does every other image. The sample does not come back by itself.',
    commit: 'Remove the sample',
    done: 'The sample is removed',
  },
} as const
