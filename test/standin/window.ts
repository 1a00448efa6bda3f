import type { BrowserWindowConstructorOptions } from 'electron'
import { app } from './app.ts'
import { lastWindowGone, tryClose, windows } from './registry.ts'
import { Emitter, type RecordedCall, emitPreventable, recordCalls } from './strict.ts'
import { WebContents, destroyContents, resizeContents } from './webContents.ts'
import { checkWindowOptions } from './windowOptions.ts'

interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const emitted = [
  'ready-to-show',
  'show',
  'hide',
  'focus',
  'blur',
  'close',
  'closed',
  'page-title-updated',
  'resize',
  'move',
]
const stateEvents = ['maximize', 'unmaximize', 'minimize', 'restore', 'enter-full-screen', 'leave-full-screen']
/** The desktop causes these in Electron; here only a test does. */
const leftToTests = [
  'resized',
  'moved',
  'unresponsive',
  'responsive',
  'session-end',
  'query-session-end',
  'system-context-menu',
]

let focusedId: number | undefined

/**
 * `BrowserWindow`: a page of Chromium, with the window's state kept here.
 *
 * State such as "maximized" is remembered and reported by events, but not shown. Calls without state of their own are noted
 * in `log`.
 */
export class BrowserWindow extends Emitter {
  readonly webContents: WebContents
  readonly id: number
  readonly log: RecordedCall[] = []
  #bounds: Rectangle
  #title: string
  #visible: boolean
  #destroyed = false
  #closing = false
  #maximized = false
  #minimized = false
  #fullScreen = false
  #menuBarVisible: boolean
  #progress = -1

  constructor(options: BrowserWindowConstructorOptions = {}) {
    super('BrowserWindow', [...emitted, ...stateEvents, ...leftToTests])
    if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready')
    checkWindowOptions(options)
    const {
      x = 0,
      y = 0,
      width = 800,
      height = 600,
      show = true,
      title = app.getName(),
      autoHideMenuBar = false,
    } = options
    this.#bounds = { x, y, width, height }
    this.#title = title
    this.#visible = show
    this.#menuBarVisible = !autoHideMenuBar
    this.webContents = new WebContents({
      options,
      size: { width, height },
      close: () => this.close(),
      gone: () => this.#gone(),
      titled: (text) => this.#pageTitled(text),
    })
    this.id = this.webContents.id
    windows.set(this.id, this)
    this.webContents.once('did-finish-load', () => this.emit('ready-to-show'))
    if (show) this.#takeFocus()
    app.emit('browser-window-created', {}, this)
  }

  static getAllWindows(): readonly BrowserWindow[] {
    return [...windows.values()]
  }

  static getFocusedWindow(): BrowserWindow | null {
    return BrowserWindow.fromId(focusedId ?? 0)
  }

  static fromWebContents(contents: WebContents): BrowserWindow | null {
    return [...windows.values()].find((window) => window.webContents === contents) ?? null
  }

