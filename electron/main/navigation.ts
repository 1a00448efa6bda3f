import type { Shell, WebContents } from './electron.ts'

/** Where a link may lead out of the window, into the user's browser: whole origins. */
const OPEN_OUTSIDE: readonly string[] = ['https://docs.ceph.com']

/** Whether an address may be given to the system's browser. Anything else could start any program that registered a scheme. */
export function mayOpenOutside(address: string): boolean {
  return URL.canParse(address) && OPEN_OUTSIDE.includes(new URL(address).origin)
}

/**
 * Keeps a page where it is: it neither navigates nor is redirected, opens no window and attaches no webview. A link that wants
 * a window of its own is handed to the system's browser if it may be.
 */
export function lockNavigation(
  contents: Pick<WebContents, 'on' | 'setWindowOpenHandler'>,
  shell: Pick<Shell, 'openExternal'>,
  onRefused: (what: string, address: string) => void,
): void {
  contents.on('will-navigate', (event) => {
    event.preventDefault()
    onRefused('navigation', event.url)
  })
  contents.on('will-redirect', (event) => {
    event.preventDefault()
    onRefused('redirect', event.url)
  })
  contents.on('will-attach-webview', (event, _preferences, { src }) => {
    event.preventDefault()
    onRefused('webview', src ?? '')
  })
  contents.setWindowOpenHandler(({ url }) => {
    if (mayOpenOutside(url)) {
      shell.openExternal(url).catch(() => onRefused('browser', url))
    } else {
      onRefused('window', url)
    }
    return { action: 'deny' }
  })
}
