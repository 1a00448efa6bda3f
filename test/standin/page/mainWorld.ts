import type { Bridge } from './bridge.ts'

/**
 * Prepares the page's own world: receives what the preload exposes, and refuses `window.open`.
 *
 * The function must stand alone: its text is evaluated in the page, before any script of the page.
 */
export function mainWorld(bridge: Bridge): void {
  const freeze = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null || Object.isFrozen(value) || ArrayBuffer.isView(value)) return value
    Object.freeze(value)
    for (const item of Object.values(value)) freeze(item)
    return value
  }

  bridge.listen('expose', ({ name, api }: { readonly name: string; readonly api: unknown }) => {
    if (name in window) {
      bridge.post('exposed', { error: 'Cannot bind an API on top of an existing property on the window object' })
      return
    }
    Object.defineProperty(window, name, { value: freeze(api), enumerable: true, configurable: false, writable: false })
    bridge.post('exposed', {})
  })

  // Chromium's own would open the window before the main process could say no.
  window.open = (url = '', name = '', features = '') => {
    bridge.post('windowOpen', { url: new URL(url, document.baseURI).href, name, features })
    return null
  }
}
