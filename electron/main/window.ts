import { PAGE_ADDRESS } from './address.ts'
import type { BrowserWindow, BrowserWindowConstructorOptions } from './electron.ts'

export interface WindowLook {
  readonly preloadPath: string
  readonly isDark: boolean
  /** Developer tools are there in development alone. */
  readonly isDevelopment: boolean
}

/** The page's own ground (`--surface` of renderer/styles/tokens.css), so that nothing flashes before the page is drawn. */
const BACKGROUND = { light: '#ffffff', dark: '#191d21' } as const

/** How the window is made: a page without Node, in a sandbox, in a world of its own. */
export function windowOptions({ preloadPath, isDark, isDevelopment }: WindowLook): BrowserWindowConstructorOptions {
  return {
    title: 'RBD Studio',
    width: 1280,
    height: 800,
    minWidth: 900,
    minHeight: 600,
    show: false,
    backgroundColor: isDark ? BACKGROUND.dark : BACKGROUND.light,
    autoHideMenuBar: true,
    webPreferences: {
      preload: preloadPath,
      contextIsolation: true,
      sandbox: true,
      webSecurity: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: isDevelopment,
    },
  }
}

/** Shows the window with its page as soon as there is something to see. */
export async function showPage(window: Pick<BrowserWindow, 'once' | 'show' | 'loadURL'>): Promise<void> {
  window.once('ready-to-show', () => window.show())
  await window.loadURL(PAGE_ADDRESS)
}

/** Brings the window to the front, as a second start of the program does. */
export function bringToFront(window: Pick<BrowserWindow, 'isMinimized' | 'restore' | 'show' | 'focus'>): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}
