/** What the system does for a window, by the name the shell knows it under. */
export type MenuRole =
  | 'undo'
  | 'redo'
  | 'cut'
  | 'copy'
  | 'paste'
  | 'selectAll'
  | 'resetZoom'
  | 'zoomIn'
  | 'zoomOut'
  | 'togglefullscreen'
  | 'quit'

/** One line of a menu: a command of the window, something the system does, or a line between. */
export type MenuEntry =
  | {
      readonly kind: 'command'
      /** The command's id in the window's registry. */
      readonly id: string
      readonly label: string
      /** `Mod+O`: shown, and taken by the window itself. `Mod` is Ctrl, or Command on a Mac. */
      readonly shortcut?: string
    }
  | { readonly kind: 'role'; readonly role: MenuRole }
  | { readonly kind: 'separator' }

export interface MenuSection {
  readonly label: string
  readonly entries: readonly MenuEntry[]
}

const command = (id: string, label: string, shortcut?: string): MenuEntry =>
  shortcut === undefined ? { kind: 'command', id, label } : { kind: 'command', id, label, shortcut }
const role = (name: MenuRole): MenuEntry => ({ kind: 'role', role: name })
const line: MenuEntry = { kind: 'separator' }

/**
 * The application's menu, the one table of the native menu and of the menu in the window. What makes no sense now, the window does not do;
 * a test holds labels and shortcuts against the registry.
 */
export const appMenu: readonly MenuSection[] = [
  {
    label: 'File',
    entries: [
      command('files.open', 'Open files…', 'Mod+O'),
      command('folder.adopt', 'Adopt a folder…'),
      command('connection.add', 'Connect to a cluster…'),
      line,
      command('library.newImage', 'New image…'),
      command('library.newPool', 'New pool…'),
      command('library.removed', 'Removed images…'),
      command('library.refresh', 'Read the library again'),
      command('clusters.refresh', 'Read the clusters again', 'F5'),
      line,
      command('app.settings', 'Settings…', 'Mod+,'),
      role('quit'),
    ],
  },
  {
    label: 'Edit',
    entries: [
      command('undo', 'Undo', 'Mod+Z'),
      line,
      role('cut'),
      role('copy'),
      role('paste'),
      role('selectAll'),
      line,
      command('app.palette', 'Search or run a command', 'Mod+K'),
    ],
  },
  {
    label: 'View',
    entries: [
      command('app.sidebar', 'Show or hide the sidebar', 'Mod+B'),
      command('jobs.history', 'Show or hide all jobs and the history', 'j'),
      line,
      command('theme.system', 'Theme: as the system'),
      command('theme.light', 'Theme: light'),
      command('theme.dark', 'Theme: dark'),
      line,
      role('resetZoom'),
      role('zoomIn'),
      role('zoomOut'),
      role('togglefullscreen'),
    ],
  },
  {
    label: 'Image',
    entries: [
      command('image.export', 'Export…', 'e'),
      command('image.pipe', 'Pipe to…', 'p'),
      command('image.restore', 'Restore…', 'r'),
      command('image.snapshot', 'Snapshot…', 's'),
      line,
      command('image.merge', 'Merge the selected increments…', 'm'),
      command('image.verify', 'Verify…', 'v'),
      command('image.compare', 'Compare…'),
      command('image.fold', 'Fold links…'),
      command('image.clean', 'Clean up…'),
      command('image.repair', 'Repair…'),
      line,
      command('image.rename', 'Rename image…'),
      command('image.resize', 'Resize…'),
      command('image.remove', 'Remove image…'),
    ],
  },
  {
    label: 'Jobs',
    entries: [
      command('jobs.pauseAll', 'Pause all jobs'),
      command('jobs.resumeAll', 'Resume all jobs'),
      command('jobs.cancelAll', 'Cancel all jobs'),
      line,
      command('jobs.forgetFinished', 'Forget finished jobs'),
    ],
  },
  {
    label: 'Help',
    entries: [
      command('app.welcome', 'Welcome'),
      command('app.shortcuts', 'Keyboard shortcuts', '?'),
      command('sample.remove', 'Remove the sample…'),
    ],
  },
]
