import { mkdir, readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join } from 'node:path'
import type { Page } from 'playwright'
import { chromium } from 'playwright'
import { build } from 'vite'
import { findChromium } from '../../standin/chromiumPath.ts'

const here = import.meta.dirname
const results = join(here, '../../../test-results/ui')
const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' }

/** How the window is looked at: in which colours, how large. */
export interface Look {
  readonly colors: 'light' | 'dark' | 'forced'
  readonly width: number
  readonly height: number
}

/** What takes the pictures: opens the window on an address of the page, and puts a picture of it away under a name. */
export type Act = (window: Page, shot: (name: string) => Promise<void>, url: string) => Promise<void>

async function serve(folder: string) {
  const server = createServer((request, response) => {
    const path = String((request.url ?? '/').split('?')[0])
    const file = path === '/' ? '/index.html' : path
    readFile(join(folder, file)).then(
      (bytes) => response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream').end(bytes),
      () => response.writeHead(404).end(),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return { server, url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/` }
}

/**
 * Builds the window on its made-up host and plays an act in every look. Pictures go to test-results/ui as `NAME-COLORS-WIDTH.png`; with
 * `only`, those names alone. What the page logs as an error is printed, and ends the run with 1.
 */
export async function play(
  act: Act,
  { looks, only }: { readonly looks: readonly Look[]; readonly only: readonly string[] },
): Promise<void> {
  const page = join(results, 'page')
  await build({
    root: here,
    base: './',
    configFile: false,
    logLevel: 'error',
    build: { outDir: page, emptyOutDir: true, assetsInlineLimit: 0 },
  })
  await mkdir(results, { recursive: true })
  const { server, url } = await serve(page)
  const executablePath = await findChromium()
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  })
  const problems: string[] = []
  for (const { colors, width, height } of looks) {
    const window = await browser.newPage({
      viewport: { width, height },
      colorScheme: colors === 'dark' ? 'dark' : 'light',
      forcedColors: colors === 'forced' ? 'active' : 'none',
      reducedMotion: 'reduce',
    })
    window.on('pageerror', (error) => problems.push(error.message))
    window.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text())
    })
    const shot = async (name: string) => {
      if (only.length > 0 && !only.includes(name)) return
      await window.waitForLoadState('networkidle')
      await window.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
      await window.screenshot({ path: join(results, `${name}-${colors}-${width}.png`) })
    }
    await act(window, shot, url)
    await window.close()
  }
  await browser.close()
  server.close()
  for (const problem of problems) process.stderr.write(`${problem}\n`)
  process.exitCode = problems.length === 0 ? 0 : 1
}

/** Light and dark at two sizes. */
export const LOOKS: readonly Look[] = (['light', 'dark'] as const).flatMap((colors) => [
  { colors, width: 1440, height: 900 },
  { colors, width: 1024, height: 700 },
])
