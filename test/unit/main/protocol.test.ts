import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Protocol } from '../../../electron/main/electron.ts'
import { answerPageRequest, declareScheme, servePage } from '../../../electron/main/protocol.ts'

let folder: string
let root: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rbd-studio-protocol-'))
  root = join(folder, 'renderer')
  await mkdir(join(root, 'assets'), { recursive: true })
  await mkdir(join(folder, 'renderer-evil'))
  await writeFile(join(root, 'index.html'), '<!doctype html>')
  await writeFile(join(root, 'assets', 'main.js'), 'export {}')
  await writeFile(join(root, 'notes'), 'no kind')
  await writeFile(join(folder, 'secret.js'), 'secret')
  await writeFile(join(folder, 'renderer-evil', 'secret.js'), 'secret')
  await symlink(join(folder, 'secret.js'), join(root, 'link.js'))
  await symlink(join(folder, 'renderer-evil'), join(root, 'folder-link'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const get = (url: string, method = 'GET') => answerPageRequest(root, { method, url })

describe('the page under its own scheme', () => {
  it('is served with its kind and the policy that allows no connection', async () => {
    const answer = await get('app://bundle/assets/main.js?x#y')
    expect(answer.status).toBe(200)
    expect(await answer.text()).toBe('export {}')
    expect(Object.fromEntries(answer.headers)).toEqual({
      'content-length': '9',
      'content-type': 'text/javascript; charset=utf-8',
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
        "connect-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      'cross-origin-opener-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    })
  })

  it.each([
    'app://bundle/',
    'app://bundle/nothing.js',
    'app://bundle/assets',
    'app://bundle/notes',
    'app://bundle/..%2fsecret.js',
    'app://bundle/%2e%2e%2fsecret.js',
    'app://bundle/%2e%2e/secret.js',
    'app://bundle/assets/..%5c..%5csecret.js',
    'app://bundle/index.html%00',
    'app://bundle/%ff',
    'app://bundle//index.html',
    'app://bundle/link.js',
    'app://bundle/folder-link/secret.js',
    'app://other/index.html',
    'https://bundle/index.html',
    'file:///etc/passwd',
    '',
  ])('has no %s', async (url) => {
    const answer = await get(url)
    expect(answer.status).toBe(404)
    expect(await answer.text()).toBe('')
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  it('is only read', async () => {
    expect((await get('app://bundle/index.html', 'POST')).status).toBe(405)
    const head = await get('app://bundle/index.html', 'HEAD')
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '15', ''])
  })

  it('has a scheme of its own: standard, so that it has an origin, and secure', async () => {
    const declared: unknown[] = []
    declareScheme({ registerSchemesAsPrivileged: (schemes) => declared.push(...schemes) })
    expect(declared).toMatchObject([{ scheme: 'app', privileges: { standard: true, secure: true } }])
    expect(declared).not.toMatchObject([{ privileges: { bypassCSP: true } }])
    const handlers = new Map<string, Parameters<Protocol['handle']>[1]>()
    servePage({ handle: (scheme, handler) => handlers.set(scheme, handler) }, root)
    const answer = await handlers.get('app')?.(new Request('app://bundle/index.html'))
    expect(await answer?.text()).toBe('<!doctype html>')
  })
})
