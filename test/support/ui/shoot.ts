import { mkdir } from 'node:fs/promises'
import { createServer } from 'node:http'
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { chromium } from 'playwright'
import { build } from 'vite'
import type { Page } from 'playwright'

/**
 * Builds the window on its made-up host and takes pictures of its states, light and dark, at two sizes, to look at:
 * `node test/support/ui/shoot.ts [PICTURE...]`. The pictures go to test-results/ui. What the page logs as an error ends the run with 1.
 */
const here = import.meta.dirname
const results = join(here, '../../../test-results/ui')
const page = join(results, 'page')
const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' }

async function serve() {
  const server = createServer((request, response) => {
    const path = request.url === '/' ? '/index.html' : (request.url ?? '/').split('?')[0]
    readFile(join(page, String(path))).then(
      (bytes) =>
        response.setHeader('content-type', TYPES[extname(String(path))] ?? 'application/octet-stream').end(bytes),
      () => response.writeHead(404).end(),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return { server, url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/` }
}

async function states(window: Page, shot: (name: string) => Promise<void>) {
  const image = (name: RegExp) => window.getByRole('treeitem', { name }).click()
  await window.getByRole('treeitem', { name: /db-master/ }).waitFor()
  await shot('start')
  await image(/db-master/)
  await window.getByRole('row', { name: /^Snapshot wed-18/ }).click()
  await shot('gap')
  await image(/mail-02/)
  await window.getByRole('row', { name: /^Snapshot sun-08/ }).click()
  await window.getByRole('row', { name: /^Head/ }).click({ modifiers: ['Shift'] })
  await shot('range')
  await image(/hourly/)
  await window.getByRole('treegrid').focus()
  await window.keyboard.press('ArrowLeft')
  await window.getByRole('tab', { name: /^Files/ }).click()
  await shot('long')
  await image(/empty/)
  await shot('empty')
  await window.getByRole('button', { name: /^Show history/ }).click()
  await shot('history')
  await window.getByRole('button', { name: 'Hide history' }).click()
  await looks(window, shot)
  await window.getByRole('button', { name: 'Open files…' }).click()
  await window.getByRole('table', { name: /Files in the order/ }).waitFor()
  await shot('import')
  await filesOf(window, shot)
  await window.keyboard.press('Escape')
  await window.getByRole('button', { name: /^db-begin/ }).click()
  await window.getByRole('button', { name: /^Import 3/ }).click()
  await window.getByRole('alert').last().waitFor()
  await shot('refused')
  await window.keyboard.press('Escape')
  await window.keyboard.press('Control+k')
  await shot('palette')
}

/** What is done to an image and to files beside each other, and what jobs found out. */
async function looks(window: Page, shot: (name: string) => Promise<void>) {
  const more = async (name: string) => {
    await window.getByRole('button', { name: 'More actions' }).click()
    await window.getByRole('menuitem', { name }).click()
    await window.getByRole('dialog').waitFor()
  }
  await window.getByRole('treeitem', { name: /mail-02/ }).click()
  await window.getByRole('row', { name: /^Snapshot mon-09/ }).click()
  await shot('damaged')
  await window.getByRole('button', { name: 'More actions' }).click()
  await window.getByRole('menuitem', { name: 'Resize…' }).waitFor()
  await shot('more')
  await window.keyboard.press('Escape')
  await more('Resize…')
  await window.getByLabel('New size').fill('100G')
  await shot('resize')
  await window.keyboard.press('Escape')
  for (const [name, picture] of [
    ['Roll back to the selected snapshot…', 'rollback'],
    ['Fold links…', 'fold'],
    ['Verify…', 'verify'],
    ['Compare…', 'compare'],
    ['Hand out the chain…', 'handout'],
  ] as const) {
    await more(name)
    await window
      .getByRole('dialog')
      .getByRole('list', { name: 'Checks' })
      .waitFor({ timeout: 3000 })
      .catch(() => undefined)
    await shot(picture)
    await window.keyboard.press('Escape')
  }
  await window.getByRole('button', { name: /^Show history/ }).click()
  for (const [index, picture] of ['verification', 'comparison'].entries()) {
    await window
      .getByRole('button', { name: 'Show the result' })
      .nth(index - 2)
      .click()
    await window.getByRole('dialog').waitFor()
    await shot(picture)
    await window.keyboard.press('Escape')
  }
  await window.getByRole('button', { name: 'Hide history' }).click()
  await window.getByRole('button', { name: 'Adopt a folder…' }).click()
  await window.getByRole('dialog').getByLabel('Folder').fill('/srv/backups/exports')
  await shot('adopt')
  await window.getByRole('button', { name: 'Adopt', exact: true }).click()
  await window.getByRole('heading', { name: /^Chain rbd/ }).waitFor()
  await shot('folder')
  await window.getByRole('button', { name: 'Rebuild a raw image…' }).first().click()
  await window.getByRole('list', { name: 'Checks' }).waitFor()
  await shot('rebuild')
  await window.keyboard.press('Escape')
}

/** What can be made of the open files. */
async function filesOf(window: Page, shot: (name: string) => Promise<void>) {
  await window.getByRole('radio', { name: /^Merge/ }).check()
  await window.getByRole('button', { name: /^Preview the merge/ }).click()
  await window.getByText('Before and after').waitFor()
  await shot('merge')
  await window
    .getByRole('button', { name: /^Move / })
    .first()
    .focus()
  await window.keyboard.press('Enter')
  await window.keyboard.press('ArrowDown')
  await shot('merge-moved')
  await window.keyboard.press('Escape')
  await window.keyboard.press('Escape')
  await window.getByRole('button', { name: /^db-begin/ }).click()
  await window.getByRole('radio', { name: 'Work with chain 3' }).check()
  await shot('import-v2')
  await window.getByRole('radio', { name: /^Convert/ }).check()
  await window.getByRole('button', { name: 'Choose what to make…' }).click()
  await window.getByRole('radio', { name: 'One file of format 2' }).check()
  await window.getByText('Names and points').click()
  await window.getByRole('checkbox', { name: 'Keep summer' }).uncheck()
  await window.getByText('Options', { exact: true }).click()
  await shot('convert')
}

await build({
  root: here,
  base: './',
  configFile: false,
  logLevel: 'error',
  build: { outDir: page, emptyOutDir: true, assetsInlineLimit: 0 },
})
await mkdir(results, { recursive: true })
const { server, url } = await serve()
const browser = await chromium.launch({
  executablePath: process.env.RBD_STUDIO_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
})
const problems: string[] = []
const only = process.argv.slice(2)
for (const colorScheme of ['light', 'dark'] as const) {
  for (const [width, height] of [
    [1440, 900],
    [1024, 700],
  ] as const) {
    const window = await browser.newPage({ viewport: { width, height }, colorScheme, reducedMotion: 'reduce' })
    window.on('pageerror', (error) => problems.push(error.message))
    window.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text())
    })
    await window.goto(url)
    await states(window, async (name) => {
      if (only.length > 0 && !only.includes(name)) return
      await window.waitForLoadState('networkidle')
      await window.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
      await window.screenshot({ path: join(results, `${name}-${colorScheme}-${width}.png`) })
    })
    await window.close()
  }
}
await browser.close()
server.close()
for (const problem of problems) process.stderr.write(`${problem}\n`)
process.exitCode = problems.length === 0 ? 0 : 1
