import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type Electron from 'electron'
import { _electron, type ElectronApplication, type Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findChromium } from '../../standin/chromiumPath.ts'

/** What the sample's preload exposes. */
interface Sample {
  echo(value: unknown): Promise<{ value: unknown; frame: unknown; isOurs: boolean }>
  fail(): Promise<void>
  pick(): Promise<string[]>
  push(count: number): void
  onPushed(listener: (n: number) => void): () => void
  pathOf(file: File): string
  throwNow(): void
  callBack(listener: (text: string) => string): string
  missing(): void
}

declare global {
  var sample: Sample
  var sampleLog: string[]
}

/** A busy machine takes its time. */
const patiently = { timeout: 10_000 }

const standin = path.join(import.meta.dirname, '../../standin')
const hasChromium = (await findChromium()) !== undefined

describe.skipIf(!hasChromium)('the stand-in for Electron, driven by Playwright', () => {
  let temp: string
  let app: ElectronApplication
  let page: Page
  let closed = false

  const sampleLog = () => app.evaluate(() => globalThis.sampleLog)
  /** The text of the error that a function throws in the main process. */
  const thrown = (run: (electron: typeof Electron) => unknown) =>
    app.evaluate(run).then(
      () => 'no error',
      (error: unknown) => String(error),
    )
  const listedPaths = () => page.locator('#paths li').allTextContents()

  beforeAll(async () => {
    temp = await mkdtemp(path.join(tmpdir(), 'si-'))
    // Read by the electron package inside this process.
    process.env['ELECTRON_OVERRIDE_DIST_PATH'] = path.join(standin, 'bin')
    const env = { ...process.env, TMPDIR: temp } as Record<string, string>
    app = await _electron.launch({ args: ['.'], cwd: path.join(standin, 'sample'), env })
    page = await app.firstWindow()
    await page.getByRole('heading', { name: 'Sample' }).waitFor()
  }, 30_000)

  afterAll(async () => {
    if (!closed) await app?.close()
    await rm(temp, { recursive: true, force: true })
  })

  test('runs the app under its own name, version and user data', async () => {
    const facts = await app.evaluate(({ app: it }) => ({
      name: it.getName(),
      version: it.getVersion(),
      isReady: it.isReady(),
      userData: it.getPath('userData'),
      argv: process.argv.slice(1),
      electron: process.versions['electron'],
      type: process.type,
    }))
    expect(facts).toMatchObject({
      name: 'Stand-in sample',
      version: '1.2.3',
      isReady: true,
      argv: ['.'],
      type: 'browser',
    })
    expect(facts.electron).toBe('45.4.1')
    expect(facts.userData.startsWith(temp)).toBe(true)
  })

  test('shows the window when the page is ready, in its size and with its title', async () => {
    const window = await app.browserWindow(page)
    const state = () => window.evaluate((it) => [it.isVisible(), it.isFocused(), it.getTitle()])
    await expect.poll(state, patiently).toEqual([true, true, 'Sample'])
    expect(await page.evaluate(() => [innerWidth, innerHeight])).toEqual([900, 600])
    expect(await window.evaluate((it) => it.webContents.getURL())).toBe('app://bundle/index.html')
  })

  test('carries values both ways and names the sending frame', async () => {
    const answer = await page.evaluate(async () => {
      const value = { bytes: new Uint8Array([1, 2, 255]), big: 2n ** 60n, when: new Date(5), none: undefined, $: '$' }
      const { value: back, ...rest } = await sample.echo([value, new Map([['a', new Set([NaN])]])])
      const [object, map] = back as [typeof value, Map<string, Set<number>>]
      return {
        ...rest,
        bytes: [object.bytes.constructor.name, ...object.bytes],
        big: String(object.big),
        when: object.when.getTime(),
        keys: Object.keys(object),
        nan: [...(map.get('a') ?? [])].map(String),
      }
    })
    expect(answer).toEqual({
      frame: { url: 'app://bundle/index.html', origin: 'app://bundle', parent: null },
      isOurs: true,
      bytes: ['Uint8Array', 1, 2, 255],
      big: String(2n ** 60n),
      when: 5,
      keys: ['bytes', 'big', 'when', 'none', '$'],
      nan: ['NaN'],
    })
  })

  test('pushes messages in order, until the listener is taken away', async () => {
    const received = await page.evaluate(async () => {
      const numbers: number[] = []
      const stop = await new Promise<() => void>((resolve) => {
        const off = sample.onPushed((n) => {
          if (numbers.push(n) === 50) resolve(off)
        })
        sample.push(50)
      })
      stop()
      sample.push(1)
      // An answer comes after everything that was sent before it.
      await sample.echo(0)
      return numbers
    })
    expect(received).toEqual(Array.from({ length: 50 }, (_, n) => n))
  })

  test("hands errors on in Electron's words", async () => {
    const errors = await page.evaluate(async () => {
      const remote = await sample.fail().catch((error: unknown) => String(error))
      try {
        sample.throwNow()
        return []
      } catch (error) {
        return [remote, String(error), sample.callBack((text) => text.toUpperCase())]
      }
    })
    expect(errors).toEqual([
      "Error: Error invoking remote method 'fail': RangeError: no such pool",
      'Error: thrown in the preload',
      'CALLED BACK!',
    ])
  })

  test("applies the protocol handler's CSP and keeps the page away from Node and IPC", async () => {
    const seen = await page.evaluate(() => {
      const names = ['require', 'process', 'ipcRenderer', 'module', '__standin', '__standinSend']
      return {
        inline: 'inlineRan' in window,
        globals: names.filter((name) => name in window),
        frozen: Object.isFrozen(sample),
      }
    })
    expect(seen).toEqual({ inline: false, globals: [], frozen: true })
  })

  test('cancels dialogs until a test answers them', async () => {
    expect(await page.evaluate(() => sample.pick())).toEqual([])
    await app.evaluate(({ dialog }) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: ['/srv/images'] })
    })
    expect(await page.evaluate(() => sample.pick())).toEqual(['/srv/images'])
  })

  test('clicks menu items by id, and gives roles their items', async () => {
    const labels = await app.evaluate(({ Menu, nativeTheme }) => {
      const menu = Menu.getApplicationMenu()
      menu?.getMenuItemById('dark')?.click()
      const edit = menu?.items[1]?.submenu?.items.map(({ label }) => label)
      return { isDark: nativeTheme.shouldUseDarkColors, edit: edit?.slice(0, 2) }
    })
    expect(labels).toEqual({ isDark: true, edit: ['Undo', 'Redo'] })
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    await expect.poll(background, patiently).toBe('rgb(20, 20, 20)')
  })

  test('knows the real paths of dropped files, even of files that look alike', async () => {
    const files = await Promise.all(
      ['one', 'two'].map(async (folder) => {
        const file = path.join(temp, folder, 'same.raw')
        await mkdir(path.dirname(file))
        await writeFile(file, 'same')
        return file
      }),
    )
    const client = await page.context().newCDPSession(page)
    const { x, y } = (await page.locator('#drop').boundingBox()) ?? { x: 0, y: 0 }
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      const data = { items: [], files, dragOperationsMask: 1 }
      await client.send('Input.dispatchDragEvent', { type, x: x + 9, y: y + 9, data })
    }
    await expect.poll(listedPaths, patiently).toEqual(files)
    const made = await page.evaluate(() => sample.pathOf(new File(['same'], 'same.raw')))
    expect(made).toBe('')
  })

  test('knows the real paths of chosen files', async () => {
    const files = ['main.mjs', 'index.html'].map((name) => path.join(standin, 'sample', name))
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByLabel('Files').click()])
    await chooser.setFiles(files)
    await expect.poll(listedPaths, patiently).toEqual(files)
  })

  test('asks before a page opens a window or navigates, and obeys', async () => {
    expect(await page.evaluate(() => window.open('https://example.com/script'))).toBeNull()
    await page.getByRole('link', { name: 'new window' }).click()
    await page.getByRole('link', { name: 'away' }).click()
    await expect
      .poll(sampleLog, patiently)
      .toEqual([
        'window-open https://example.com/script',
        'window-open https://example.com/new',
        'will-navigate https://example.com/away',
      ])
    expect(await page.evaluate(() => document.title)).toBe('Sample')
    expect(app.windows()).toEqual([page])
  })

  test('throws by name what it does not emulate', async () => {
    const errors = await Promise.all([
      thrown(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setKiosk(true)),
      thrown(({ globalShortcut }) => globalShortcut.unregisterAll()),
      thrown(({ BrowserWindow }) => BrowserWindow.fromBrowserView({} as never)),
      thrown(({ app: it }) => it.on('login', () => {})),
      thrown(({ app: it }) => Object.assign(it, { badgeCount: 3 })),
      thrown(({ session }) => session.defaultSession.webRequest),
      thrown(({ dialog }) => dialog.showOpenDialogSync({})),
      thrown(({ BrowserWindow }) => new BrowserWindow({ kiosk: true })),
      thrown(({ BrowserWindow }) => new BrowserWindow({ webPreferences: { nodeIntegration: true } })),
    ])
    const names = errors.map((text) => /stand-in: (.*) is not emulated/.exec(text)?.[1] ?? text)
    expect(names).toEqual([
      'BrowserWindow.setKiosk',
      'electron.globalShortcut',
      'BrowserWindow.fromBrowserView',
      "event 'login' of app",
      'app.badgeCount',
      'session.webRequest',
      'dialog.showOpenDialogSync',
      "the option 'kiosk' of BrowserWindow",
      'webPreferences.nodeIntegration = true',
    ])
    const inPreload = await page.evaluate(() => {
      try {
        sample.missing()
        return 'no error'
      } catch (error) {
        return String(error)
      }
    })
    expect(inPreload).toBe('Error: stand-in: ipcRenderer.sendSync is not emulated')
  })

  test('records calls that have no effect on a page', async () => {
    const window = await app.browserWindow(page)
    const log = await window.evaluate((it) => {
      it.setProgressBar(0.5)
      it.flashFrame(true)
      return (it as unknown as { log: unknown[] }).log
    })
    expect(log).toEqual([
      ['setProgressBar', 0.5],
      ['flashFrame', true],
    ])
  })

  test('records what is dragged out, a file that is there and with a picture', async () => {
    const file = path.join(temp, 'one')
    const log = await app.evaluate(({ BrowserWindow, nativeImage }, dragged) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents
      const icon = nativeImage.createFromBitmap(Buffer.alloc(16), { width: 2, height: 2 })
      contents?.startDrag({ file: dragged, icon })
      return (contents as unknown as { log: unknown[] }).log.at(-1)
    }, file)
    expect(log).toEqual(['startDrag', file])
    const gone = await thrown(({ BrowserWindow, nativeImage }) => {
      const icon = nativeImage.createFromBitmap(Buffer.alloc(16), { width: 2, height: 2 })
      BrowserWindow.getAllWindows()[0]?.webContents.startDrag({ file: '/no/such/file', icon })
    })
    expect(gone).toContain('Must specify')
  })

  test('leaves nothing behind when it is closed', async () => {
    expect((await readdir(temp)).filter((name) => name.startsWith('standin-'))).toHaveLength(1)
    await app.close()
    closed = true
    expect((await readdir(temp)).sort()).toEqual(['one', 'two'])
  })
})
