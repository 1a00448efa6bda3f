import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ownOrigin, send, startTestServer, type TestServer } from './support.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

describe('page files', () => {
  it('serves the page with the headers that protect it', async () => {
    const { status, headers, body } = await send(server.port, '/')
    expect(status).toBe(200)
    expect(body).toContain('<title>RBD Studio</title>')
    expect(headers['content-type']).toBe('text/html; charset=utf-8')
    expect(headers['content-length']).toBe(String(body.length))
    expect(headers['cache-control']).toBe('no-cache')
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
        `connect-src 'self' ws://127.0.0.1:${server.port} ws://localhost:${server.port}; ` +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    )
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    })
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([])
  })

  it('lets the browser keep what has a hash in its name', async () => {
    const { headers, body } = await send(server.port, '/assets/main-abc123.js?x=1')
    expect(body).toBe('export {}')
    expect(headers['content-type']).toBe('text/javascript; charset=utf-8')
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable')
  })

  it('answers HEAD with the headers alone', async () => {
    const { status, headers, body } = await send(server.port, '/index.html', { method: 'HEAD' })
    expect({ status, body, length: headers['content-length'] }).toEqual({ status: 200, body: '', length: '40' })
  })

  it.each([
    '/nothing.js',
    '/assets',
    '/assets/',
    '/../secret.js',
    '/%2e%2e/secret.js',
    '/%2e%2e%2fsecret.js',
    '/..%2fsecret.js',
    '/assets/..%2f..%2f..%2fsecret.js',
    '/assets/..%5c..%5csecret.js',
    '/%252e%252e/secret.js',
    '/../page-evil/secret.js',
    '//secret.js',
    '/./index.html',
    '/index.html%00.js',
    '/%ff',
    '/link.js',
    '/folder-link/secret.js',
    'http://127.0.0.1/index.html',
    '*',
  ])('has no %s', async (path) => {
    const { status, headers, body } = await send(server.port, path)
    expect(status).toBe(404)
    expect(body).toBe('Not found\n')
    expect(headers['x-content-type-options']).toBe('nosniff')
  })

  it('refuses what does not come from its own page, with the same headers', async () => {
    const rebound = await send(server.port, '/', { headers: { host: `evil.example:${server.port}` } })
    expect(rebound.status).toBe(421)
    expect(rebound.headers['content-security-policy']).toContain("default-src 'none'")
    expect(server.problems.at(-1)).toBe(`Refused GET: Host evil.example:${server.port}`)
    const foreign = await send(server.port, '/', { headers: { origin: 'https://evil.example' } })
    expect(foreign.status).toBe(403)
  })

  it('knows no other method', async () => {
    for (const method of ['POST', 'PUT', 'OPTIONS']) {
      const { status } = await send(server.port, '/', { method, headers: { origin: ownOrigin(server.port) } })
      expect(status).toBe(405)
    }
  })
})
