import type { CdpSession, Protocol } from './cdp.ts'
import { handlerFor } from './protocol.ts'
import { complain } from './runtime.ts'
import { fromChromium, knownSchemes, schemeOf, toChromium } from './schemes.ts'

type Paused = Protocol.Fetch.requestPausedPayload

/** What a page asks its owner while it navigates; true refuses. All addresses are the app's, not Chromium's. */
export interface NavigationRules {
  /** The page itself wants to go elsewhere (Electron's `will-navigate`). */
  refuseNavigation(url: string): boolean
  /** The server answered with another address (`will-redirect`). */
  refuseRedirect(url: string): boolean
  /** The page wants a new window by a link or a form. */
  windowWanted(request: { readonly url: string; readonly frameName: string; readonly features: string }): void
  /** Answers true once for a load that the main process began itself. */
  takeOwnLoad(): boolean
}

/**
 * Puts a page's requests under control: answers those to the app's own schemes, asks before the page navigates.
 *
 * Navigations within the document, `about:`, `blob:` and `data:` make no request and are not asked for.
 */
export async function controlRequests(session: CdpSession, mainFrameId: string, rules: NavigationRules): Promise<void> {
  /** Address of the navigation that the page's own code or a click last asked for. */
  let announced: string | undefined

  session.on('Page.frameRequestedNavigation', ({ frameId, url, disposition }) => {
    if (disposition === 'newTab' || disposition === 'newWindow') {
      rules.windowWanted({ url: fromChromium(url), frameName: '', features: '' })
      return
    }
    if (frameId !== mainFrameId) return
    if (['http', 'https'].includes(schemeOf(url))) announced = url
    // Chromium knows no such scheme and makes no request: the question is put here.
    else if (!rules.refuseNavigation(url) && handlerFor(url))
      void session.send('Page.navigate', { url: toChromium(url) })
  })
  session.on('Page.windowOpen', ({ url, windowName, windowFeatures }) => {
    rules.windowWanted({ url: fromChromium(url), frameName: windowName, features: windowFeatures.join(',') })
  })
  session.on('Fetch.requestPaused', (paused) => {
    handle(paused).catch((error: unknown) => complain(`request ${paused.request.url} failed: ${String(error)}`))
  })
  await session.send('Fetch.enable', {
    patterns: [
      { urlPattern: '*', resourceType: 'Document' },
      ...knownSchemes().map((scheme) => ({ urlPattern: `https://${scheme}--*` })),
    ],
  })

  async function handle(paused: Paused): Promise<void> {
    const { requestId } = paused
    const url = fromChromium(paused.request.url)
    const isMainDocument = paused.resourceType === 'Document' && paused.frameId === mainFrameId
    if (isMainDocument && isRefused(paused, url)) {
      await session.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' })
    } else if (url === paused.request.url) {
      await session.send('Fetch.continueRequest', { requestId })
    } else {
      await answer(session, paused, url)
    }
  }

  function isRefused(paused: Paused, url: string): boolean {
    if (paused.redirectedRequestId !== undefined) return rules.refuseRedirect(url)
    if (rules.takeOwnLoad()) return false
    // The announcement comes first: the page makes it before it asks for the navigation. Loads begun from outside, by
    // Playwright for instance, are not announced.
    const isByPage = announced === paused.request.url + (paused.request.urlFragment ?? '')
    announced = undefined
    return isByPage && rules.refuseNavigation(url)
  }
}

async function answer(session: CdpSession, paused: Paused, url: string): Promise<void> {
  const { requestId, request } = paused
  // A browser's toolbar asks for this; Electron has no toolbar.
  const isFavicon = paused.resourceType === 'Other' && url.endsWith('/favicon.ico')
  const handler = handlerFor(url)
  try {
    if (isFavicon || !handler) throw new Error('no handler')
    const response = await handler(toRequest(request, url))
    const body = Buffer.from(await response.arrayBuffer()).toString('base64')
    const headers = [...response.headers].map(([name, value]) => ({
      name,
      value: name === 'location' ? toChromium(value) : value,
    }))
    await session.send('Fetch.fulfillRequest', {
      requestId,
      responseCode: response.status,
      responseHeaders: headers,
      body,
    })
  } catch (error) {
    if (!isFavicon) complain(`no answer to ${url}: ${String(error)}`)
    await session.send('Fetch.failRequest', { requestId, errorReason: 'Failed' })
  }
}

function toRequest({ method, headers, postDataEntries }: Protocol.Network.Request, url: string): Request {
  const parts = (postDataEntries ?? []).map(({ bytes }) => Buffer.from(bytes ?? '', 'base64'))
  const own = Object.entries(headers).map(([name, value]) => [name, fromChromium(value)] as [string, string])
  return new Request(url, {
    method,
    headers: own,
    ...(parts.length > 0 && { body: new Uint8Array(Buffer.concat(parts)) }),
  })
}
