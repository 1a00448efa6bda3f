import { EventEmitter } from 'node:events'
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it, vi } from 'vitest'
import { parseWebArguments } from '../../../electron/web/arguments.ts'
import { openBrowser, openerFor } from '../../../electron/web/browser.ts'
import { endOnSignals } from '../../../electron/web/endings.ts'
import { eventually } from '../../support/eventually.ts'

describe('command line of browser mode', () => {
  it('has its defaults', () => {
    expect(parseWebArguments([])).toEqual({ library: undefined, port: 0, open: true })
  })

  it('takes a library, a port, and leaves the browser alone', () => {
    const expected = { library: 'lib', port: 8080, open: false }
    expect(parseWebArguments(['--library', 'lib', '--port', '8080', '--no-open'])).toEqual(expected)
    expect(parseWebArguments(['--library=lib', '--port=8080', '--no-open'])).toEqual(expected)
  })

  it.each([
    [['--host', '0.0.0.0'], 'E_OPTION_UNKNOWN'],
    [['--listen=::'], 'E_OPTION_UNKNOWN'],
    [['lib'], 'E_OPTION_UNKNOWN'],
    [['--library'], 'E_OPTION_BAD_VALUE'],
    [['--no-open=yes'], 'E_OPTION_BAD_VALUE'],
    [['--port', '65536'], 'E_OPTION_BAD_VALUE'],
    [['--port=-1'], 'E_OPTION_BAD_VALUE'],
    [['--port', '1e3'], 'E_OPTION_BAD_VALUE'],
    [['--port', ''], 'E_OPTION_BAD_VALUE'],
  ])('refuses %j', (args, code) => {
    expect(() => parseWebArguments(args)).toThrow(expect.objectContaining({ code }))
  })
})

describe('the browser', () => {
  it('is opened where there is a desktop alone, and by no shell', () => {
    const linux = (env: Record<string, string>) => openerFor('file:///x', { platform: 'linux', env })
    expect(linux({})).toBeNull()
    expect(linux({ DISPLAY: '' })).toBeNull()
    expect(linux({ DISPLAY: ':0' })).toEqual(['xdg-open', 'file:///x'])
    expect(linux({ WAYLAND_DISPLAY: 'wayland-0' })).toEqual(['xdg-open', 'file:///x'])
    expect(openerFor('file:///x', { platform: 'darwin', env: {} })).toEqual(['open', 'file:///x'])
    expect(openerFor('file:///x', { platform: 'win32', env: {} })?.at(-1)).toBe('file:///x')
  })

  it('is led to the address by a file nobody else can read, which goes again', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rbd-studio-browser-'))
    const address = 'http://127.0.0.1:4711/#token=abc'
    const started: (readonly string[])[] = []
    const remove = await openBrowser(address, folder, { platform: 'linux', env: { DISPLAY: ':0' } }, (program, args) =>
      started.push([program, ...args]),
    )
    const [own = ''] = await readdir(folder)
    const file = join(folder, own, 'rbd-studio.html')
    // The token is not on the command line, which every user can read.
    expect(started).toEqual([['xdg-open', pathToFileURL(file).href]])
    expect(await readFile(file, 'utf8')).toContain(`content="0;url=${address}"`)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect((await stat(join(folder, own))).mode & 0o777).toBe(0o700)
    await remove()
    expect(await readdir(folder)).toEqual([])
    await rm(folder, { recursive: true })
  })

  it('that cannot be opened is no failure', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rbd-studio-browser-'))
    const noProgram = { platform: 'linux', env: { DISPLAY: ':0' } } as const
    vi.stubEnv('PATH', folder)
    const remove = await openBrowser('http://127.0.0.1:1/', folder, noProgram)
    vi.unstubAllEnvs()
    await remove()
    await rm(folder, { recursive: true })
  })

  it('leaves no file where there is no desktop', async () => {
    const remove = await openBrowser('http://127.0.0.1:1/', '/nowhere', { platform: 'linux', env: {} })
    await remove()
  })
})

describe('the end', () => {
  function setUp(stop: () => Promise<void>) {
    const codes: number[] = []
    const source = Object.assign(new EventEmitter(), { exit: (code: number) => void codes.push(code) })
    endOnSignals(source, stop)
    return { codes, source }
  }

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'])('comes after %s once everything is cleaned up', async (signal) => {
    let markClean = (): void => undefined
    const cleaned = new Promise<void>((resolve) => (markClean = resolve))
    const { codes, source } = setUp(() => cleaned)
    source.emit(signal)
    expect(codes).toEqual([])
    markClean()
    await eventually(() => expect(codes).toEqual([0]))
  })

  it('comes at once after a second signal', () => {
    const { codes, source } = setUp(() => new Promise(() => undefined))
    source.emit('SIGINT')
    source.emit('SIGTERM')
    expect(codes).toEqual([143])
  })

  it('is no success when cleaning up failed', async () => {
    const { codes, source } = setUp(() => Promise.reject(new Error('stuck')))
    source.emit('SIGTERM')
    await eventually(() => expect(codes).toEqual([1]))
  })
})
