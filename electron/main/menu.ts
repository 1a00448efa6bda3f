import { appMenu, type MenuEntry } from '../../shared/menu.ts'
import type { MenuItemConstructorOptions } from './electron.ts'

export interface MenuFacts {
  readonly platform: NodeJS.Platform
  readonly isDevelopment: boolean
  /** A command of the window was chosen, by its id. */
  readonly onCommand: (id: string) => void
}

/**
 * The application's menu, as data: the window's commands as `shared/menu.ts` lists them, and what the system does for a window (edit, zoom,
 * close, quit).
 */
export function menuTemplate({ platform, isDevelopment, onCommand }: MenuFacts): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin'
  const sections = appMenu.map(({ label, entries }): MenuItemConstructorOptions => {
    const items = entries.flatMap((entry) => itemOf(entry, isMac, onCommand))
    if (label === 'View' && isDevelopment) items.push(...DEVELOPMENT)
    return { label: `&${label}`, submenu: items }
  })
  // Where the window menu belongs: before the help.
  sections.splice(-1, 0, { role: 'windowMenu' })
  return isMac ? [{ role: 'appMenu' }, ...sections] : sections
}

const DEVELOPMENT: readonly MenuItemConstructorOptions[] = [
  { type: 'separator' },
  { role: 'reload' },
  { role: 'toggleDevTools' },
]

function itemOf(entry: MenuEntry, isMac: boolean, onCommand: (id: string) => void): MenuItemConstructorOptions[] {
  if (entry.kind === 'separator') return [{ type: 'separator' }]
  // On a Mac it is in the application's own menu.
  if (entry.kind === 'role') return isMac && entry.role === 'quit' ? [] : [{ role: entry.role }]
  const { id, label, shortcut } = entry
  const accelerator = shortcut === undefined ? null : acceleratorOf(shortcut, isMac)
  const item: MenuItemConstructorOptions = { id, label: label.replaceAll('&', '&&'), click: () => onCommand(id) }
  // The window takes its keys itself, since it knows what is typed; the menu shows them.
  return [accelerator === null ? item : { ...item, accelerator, registerAccelerator: false }]
}

/** A shortcut as Electron spells it; null where the menu must not have it: a Mac's menu takes every key it shows, text keys too. */
function acceleratorOf(shortcut: string, isMac: boolean): string | null {
  const isTextKey = shortcut.length === 1 || shortcut === 'Delete' || shortcut === 'Mod+Z'
  if (isMac && isTextKey) return null
  return shortcut.replace('Mod', 'CmdOrCtrl')
}
