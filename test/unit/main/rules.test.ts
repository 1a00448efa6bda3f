import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Session } from '../../../electron/main/electron.ts'
import { lockNavigation, mayOpenOutside } from '../../../electron/main/navigation.ts'
import { denyPermissions } from '../../../electron/main/permissions.ts'
import { windowOptions } from '../../../electron/main/window.ts'
import { FakeContents, preventable, type Recorded } from './fakes.ts'

describe('permissions', () => {
  it('are denied, asked for or checked, whatever they are', () => {
    const handlers: Record<string, (...args: unknown[]) => unknown> = {}
    const session = new Proxy({}, { get: (_none, name) => (handler: never) => (handlers[String(name)] = handler) })
    denyPermissions(session as unknown as Session)
    const answers: unknown[] = []
    for (const permission of ['media', 'notifications', 'clipboard-read', 'openExternal', 'unheard-of']) {
      handlers.setPermissionRequestHandler?.({}, permission, (answer: boolean) => answers.push(answer), {})
      answers.push(handlers.setPermissionCheckHandler?.({}, permission, 'app://bundle', {}))
    }
    answers.push(handlers.setDevicePermissionHandler?.({ deviceType: 'usb' }))
    expect(answers).toEqual(Array.from({ length: 11 }, () => false))
    handlers.setDisplayMediaRequestHandler?.({}, (streams: unknown) => answers.push(streams))
    expect(answers.at(-1)).toEqual({})
  })
})

describe('navigation', () => {
  function lock() {
    const contents = new FakeContents()
    const opened: string[] = []
    const refused: Recorded[] = []
    const shell = { openExternal: async (url: string) => void opened.push(url) }
    lockNavigation(contents.asElectron, shell, (what, address) => refused.push([what, address]))
    return { contents, opened, refused }
  }

  it.each([
    ['will-navigate', 'navigation'],
    ['will-redirect', 'redirect'],
  ])('is stopped (%s), to our own page too', (name, what) => {
    const { contents, refused } = lock()
    for (const url of ['https://evil.example/', 'app://bundle/index.html', 'file:///etc/passwd']) {
      const event = preventable({ url })
      contents.emit(name, event)
      expect(event.isPrevented).toBe(true)
      expect(refused.at(-1)).toEqual([what, url])
    }
  })

  it('never attaches a webview', () => {
    const { contents, refused } = lock()
    const event = preventable()
    contents.emit('will-attach-webview', event, {}, { src: 'https://evil.example/' })
    expect(event.isPrevented).toBe(true)
    expect(refused).toEqual([['webview', 'https://evil.example/']])
  })

  it('opens no window, and hands to the browser only what is on the list', () => {
    const { contents, opened, refused } = lock()
    expect(contents.openHandler?.({ url: 'https://docs.ceph.com/en/latest/rbd/' })).toEqual({ action: 'deny' })
    expect(contents.openHandler?.({ url: 'https://evil.example/' })).toEqual({ action: 'deny' })
    expect(opened).toEqual(['https://docs.ceph.com/en/latest/rbd/'])
    expect(refused).toEqual([['window', 'https://evil.example/']])
  })

  it.each([
    'http://docs.ceph.com/',
    'https://docs.ceph.com.evil.example/',
    'https://evil.example/https://docs.ceph.com/',
    'https://docs.ceph.com@evil.example/',
    'https://docs.ceph.com:444/',
    'file:///usr/bin/true',
    'smb://docs.ceph.com/',
    'javascript:alert(1)',
    'docs.ceph.com',
    '',
  ])('does not hand over %s', (address) => {
    expect(mayOpenOutside(address)).toBe(false)
  })
})

describe('window', () => {
  it('shows a page without Node, in a sandbox, in a world of its own', () => {
    const options = windowOptions({ preloadPath: '/p/preload.cjs', isDark: false, isDevelopment: false })
    expect(options.webPreferences).toMatchObject({
      preload: '/p/preload.cjs',
      contextIsolation: true,
      sandbox: true,
      webSecurity: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      allowRunningInsecureContent: false,
      devTools: false,
    })
    expect(options).toMatchObject({ title: 'RBD Studio', show: false, minWidth: 900, minHeight: 600 })
  })

  it('has developer tools in development alone, and the ground of its theme', () => {
    const development = windowOptions({ preloadPath: 'p', isDark: true, isDevelopment: true })
    expect(development.webPreferences?.devTools).toBe(true)
    const light = windowOptions({ preloadPath: 'p', isDark: false, isDevelopment: true })
    const tokens = readFileSync(new URL('../../../renderer/styles/tokens.css', import.meta.url), 'utf8')
    expect(tokens).toContain(`--grey-0: ${light.backgroundColor};`)
    expect(tokens).toContain(`--surface: ${development.backgroundColor};`)
  })
})