  static fromId(id: number): BrowserWindow | null {
    return windows.get(id) ?? null
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url)
  }

  loadFile(...args: Parameters<WebContents['loadFile']>): Promise<void> {
    return this.webContents.loadFile(...args)
  }

  reload(): void {
    this.webContents.reload()
  }

  capturePage(): Promise<object> {
    return this.webContents.capturePage()
  }

  close(): void {
    this[tryClose]()
  }

  destroy(): void {
    if (!this.#destroyed) void this.webContents[destroyContents]()
  }

  isDestroyed(): boolean {
    return this.#destroyed
  }

  [tryClose](): boolean {
    if (this.#destroyed || this.#closing) return true
    if (emitPreventable(this, 'close')) return false
    this.#closing = true
    this.destroy()
    return true
  }

  #gone(): void {
    if (this.#destroyed) return
    this.#destroyed = true
    this.#loseFocus()
    windows.delete(this.id)
    this.emit('closed')
    if (windows.size === 0) app[lastWindowGone]()
  }

  #pageTitled(title: string): void {
    if (!emitPreventable(this, 'page-title-updated', title, true)) this.#title = title
  }

  show(): void {
    this.#setVisible(true)
    this.#takeFocus()
  }

  showInactive(): void {
    this.#setVisible(true)
  }

  hide(): void {
    this.#loseFocus()
    this.#setVisible(false)
  }

  isVisible(): boolean {
    return this.#visible
  }

  #setVisible(visible: boolean): void {
    if (this.#visible === visible) return
    this.#visible = visible
    this.emit(visible ? 'show' : 'hide')
  }

  focus(): void {
    this.#takeFocus()
  }

  blur(): void {
    this.#loseFocus()
  }

  isFocused(): boolean {
    return focusedId === this.id
  }

  #takeFocus(): void {
    if (this.isFocused()) return
    BrowserWindow.getFocusedWindow()?.blur()
    focusedId = this.id
    this.emit('focus')
    app.emit('browser-window-focus', {}, this)
  }

  #loseFocus(): void {
    if (!this.isFocused()) return
    focusedId = undefined
    this.emit('blur')
    app.emit('browser-window-blur', {}, this)
  }

  minimize(): void {
    this.#minimized = true
    this.emit('minimize')
  }

  restore(): void {
    this.#minimized = false
    this.emit('restore')
  }

  isMinimized(): boolean {
    return this.#minimized
  }

  maximize(): void {
    this.#maximized = true
    this.emit('maximize')
  }

  unmaximize(): void {
    this.#maximized = false
    this.emit('unmaximize')
  }

  isMaximized(): boolean {
    return this.#maximized
  }

  setFullScreen(fullScreen: boolean): void {
    this.#fullScreen = fullScreen
    this.emit(fullScreen ? 'enter-full-screen' : 'leave-full-screen')
  }

  isFullScreen(): boolean {
    return this.#fullScreen
  }

  isNormal(): boolean {
    return !this.#maximized && !this.#minimized && !this.#fullScreen
  }

  getBounds(): Rectangle {
    return { ...this.#bounds }
  }

  getNormalBounds(): Rectangle {
    return this.getBounds()
  }

  getContentBounds(): Rectangle {
    return this.getBounds()
  }

  setBounds(bounds: Partial<Rectangle>): void {
    const before = this.#bounds
    this.#bounds = { ...before, ...bounds }
    const { x, y, width, height } = this.#bounds
    if (x !== before.x || y !== before.y) this.emit('move')
    if (width === before.width && height === before.height) return
    this.webContents[resizeContents]({ width, height })
    this.emit('resize')
  }

  getSize(): readonly [number, number] {
    return [this.#bounds.width, this.#bounds.height]
  }

  getContentSize(): readonly [number, number] {
    return this.getSize()
  }

  setSize(width: number, height: number): void {
    this.setBounds({ width, height })
  }

  setContentSize(width: number, height: number): void {
    this.setBounds({ width, height })
  }

  getPosition(): readonly [number, number] {
    return [this.#bounds.x, this.#bounds.y]
  }

  setPosition(x: number, y: number): void {
    this.setBounds({ x, y })
  }

  getTitle(): string {
    return this.#title
  }

  setTitle(title: string): void {
    this.#title = title
  }

  setMenuBarVisibility(visible: boolean): void {
    this.#menuBarVisible = visible
  }

  isMenuBarVisible(): boolean {
    return this.#menuBarVisible
  }

  /** Minus one without a progress bar, above one while it is indeterminate, as given to `setProgressBar`. */
  get progress(): number {
    return this.#progress
  }

  setProgressBar(progress: number, ...options: readonly unknown[]): void {
    this.#progress = progress
    this.log.push(['setProgressBar', progress, ...options])
  }
}

recordCalls(BrowserWindow.prototype, [
  'center',
  'flashFrame',
  'moveTop',
  'removeMenu',
  'setMenu',
  'setAlwaysOnTop',
  'setAutoHideMenuBar',
  'setBackgroundColor',
  'setDocumentEdited',
  'setIcon',
  'setMinimumSize',
  'setOverlayIcon',
  'setRepresentedFilename',
  'setTitleBarOverlay',
])
