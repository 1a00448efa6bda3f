import { existsSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { BrowserWindowConstructorOptions } from 'electron'
import { app } from './app.ts'
import { invokeHandler, ipcMain } from './ipcMain.ts'
import { type LoadError, loadError } from './loadError.ts'
import { createMainFrame } from './mainFrame.ts'
import type { ToPage } from './page/messages.ts'
import { fitContent, openPage, type Page } from './page.ts'
import type { Incoming } from './pageLink.ts'
import { isRefused, watchPage } from './pageWatch.ts'
import { windows } from './registry.ts'
import { browser, complain } from './runtime.ts'
import { fromChromium, toChromium } from './schemes.ts'
import { session } from './session.ts'
import { Emitter, type RecordedCall, emitPreventable, notEmulated, recordCalls, strictObject } from './strict.ts'
import { pageEvents, pageEventsLeftToTests } from './webContentsEvents.ts'

type WindowRequest = { readonly url: string; readonly frameName: string; readonly features: string }
type WindowOpenHandler = (details: WindowRequest & { disposition: string; referrer: object }) => {
  action: 'allow' | 'deny'
}

/** What a window gives its page. */
export interface Owner {
  readonly options: BrowserWindowConstructorOptions
  readonly size: { readonly width: number; readonly height: number }
  close(): void
  /** The page no longer exists. */
  gone(): void
  /** The page's title changed, and no listener minded. */
  titled(title: string): void
}

/** Methods for the owning window, out of the app's sight. */
export const destroyContents = Symbol('destroyContents')
export const resizeContents = Symbol('resizeContents')
const targetIdOf = Symbol('targetIdOf')

/** A page that hangs must not keep the app from quitting. */
const closeTimeoutMs = 3_000

let lastId = 0

/** `webContents`: a window's page. */
export class WebContents extends Emitter {
  readonly id = ++lastId
  readonly session = session.defaultSession
  readonly mainFrame = createMainFrame()
  readonly log: RecordedCall[] = []
  readonly #owner: Owner
  readonly #page: Promise<Page>
  #opened: Page | undefined
  #targetId: string | undefined
  #openHandler: WindowOpenHandler | undefined
  #ownLoad = false
  #loading = false
  #crashed = false
  #destroyed = false
  #devTools = false
  #zoomFactor = 1
  #title = ''
  #closeTimer: NodeJS.Timeout | undefined

  /** What is dragged out is noted in `log`. */
  startDrag(item: { readonly file?: string; readonly icon: { isEmpty(): boolean } }): void {
    if (item.file === undefined || !existsSync(item.file))
      throw new Error("Must specify either 'file' or 'files' option")
    if (item.icon.isEmpty()) throw new Error("Must specify non-empty 'icon' option")
    this.log.push(['startDrag', item.file])
  }

  constructor(owner: Owner) {
    super('webContents', [...pageEvents, ...pageEventsLeftToTests])
    this.#owner = owner
    this.#page = this.#open()
    // Whoever waits for the page hears of a failure; if nobody does, it is told here.
    this.#page.catch((error: unknown) => complain(`no page for the window: ${String(error)}`))
    app.emit('web-contents-created', {}, this)
  }

  async #open(): Promise<Page> {
    const page = await openPage({
      size: this.#owner.size,
      preloadPath: this.#owner.options.webPreferences?.preload,
      receive: (message, reply) => this.#receive(message, reply),
      created: (targetId) => {
        this.#targetId = targetId
      },
      gone: () => this.#gone(),
      rules: {
        refuseNavigation: (url) => isRefused(this, 'will-navigate', url, this.mainFrame),
        refuseRedirect: (url) => isRefused(this, 'will-redirect', url, this.mainFrame),
        windowWanted: (request) => this.#windowWanted(request),
        takeOwnLoad: () => {
          const isOwn = this.#ownLoad
          this.#ownLoad = false
          return isOwn
        },
      },
    })
    watchPage(page.session, page.targetId, {
      contents: this,
      frame: this.mainFrame,
      setLoading: (loading) => {
        this.#loading = loading
      },
      setCrashed: (crashed) => {
        this.#crashed = crashed
      },
    })
    this.#opened = page
    return page
  }

  #setTitle(title: string): void {
    if (title === this.#title) return
    this.#title = title
    if (!emitPreventable(this, 'page-title-updated', title, true)) this.#owner.titled(title)
  }

  #receive(message: Incoming, reply: (answer: ToPage) => void): void {
    const event = () => this.#ipcEvent()
    switch (message.op) {
      case 'hello':
        this.mainFrame.url = fromChromium(message.url)
        return
      case 'send':
        ipcMain.emit(message.channel, event(), ...message.args)
        return
      case 'invoke': {
        const { id, channel } = message
        const fail = (error: unknown) =>
          reply({ op: 'failure', id, message: `Error invoking remote method '${channel}': ${String(error)}` })
        // The reply itself fails if the handler's result cannot be cloned.
        ipcMain[invokeHandler](channel, event(), message.args)
          .then((value) => reply({ op: 'result', id, value }))
          .catch(fail)
        return
      }
      case 'title':
        this.#setTitle(message.title)
        return
      case 'windowOpen':
        this.#windowWanted({ url: fromChromium(message.url), frameName: message.name, features: message.features })
        return
      case 'preloadError': {
        const error = Object.assign(new Error(message.message), { stack: message.stack })
        complain(`the preload failed: ${message.stack}`)
        this.emit('preload-error', {}, this.#owner.options.webPreferences?.preload, error)
        return
      }
    }
  }

  #ipcEvent(): object {
    return strictObject('IpcMainEvent', {
      sender: this,
      senderFrame: this.mainFrame,
      type: 'frame',
      processId: 1,
      frameId: 1,
      ports: [],
      reply: (channel: string, ...args: readonly unknown[]) => this.send(channel, ...args),
    })
  }

  #windowWanted(request: WindowRequest): void {
    const details = {
      ...request,
      disposition: 'foreground-tab',
      referrer: { url: this.mainFrame.url, policy: 'default' },
    }
    // Without a handler Electron opens the window.
    const { action } = this.#openHandler?.(details) ?? { action: 'allow' }
    if (action !== 'deny') throw notEmulated(`a window opened by a page (${request.url})`)
  }

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.#openHandler = handler
  }

  send(channel: string, ...args: readonly unknown[]): void {
    this.#assertAlive()
    if (this.#opened) this.#opened.link.post({ op: 'message', channel, args })
    else complain(`message '${channel}' lost: the window shows no page yet`)
  }

  /** @throws LoadError with Chromium's code. */
  async loadURL(url: string): Promise<void> {
    const page = await this.#page
    this.#assertAlive()
    const finished = new Promise<void>((resolve, reject) => {
      this.once('did-finish-load', resolve)
      this.once('destroyed', () => reject(loadError('ERR_ABORTED', url)))
    })
    finished.catch(() => undefined)
    this.#ownLoad = true
    const result = await page.session.send('Page.navigate', { url: toChromium(url) })
    this.#ownLoad = false
    if (result.errorText !== undefined) throw this.#failed(loadError(result.errorText, url))
    // Without a loader it was a navigation within the document.
    if (result.loaderId !== undefined) await finished
  }

  #failed(error: LoadError): LoadError {
    this.emit('did-fail-load', {}, error.errno, error.code, error.url, true)
    return error
  }

  loadFile(file: string, { hash, query }: { hash?: string; query?: Record<string, string> } = {}): Promise<void> {
    const url = pathToFileURL(path.resolve(app.getAppPath(), file))
    if (query) url.search = String(new URLSearchParams(query))
    if (hash !== undefined) url.hash = hash
    return this.loadURL(url.href)
  }

  reload(): void {
    this.#ownLoad = /^(https?|file):/.test(toChromium(this.getURL()))
    this.#command((page) => page.session.send('Page.reload', {}))
  }

  reloadIgnoringCache(): void {
    this.reload()
  }

  forcefullyCrashRenderer(): void {
    // The command itself is never answered: the page that would is gone.
    this.#command((page) => page.session.send('Page.crash', {}))
  }

  async executeJavaScript(code: string, userGesture = false): Promise<unknown> {
    const { session: page } = await this.#page
    const options = { expression: code, userGesture, awaitPromise: true, returnByValue: true }
    const { result, exceptionDetails } = await page.send('Runtime.evaluate', options)
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return result.value
  }

  async capturePage(): Promise<object> {
    const { session: page } = await this.#page
    const png = Buffer.from((await page.send('Page.captureScreenshot', { format: 'png' })).data, 'base64')
    return strictObject('NativeImage', {
      toPNG: () => png,
      isEmpty: () => false,
      // Where PNG keeps them.
      getSize: () => ({ width: png.readUInt32BE(16), height: png.readUInt32BE(20) }),
    })
  }

  #command(run: (page: Page) => Promise<unknown>): void {
    this.#assertAlive()
    this.#page.then(run).catch((error: unknown) => {
      if (!this.#destroyed && !this.#crashed) complain(String(error))
    })
  }

  #edit(command: string): void {
    this.#command((page) => page.session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', commands: [command] }))
  }

  undo(): void {
    this.#edit('undo')
  }

  redo(): void {
    this.#edit('redo')
  }

  cut(): void {
    this.#edit('cut')
  }

  copy(): void {
    this.#edit('copy')
  }

  paste(): void {
    this.#edit('paste')
  }

  delete(): void {
    this.#edit('delete')
  }

  selectAll(): void {
    this.#edit('selectAll')
  }

  getURL(): string {
    return this.mainFrame.url
  }

  getTitle(): string {
    return this.#title
  }

  getType(): string {
    return 'window'
  }

  isLoading(): boolean {
    return this.#loading
  }

  isCrashed(): boolean {
    return this.#crashed
  }

  isDestroyed(): boolean {
    return this.#destroyed
  }

  openDevTools(): void {
    this.#devTools = true
    this.emit('devtools-opened')
  }

  closeDevTools(): void {
    this.#devTools = false
    this.emit('devtools-closed')
  }

  toggleDevTools(): void {
    if (this.#devTools) this.closeDevTools()
    else this.openDevTools()
  }

  isDevToolsOpened(): boolean {
    return this.#devTools
  }

  getZoomFactor(): number {
    return this.#zoomFactor
  }

  setZoomFactor(factor: number): void {
    this.#zoomFactor = factor
  }

  /** Levels are steps of 20 %, as in Electron. */
  getZoomLevel(): number {
    return Math.log(this.#zoomFactor) / Math.log(1.2)
  }

  setZoomLevel(level: number): void {
    this.#zoomFactor = 1.2 ** level
  }

  close(): void {
    this.#owner.close()
  }

  get [targetIdOf](): string | undefined {
    return this.#targetId
  }

  [resizeContents](size: { readonly width: number; readonly height: number }): void {
    this.#command((page) => fitContent(page.session, size))
  }

  /** Closes the page; `gone` is called when Chromium has done so. */
  async [destroyContents](): Promise<void> {
    this.#closeTimer ??= setTimeout(() => {
      complain('Chromium does not close a window, which now counts as closed')
      this.#gone()
    }, closeTimeoutMs)
    const page = await this.#page.catch(() => undefined)
    if (page)
      await browser()
        .send('Target.closeTarget', { targetId: page.targetId })
        .catch(() => undefined)
    else this.#gone()
  }

  #gone(): void {
    if (this.#destroyed) return
    this.#destroyed = true
    clearTimeout(this.#closeTimer)
    this.emit('destroyed')
    this.#owner.gone()
  }

  #assertAlive(): void {
    if (this.#destroyed) throw new TypeError('Object has been destroyed')
  }
}

recordCalls(WebContents.prototype, ['focus', 'setBackgroundThrottling', 'setVisualZoomLevelLimits', 'setUserAgent'])

const all = () => [...windows.values()].map((window) => window.webContents)

/** `webContents`: looks pages up. */
export const webContents = strictObject('webContents', {
  getAllWebContents: all,
  fromId: (id: number) => all().find((contents) => contents.id === id),
  fromDevToolsTargetId: (targetId: string) => all().find((contents) => contents[targetIdOf] === targetId),
})
