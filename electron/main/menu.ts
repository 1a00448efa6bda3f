import type { MenuItemConstructorOptions } from './electron.ts'

export interface MenuFacts {
  readonly platform: NodeJS.Platform
  readonly isDevelopment: boolean
}

/**
 * The application's menu, as data. It holds what the system does for a window (edit, zoom, close, quit); what RBD Studio does is
 * in the window itself, by mouse and by keyboard.
 */
export function menuTemplate({ platform, isDevelopment }: MenuFacts): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin'
  const view: MenuItemConstructorOptions[] = [
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
  ]
  const development: MenuItemConstructorOptions[] = [
    { type: 'separator' },
    { role: 'reload' },
    { role: 'toggleDevTools' },
  ]
  return [
    isMac ? { role: 'appMenu' } : { label: '&File', submenu: [{ role: 'quit' }] },
    { role: 'editMenu' },
    { label: '&View', submenu: isDevelopment ? [...view, ...development] : view },
    { role: 'windowMenu' },
  ]
}
