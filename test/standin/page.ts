import { readFile } from 'node:fs/promises'
import vm from 'node:vm'
import type { CdpSession } from './cdp.ts'
import { controlRequests, type NavigationRules } from './navigation.ts'
import { preloadParameters } from './page/scripts.ts'
import { PageLink, type Preload, type Receive } from './pageLink.ts'
import { browser } from './runtime.ts'
import { followTheme, nativeTheme, unfollowTheme } from './theme.ts'

/** A page in Chromium, ready for its first load. */
export interface Page {
  readonly targetId: string
  readonly session: CdpSession
  readonly link: PageLink
}

/** What a window decides about its page. */
export interface PageHooks {
  readonly size: { readonly width: number; readonly height: number }
  readonly preloadPath: string | undefined
  readonly receive: Receive
  readonly rules: NavigationRules
  /** Called as soon as the page exists, long before it is ready. */
  readonly created: (targetId: string) => void
  /** Called once the page no longer exists. */
  readonly gone: () => void
}

/** Targets that are windows of ours; Chromium's other pages are pop-ups, which `refusePopups` closes. */
const ownTargets = new Set<string>()
const opening = new Set<Promise<unknown>>()

/** Opens an empty page of the given size with the preload and the request rules in place. */
export async function openPage(hooks: PageHooks): Promise<Page> {
  const cdp = browser()
  const { width, height } = hooks.size
  const created = cdp.send('Target.createTarget', { url: 'about:blank', newWindow: true, width, height })
  opening.add(created)
  const { targetId } = await created
  ownTargets.add(targetId)
  opening.delete(created)
  hooks.created(targetId)
  cdp.on('Target.targetDestroyed', (event) => {
    if (event.targetId === targetId) hooks.gone()
  })
  const session = await cdp.attach(targetId)
  await Promise.all([session.send('Page.enable', {}), session.send('Runtime.enable', {})])
  await fitContent(session, hooks.size)
  const link = await PageLink.open(session, await readPreload(hooks.preloadPath), hooks.receive)
  await controlRequests(session, targetId, hooks.rules)
  await nativeTheme[followTheme](session)
  cdp.on('Target.targetDestroyed', (event) => {
    if (event.targetId === targetId) nativeTheme[unfollowTheme](session)
  })
  return { targetId, session, link }
}

/** Gives the page itself the wanted size: the browser's frame and toolbar come on top, as Electron has none. */
export async function fitContent(session: CdpSession, size: { width: number; height: number }): Promise<void> {
  const { windowId, bounds } = await session.send('Browser.getWindowForTarget', {})
  const { cssLayoutViewport: page } = await session.send('Page.getLayoutMetrics', {})
  const width = (bounds.width ?? size.width) + size.width - page.clientWidth
  const height = (bounds.height ?? size.height) + size.height - page.clientHeight
  await session.send('Browser.setWindowBounds', { windowId, bounds: { width, height } })
}

/** Closes every page that is no window of ours: what a page opened past its `window.open`. */
export function refusePopups(): void {
  const cdp = browser()
  cdp.on('Target.targetCreated', ({ targetInfo: { type, targetId } }) => {
    if (type !== 'page') return
    // Our own are announced before their creation is confirmed.
    void Promise.allSettled(opening).then(() => {
      if (!ownTargets.has(targetId)) cdp.send('Target.closeTarget', { targetId }).catch(() => undefined)
    })
  })
}

/** A preload that cannot be read or parsed becomes one that throws: the page then reports it like any other failure. */
async function readPreload(path: string | undefined): Promise<Preload> {
  if (path === undefined) return { path: 'no-preload', source: '' }
  try {
    const source = await readFile(path, 'utf8')
    vm.compileFunction(source, [...preloadParameters], { filename: path })
    return { path, source }
  } catch (error) {
    return { path, source: `throw new Error(${JSON.stringify(String(error))})` }
  }
}
