import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { _electron, type Browser, chromium, type ElectronApplication, type Page } from 'playwright'
import { hearPreload, listenIn, type Wire } from './wire.ts'

const root = join(import.meta.dirname, '../../..')

/** A window of the product, however it was opened. */
export interface Shell {
  readonly page: Page
  readonly wire: Wire
  /** Where exports of this run may go. */
  readonly folder: string
  /** The home folder the shell works in. */
  readonly home: string
  /** The Electron application, to answer its dialogs; null in browser mode. */
  readonly app: ElectronApplication | null
  /** Loads the window anew, as somebody does who opens it: nothing is chosen, no sheet is open. */
  loadAnew(): Promise<void>
  close(): Promise<void>
}

/** How the tests start a Chromium: without a display, a GPU or a network. */
export const BROWSER_ARGS: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
]

/** Opens the window of one shell on the data in `home`. */
export async function openShell(kind: 'browser' | 'electron', home: string, folder: string): Promise<Shell> {
  mkdirSync(folder, { recursive: true })
  return kind === 'browser' ? openBrowserShell(home, folder) : openElectronShell(home, folder)
}

/** Where the browser of a shell puts what it downloads, under names of its own. */
export function downloadsOf(home: string): string {
  return join(home, 'browser-downloads')
}

async function openBrowserShell(home: string, folder: string): Promise<Shell> {
  const server = spawn(process.execPath, [join(root, 'dist/web.js'), '--no-open'], {
    env: { ...process.env, HOME: home, RBD_STUDIO_HOME: home },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await readyAddress(server)
  mkdirSync(downloadsOf(home), { recursive: true })
  const browser: Browser = await chromium.launch({
    ...(process.env['RBD_STUDIO_CHROMIUM'] === undefined ? {} : { executablePath: process.env['RBD_STUDIO_CHROMIUM'] }),
    args: [...BROWSER_ARGS],
    downloadsPath: downloadsOf(home),
  })
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  const wire = await listenIn(page)
  // A listener that stays: one set up with each key press could come after the key, and the system's own dialog would open, which nobody sees.
  page.on('filechooser', () => undefined)
  await page.goto(url)
  await usable(page)
  return {
    page,
    wire,
    folder,
    home,
    app: null,
    async loadAnew() {
      await page.reload()
      await usable(page)
    },
    async close() {
      await browser.close()
      server.kill('SIGTERM')
      if (server.exitCode === null) await once(server, 'exit')
    },
  }
}

/** Waits for the one line the server prints when it can be used. */
export async function readyAddress(server: ChildProcess): Promise<string> {
  const { stdout } = server
  if (stdout === null) throw new Error('the server has no standard output')
  let text = ''
  for await (const chunk of stdout) {
    text += String(chunk)
    const match = /^RBD Studio is ready at (http:\/\/127\.0\.0\.1:\d+\/#\S+)$/m.exec(text)
    if (match?.[1] !== undefined) return match[1]
  }
  throw new Error(`the server ended without its ready line: ${text}`)
}

async function openElectronShell(home: string, folder: string): Promise<Shell> {
  const app = await _electron.launch({
    args: ['.'],
    // The same specs run on a genuine binary where RBD_STUDIO_ELECTRON names one.
    executablePath: process.env['RBD_STUDIO_ELECTRON'] ?? join(root, 'test/standin/bin/electron'),
    cwd: root,
    env: {
      ...(process.env as Record<string, string>),
      HOME: home,
      RBD_STUDIO_HOME: home,
    },
  })
  const page = await app.firstWindow()
  await page.setViewportSize({ width: 1440, height: 900 })
  const wire = await listenIn(page)
  await usable(page)
  await hearPreload(page)
  return {
    page,
    wire,
    folder,
    home,
    app,
    async loadAnew() {
      await page.reload()
      await usable(page)
      await hearPreload(page)
    },
    async close() {
      await app.close()
    },
  }
}

/** What is not there after so long never comes, on a slow machine too. */
const LONGEST_WAIT_MS = 30_000

/** The window can be used when it shows what the library holds. */
async function usable(page: Page): Promise<void> {
  page.setDefaultTimeout(LONGEST_WAIT_MS)
  await page.getByRole('heading', { level: 1 }).waitFor()
  const library = page.getByRole('tree', { name: 'Pools and images', exact: true })
  await library.getByRole('treeitem', { name: /^rbd\b/ }).waitFor()
}
