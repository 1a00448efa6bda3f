import type { EventEmitter } from 'node:events'
import { app } from './app.ts'
import type { CdpSession } from './cdp.ts'
import type { MainFrame } from './mainFrame.ts'
import { fromChromium } from './schemes.ts'
import { preventableEvent } from './strict.ts'

/** What `watchPage` needs to know about a page's owner. */
export interface Watched {
  readonly contents: EventEmitter
  readonly frame: MainFrame
  /** True while a load is under way. */
  setLoading(loading: boolean): void
  setCrashed(crashed: boolean): void
}

const levels: Readonly<Record<string, string>> = { warning: 'warning', error: 'error', assert: 'error', debug: 'debug' }

/** Turns what Chromium reports about a page into Electron's events. */
export function watchPage(session: CdpSession, targetId: string, watched: Watched): void {
  const { contents, frame } = watched
  session.on('Page.frameStartedLoading', ({ frameId }) => {
    if (frameId !== targetId) return
    watched.setLoading(true)
    contents.emit('did-start-loading')
  })
  session.on('Page.frameStoppedLoading', ({ frameId }) => {
    if (frameId !== targetId) return
    watched.setLoading(false)
    contents.emit('did-stop-loading')
  })
  session.on('Page.frameNavigated', ({ frame: { id, url } }) => {
    if (id !== targetId) return
    frame.url = fromChromium(url)
    watched.setCrashed(false)
    contents.emit('did-navigate', {}, frame.url, 200, '')
  })
  session.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
    if (frameId !== targetId) return
    frame.url = fromChromium(url)
    contents.emit('did-navigate-in-page', {}, frame.url, true)
  })
  session.on('Page.domContentEventFired', () => contents.emit('dom-ready', {}))
  session.on('Page.loadEventFired', () => contents.emit('did-finish-load'))
  session.on('Runtime.consoleAPICalled', ({ type, args }) => {
    const message = args.map(({ value, description }) => String(value ?? description)).join(' ')
    contents.emit('console-message', { level: levels[type] ?? 'info', message, frame })
  })
  session.on('Inspector.targetCrashed', () => {
    watched.setCrashed(true)
    const details = { reason: 'crashed', exitCode: 1 }
    contents.emit('render-process-gone', {}, details)
    app.emit('render-process-gone', {}, contents, details)
  })
}

/** Asks a page's listeners of `will-navigate` or `will-redirect`; true if one refused. */
export function isRefused(
  contents: EventEmitter,
  name: 'will-navigate' | 'will-redirect',
  url: string,
  frame: MainFrame,
): boolean {
  const event = preventableEvent({ url, isSameDocument: false, isMainFrame: true, frame, initiator: frame })
  contents.emit(name, event, url, false, true)
  return event.defaultPrevented
}
