/** What the guard looks at: the parts of a request a web page cannot choose freely. */
export interface GuardedRequest {
  readonly method: string
  /** Every `Host` header, in order. */
  readonly hosts: readonly string[]
  /** Every `Origin` header, in order. */
  readonly origins: readonly string[]
  readonly isUpgrade: boolean
}

export type Verdict =
  | { readonly ok: true }
  | { readonly ok: false; readonly status: 403 | 421; readonly reason: string }

const NAMES = ['127.0.0.1', 'localhost'] as const

/** The two addresses of the server as `Host` headers spell them (port 80 is never spelled). */
export function ownHosts(port: number): readonly string[] {
  return NAMES.map((name) => new URL(`http://${name}:${port}`).host)
}

/**
 * Whether a request comes from our own page, decided on `Host` and `Origin` alone.
 *
 * A page elsewhere can make the browser send requests here, and can point its own name at 127.0.0.1 (DNS rebinding); it can set
 * neither header. Both are compared whole: a prefix test would take `127.0.0.1:80.evil.example` for ours. `Origin` must be there on
 * every upgrade and on everything but GET and HEAD; where it is there, it must be ours.
 */
export function judge(request: GuardedRequest, port: number): Verdict {
  const hosts = ownHosts(port)
  const [host, ...moreHosts] = request.hosts
  if (host === undefined || moreHosts.length > 0 || !hosts.includes(host)) {
    return { ok: false, status: 421, reason: `Host ${request.hosts.join(', ') || 'missing'}` }
  }
  const isHarmless = (request.method === 'GET' || request.method === 'HEAD') && !request.isUpgrade
  if (request.origins.length === 0 && isHarmless) return { ok: true }
  const [origin, ...moreOrigins] = request.origins
  if (origin === undefined || moreOrigins.length > 0 || !hosts.some((own) => origin === `http://${own}`)) {
    return { ok: false, status: 403, reason: `Origin ${request.origins.join(', ') || 'missing'}` }
  }
  return { ok: true }
}
