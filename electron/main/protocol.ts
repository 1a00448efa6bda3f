import { readFile } from 'node:fs/promises'
import { findPageFile } from '../host/pageFiles.ts'
import { parseOwnAddress, SCHEME } from './address.ts'
import type { Protocol } from './electron.ts'

/** The content security policy of the window: our own files, and no connection at all; the page speaks through the preload alone. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const

/** Declares our scheme, before Electron is ready: an origin of its own, secure, that may load modules. */
export function declareScheme(protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])
}

/** Serves the page's folder under our scheme, and nothing else. */
export function servePage(protocol: Pick<Protocol, 'handle'>, pageRoot: string): void {
  protocol.handle(SCHEME, (request) => answerPageRequest(pageRoot, request))
}

/** The answer to one request of the page: a file below `pageRoot`, or a refusal under the same policy. */
export async function answerPageRequest(
  pageRoot: string,
  { method, url }: { readonly method: string; readonly url: string },
): Promise<Response> {
  const address = parseOwnAddress(url)
  if (address === null) return refusal(404)
  if (method !== 'GET' && method !== 'HEAD') return refusal(405)
  const file = await findPageFile(pageRoot, address.pathname)
  const bytes = file === null ? null : await readFile(file.path).catch(() => null)
  if (file === null || bytes === null) return refusal(404)
  const headers = { ...HEADERS, 'content-type': file.type, 'content-length': String(bytes.byteLength) }
  return new Response(method === 'HEAD' ? null : bytes, { headers })
}

function refusal(status: number): Response {
  return new Response(null, { status, headers: HEADERS })
}
