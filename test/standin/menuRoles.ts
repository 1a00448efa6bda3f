import type { MenuItemConstructorOptions } from 'electron'
import { app } from './app.ts'
import { notEmulated } from './strict.ts'
import type { BrowserWindow } from './window.ts'

type Role = Lowercase<NonNullable<MenuItemConstructorOptions['role']>>
type Action = (window: BrowserWindow) => void

/** A template's entry for a role or a separator. */
export type RoleItem = { readonly role: Role } | { readonly type: 'separator' }

interface RoleInfo {
  readonly label: string
  /** What a click does to the focused window. */
  readonly action?: Action
  /** Roles of the submenu that Electron supplies; `-` is a separator. */
  readonly submenu?: readonly (Role | '-')[]
}

/** Roles that the stand-in knows, by their name in lower case. */
const roles: Partial<Record<Role, RoleInfo>> = {
  about: { label: 'About' },
  quit: { label: 'Quit', action: () => app.quit() },
  close: { label: 'Close Window', action: (window) => window.close() },
  minimize: { label: 'Minimize', action: (window) => window.minimize() },
  togglefullscreen: { label: 'Toggle Full Screen', action: (window) => window.setFullScreen(!window.isFullScreen()) },
  reload: { label: 'Reload', action: (window) => window.reload() },
  forcereload: { label: 'Force Reload', action: (window) => window.webContents.reloadIgnoringCache() },
  toggledevtools: { label: 'Toggle Developer Tools', action: (window) => window.webContents.toggleDevTools() },
  resetzoom: { label: 'Actual Size', action: (window) => window.webContents.setZoomLevel(0) },
  zoomin: { label: 'Zoom In', action: ({ webContents }) => webContents.setZoomLevel(webContents.getZoomLevel() + 0.5) },
  zoomout: {
    label: 'Zoom Out',
    action: ({ webContents }) => webContents.setZoomLevel(webContents.getZoomLevel() - 0.5),
  },
  undo: { label: 'Undo', action: (window) => window.webContents.undo() },
  redo: { label: 'Redo', action: (window) => window.webContents.redo() },
  cut: { label: 'Cut', action: (window) => window.webContents.cut() },
  copy: { label: 'Copy', action: (window) => window.webContents.copy() },
  paste: { label: 'Paste', action: (window) => window.webContents.paste() },
  delete: { label: 'Delete', action: (window) => window.webContents.delete() },
  selectall: { label: 'Select All', action: (window) => window.webContents.selectAll() },
  help: { label: 'Help', submenu: [] },
  filemenu: { label: 'File', submenu: ['quit'] },
  editmenu: { label: 'Edit', submenu: ['undo', 'redo', '-', 'cut', 'copy', 'paste', 'delete', '-', 'selectall'] },
  viewmenu: {
    label: 'View',
    submenu: [
      'reload',
      'forcereload',
      'toggledevtools',
      '-',
      'resetzoom',
      'zoomin',
      'zoomout',
      '-',
      'togglefullscreen',
    ],
  },
  windowmenu: { label: 'Window', submenu: ['minimize', 'close'] },
}

function infoOf(role: string): RoleInfo {
  const name = role.toLowerCase()
  const info = Object.hasOwn(roles, name) ? roles[name as Role] : undefined
  if (!info) throw notEmulated(`the menu role '${role}'`)
  return info
}

/** The label of a role's item without one of its own. */
export function roleLabel(role: string): string {
  const { label } = infoOf(role)
  return ['about', 'quit'].includes(role.toLowerCase()) ? `${label} ${app.getName()}` : label
}

/** The submenu Electron gives a role's item without one of its own. */
export function roleSubmenu(role: string): readonly RoleItem[] | undefined {
  return infoOf(role).submenu?.map((item) => (item === '-' ? { type: 'separator' } : { role: item }))
}

/** Does what a click on a role's item does. Without a window only the app's own roles have an effect. */
export function runRole(role: string, window: BrowserWindow | null): void {
  const { action } = infoOf(role)
  if (!action) throw notEmulated(`a click on the menu role '${role}'`)
  if (window) action(window)
  else if (role.toLowerCase() === 'quit') app.quit()
}
