import type { BrowserWindowConstructorOptions } from 'electron'
import { notEmulated } from './strict.ts'

/** Options that only change how a window looks or behaves on a desktop; kept, without effect. */
const appearance: ReadonlySet<string> = new Set([
  'width',
  'height',
  'x',
  'y',
  'minWidth',
  'minHeight',
  'maxWidth',
  'maxHeight',
  'center',
  'resizable',
  'minimizable',
  'maximizable',
  'closable',
  'fullscreenable',
  'title',
  'icon',
  'show',
  'paintWhenInitiallyHidden',
  'backgroundColor',
  'autoHideMenuBar',
  'darkTheme',
  'titleBarStyle',
  'titleBarOverlay',
  'trafficLightPosition',
  'useContentSize',
  'acceptFirstMouse',
  'accessibleTitle',
])

/** Web preferences that are emulated with these values only; `undefined` stands for Electron's default. */
const fixedPreferences: Readonly<Record<string, boolean>> = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  webviewTag: false,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  navigateOnDragDrop: false,
  plugins: false,
}

/** Web preferences that change nothing here. */
const freePreferences: ReadonlySet<string> = new Set([
  'preload',
  'spellcheck',
  'devTools',
  'backgroundThrottling',
  'safeDialogs',
  'enableWebSQL',
  'defaultFontFamily',
  'defaultFontSize',
])

/**
 * Refuses options that the stand-in would have to ignore.
 * @throws Error naming the first such option.
 */
export function checkWindowOptions({ webPreferences = {}, ...options }: BrowserWindowConstructorOptions): void {
  for (const name of Object.keys(options)) {
    if (!appearance.has(name)) throw notEmulated(`the option '${name}' of BrowserWindow`)
  }
  for (const [name, value] of Object.entries(webPreferences)) {
    const isFine = freePreferences.has(name) || value === undefined || fixedPreferences[name] === value
    if (!isFine) throw notEmulated(`webPreferences.${name} = ${String(value)}`)
  }
}
