/**
 * The app's own schemes, such as `app:`. Chromium cannot be taught a scheme from outside, so `app://bundle/x` is shown to it
 * as `https://app--bundle/x`: a secure origin of its own, which never reaches the network.
 */
const schemes = new Set<string>()

/** Makes a scheme known; before any window exists. */
export function addScheme(scheme: string): void {
  schemes.add(scheme)
}

/** All known schemes. */
export function knownSchemes(): readonly string[] {
  return [...schemes]
}

/** `app://bundle/x` to `https://app--bundle/x`; other addresses stay as they are. */
export function toChromium(url: string): string {
  const scheme = schemeOf(url)
  return schemes.has(scheme) ? url.replace(`${scheme}://`, `https://${scheme}--`) : url
}

/** The way back, for everything the app is told. */
export function fromChromium(url: string): string {
  const found = /^https:\/\/([a-z][a-z0-9+.]*)--/.exec(url)
  const scheme = found?.[1]
  return scheme !== undefined && schemes.has(scheme) ? url.replace(`https://${scheme}--`, `${scheme}://`) : url
}

/** Such as `app`; empty for what is no address. */
export function schemeOf(url: string): string {
  return /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase() ?? ''
}

/** The origin as Electron reports it: a standard scheme of the app's own has one, which Node's URL denies. */
export function originOf(url: string): string {
  const scheme = schemeOf(url)
  if (!schemes.has(scheme)) return URL.canParse(url) ? new URL(url).origin : 'null'
  return `${scheme}://${new URL(url).host}`
}
