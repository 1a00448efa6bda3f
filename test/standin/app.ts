import { AppPaths } from './appPaths.ts'
import { lastWindowGone, tryClose, windows } from './registry.ts'
import { runtime } from './runtime.ts'
import { Emitter, type RecordedCall, emitPreventable, recordCalls, strictObject } from './strict.ts'

const emitted = [
  'will-finish-launching',
  'ready',
  'before-quit',
  'will-quit',
  'quit',
  'window-all-closed',
  'browser-window-created',
  'browser-window-focus',
  'browser-window-blur',
  'web-contents-created',
  'render-process-gone',
]

/** The desktop causes these in Electron; here only a test does, with `app.emit`. */
const leftToTests = ['activate', 'second-instance', 'open-file', 'open-url', 'child-process-gone', 'certificate-error']

/** Key of the command line's switches, for the start of Chromium. */
export const allSwitches = Symbol('allSwitches')

/** The method with which `main.ts` declares the app ready. */
export const becomeReady = Symbol('becomeReady')

/** `app`: the life of the process, its paths and its command line. */
class App extends Emitter {
  name = 'Electron'
  readonly isPackaged = false
  readonly log: RecordedCall[] = []
  readonly commandLine = commandLine(new Map())
  /** macOS alone has a dock; code asks for it everywhere. */
  readonly dock = undefined
  readonly #paths = new AppPaths()
  readonly #whenReady: Promise<void>
  #markReady = (): void => {}
  #quitting = false

  constructor() {
    super('app', [...emitted, ...leftToTests])
    this.#whenReady = new Promise((resolve) => {
      this.#markReady = resolve
    })
  }

  whenReady(): Promise<void> {
    return this.#whenReady
  }

  [becomeReady](): void {
    runtime.ready = true
    this.emit('will-finish-launching')
    // Playwright holds the event back by replacing `emit`, but waits for the promise.
    this.emit('ready', {}, {})
    this.#markReady()
  }

  isReady(): boolean {
    return runtime.ready
  }

  quit(): void {
    if (this.#quitting) return
    if (emitPreventable(this, 'before-quit')) return
    this.#quitting = true
    for (const window of windows.values()) {
      if (window[tryClose]()) continue
      this.#quitting = false
      return
    }
    if (windows.size === 0) setImmediate(() => this.#finish())
  }

  exit(code = 0): never {
    this.emit('quit', {}, code)
    process.exit(code)
  }

  [lastWindowGone](): void {
    if (this.#quitting) this.#finish()
    else if (!this.emit('window-all-closed')) this.quit()
  }

  #finish(): void {
    if (emitPreventable(this, 'will-quit')) this.#quitting = false
    else this.exit()
  }

  getName(): string {
    return this.name
  }

  setName(name: string): void {
    this.name = name
  }

  getVersion(): string {
    return runtime.entry?.version ?? '0.0.0'
  }

  getAppPath(): string {
    return runtime.entry?.root ?? process.cwd()
  }

  getPath(name: string): string {
    return this.#paths.get(name)
  }

  setPath(name: string, value: string): void {
    this.#paths.set(name, value)
  }

  setAppLogsPath(value?: string): void {
    this.#paths.set('logs', value ?? this.#paths.get('logs'))
  }

  getLocale(): string {
    return 'en-US'
  }

  getSystemLocale(): string {
    return 'en-US'
  }

  getPreferredSystemLanguages(): readonly string[] {
    return ['en-US']
  }

  isHardwareAccelerationEnabled(): boolean {
    return false
  }

  /** Always granted: two stand-ins never share user data unless a test makes them. */
  requestSingleInstanceLock(): boolean {
    this.log.push(['requestSingleInstanceLock'])
    return true
  }

  hasSingleInstanceLock(): boolean {
    return this.log.some(([name]) => name === 'requestSingleInstanceLock')
  }
}

recordCalls(App.prototype, [
  'setAppUserModelId',
  'setDesktopName',
  'enableSandbox',
  'disableHardwareAcceleration',
  'releaseSingleInstanceLock',
  'setAboutPanelOptions',
  'showAboutPanel',
  'setBadgeCount',
  'addRecentDocument',
  'clearRecentDocuments',
  'focus',
])

function commandLine(switches: Map<string, string>) {
  return strictObject('app.commandLine', {
    appendSwitch(name: string, value = '') {
      switches.set(name, value)
    },
    hasSwitch(name: string) {
      return switches.has(name)
    },
    getSwitchValue(name: string) {
      return switches.get(name) ?? ''
    },
    removeSwitch(name: string) {
      switches.delete(name)
    },
    /** Everything set so far: what Chromium is started with. */
    [allSwitches](): ReadonlyMap<string, string> {
      return switches
    },
  })
}

/** The one `app`. */
export const app = new App()
