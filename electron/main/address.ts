/** The scheme the page is served under; a scheme of its own is an origin of its own, which `file:` is not. */
export const SCHEME = 'app'
/** The page's whole address. */
export const PAGE_ADDRESS = 'app://bundle/index.html'

const HOST = 'bundle'

/** The parsed address, if it is one of our own; else null. (For a scheme of our own `URL.origin` says `null`, hence the parts.) */
export function parseOwnAddress(address: string): URL | null {
  if (!URL.canParse(address)) return null
  const url = new URL(address)
  const isOwn =
    url.protocol === `${SCHEME}:` &&
    url.hostname === HOST &&
    url.port === '' &&
    url.username === '' &&
    url.password === ''
  return isOwn ? url : null
}
