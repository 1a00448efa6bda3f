/**
 * Measures the window: how long until it can be used, how smooth it is on the biggest there is, and what it takes. Prints a table with the bars.
 *
 *   npm run bench:ui [-- --jobs 0,2,5] [-- --only timeline,tree] [-- --images 10000] [-- --snapshots 10000] [-- --objects 1000000]
 *
 * Browser mode in a Chromium without a display and without a GPU, as the end-to-end tests use it: what a screen and a graphics card would make
 * faster is not in these numbers. Frames are gaps between the time stamps of `requestAnimationFrame`, interactions are Event Timing's
 * durations, from the key press to the next paint, in steps of 8 ms. Nothing here fails because it is slow.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type BrowserContext, chromium } from 'playwright'
import { BROWSER_ARGS, readyAddress } from '../../e2e/support/shells.ts'
import { makeHugeHome, SIZES } from './library.ts'
import { openLoad } from './load.ts'
import { heapBytes, installProbe, type Seen, watch } from './probe.ts'
import { SCENES } from './scenes.ts'

const { values } = parseArgs({
  options: {
    jobs: { type: 'string', default: '0,2,5' },
    only: { type: 'string' },
    images: { type: 'string', default: String(SIZES.images) },
    snapshots: { type: 'string', default: String(SIZES.snapshots) },
    objects: { type: 'string', default: String(SIZES.objects) },
    json: { type: 'string', default: join('test-results', 'bench-ui.json') },
  },
})
const root = join(import.meta.dirname, '../../..')
const only = values.only?.split(',')
const MIB = 1024 * 1024
/** What is to be reached: issue and speed table of CONTRIBUTING.md. Frames with five jobs are only told. */
const BARS = {
  startMs: 1500,
  interactionMs: 50,
  frameMs: { 0: 17, 2: 33 } as Readonly<Record<number, number>>,
  heapMiB: 150,
  bundleKb: 900,
}
/** How long a new tab of the browser is left alone. */
const SETTLE_MS = 1500
const machine = `${cpus().length} cores, ${cpus()[0]?.model.trim() ?? 'unknown'}`
const load = () =>
  loadavg()
    .map((value) => value.toFixed(1))
    .join(' ')

const home = mkdtempSync(join(tmpdir(), 'rbd-studio-bench-ui-'))
process.once('exit', () => rmSync(home, { recursive: true, force: true }))
console.log(`${machine}; load ${load()}; headless Chromium, no GPU`)
const sizes = { images: Number(values.images), snapshots: Number(values.snapshots), objects: Number(values.objects) }
await makeHugeHome(home, sizes)

/** Starts the server; gives its address and how long it took to print it. */
async function startServer(): Promise<{
  readonly server: ChildProcess
  readonly address: string
  readonly ms: number
}> {
  const begin = performance.now()
  const server = spawn(process.execPath, [join(root, 'dist/web.js'), '--no-open'], {
    env: { ...process.env, RBD_STUDIO_HOME: home },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const address = await readyAddress(server)
  return { server, address, ms: performance.now() - begin }
}

async function stopServer(server: ChildProcess): Promise<void> {
  server.kill('SIGTERM')
  if (server.exitCode === null) await once(server, 'exit')
}

/** Starts the server and opens its window in a tab; tells when it could be used: the tree is there, and a frame was painted with it. */
async function openWindow(context: BrowserContext) {
  const page = await context.newPage()
  // What a browser does for a new tab of its own (menus and pop-ups of its frame are pages, too) is over before ours is asked for. The server starts
  // only then, and the page is asked for as soon as it says its address: what it reads ahead, it reads while the page comes up.
  await page.waitForTimeout(SETTLE_MS)
  await installProbe(page)
  await page.addInitScript(() => {
    const look = () => {
      if (document.querySelector('[role=treeitem][aria-level="2"]') === null) requestAnimationFrame(look)
      else requestAnimationFrame(() => Object.assign(globalThis, { usableAt: performance.now() }))
    }
    look()
  })
  const { server, address, ms: serverMs } = await startServer()
  await page.goto(address)
  const found = await page.waitForFunction(() => (globalThis as { usableAt?: number }).usableAt, undefined, {
    timeout: 120_000,
  })
  return { page, server, address, serverMs, ms: Number(await found.jsonValue()) }
}

const row = (cells: readonly string[]) =>
  cells
    .map((cell, i) => (i === 0 ? cell.padEnd(34) : cell.padStart(11)))
    .join(' ')
    .trimEnd()
const mark = (value: number, bar: number | undefined, unit: string) =>
  `${value.toFixed(0)}${bar === undefined ? '' : Math.round(value) <= bar ? ' ok' : ' OVER'} ${unit}`

const executablePath = process.env['RBD_STUDIO_CHROMIUM']
const browser = await chromium.launch({
  ...(executablePath === undefined ? {} : { executablePath }),
  args: [...BROWSER_ARGS],
})
const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
const cold = await openWindow(context)
await cold.page.close()
await stopServer(cold.server)
// The second start: the program and the browser have seen everything once.
const warm = await openWindow(context)
console.log(row(['start to usable', 'server', 'window', 'bar']))
console.log(row(['  first', `${cold.serverMs.toFixed(0)} ms`, `${cold.ms.toFixed(0)} ms`]))
console.log(row(['  warm', `${warm.serverMs.toFixed(0)} ms`, mark(warm.ms, BARS.startMs, 'ms'), `${BARS.startMs} ms`]))

const { page } = warm
const session = await context.newCDPSession(page)
await session.send('Performance.enable')
const jobs = await openLoad(warm.address, join(home, 'exports'))
const results: { readonly jobs: number; readonly scene: string; readonly seen: Seen }[] = []
const idle = await watch(page, async () => {
  await page.waitForTimeout(1000)
  return 0
})
console.log(`\nat rest: ${idle.frames} frames in a second, p95 ${idle.frameP95.toFixed(1)} ms`)
for (const count of values.jobs.split(',').map(Number)) {
  await jobs.hold(count)
  const frameBar = BARS.frameMs[count]
  console.log(`\n${row([`${count} jobs`, 'frame p95', 'worst', 'key p95', 'worst', 'frames'])}`)
  console.log(
    row([
      '  bar',
      frameBar === undefined ? 'told' : `${frameBar} ms`,
      '',
      count === 0 ? `${BARS.interactionMs} ms` : 'told',
    ]),
  )
  for (const scene of SCENES) {
    if (only !== undefined && !only.some((word) => scene.name.includes(word))) continue
    try {
      await scene.prepare(page)
      const seen = await watch(page, () => scene.run(page))
      results.push({ jobs: count, scene: scene.name, seen })
      const keys =
        seen.interactions === 0
          ? ['', '']
          : [
              mark(seen.interactionP95, count === 0 ? BARS.interactionMs : undefined, 'ms'),
              `${seen.interactionWorst.toFixed(0)} ms`,
            ]
      // The browser's clock gives frames to a tenth of a millisecond: 16.7 is sixty a second.
      console.log(
        row([
          `  ${scene.name}`,
          mark(seen.frameP95, frameBar, 'ms'),
          `${seen.frameWorst.toFixed(0)} ms`,
          ...keys,
          String(seen.frames),
        ]),
      )
    } catch (error) {
      console.log(
        row([
          `  ${scene.name}`,
          `not measured: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}`,
        ]),
      )
    }
  }
}
await jobs.hold(0)
const heap = (await heapBytes(session)) / MIB
console.log(`\nheap of the page after a collection: ${mark(heap, BARS.heapMiB, 'MiB')} (bar ${BARS.heapMiB} MiB)`)
const assets = join(root, 'dist/renderer/assets')
const bundle = readdirSync(assets)
  .filter((name) => name.endsWith('.js'))
  .reduce((sum, name) => sum + statSync(join(assets, name)).size, 0)
console.log(`the window's JavaScript: ${mark(bundle / 1000, BARS.bundleKb, 'kB')} (bar ${BARS.bundleKb} kB)`)
console.log(`load ${load()}`)
await jobs.close()
await browser.close()
await stopServer(warm.server)
mkdirSync(join(root, 'test-results'), { recursive: true })
const report = {
  at: new Date().toISOString(),
  machine,
  load: load(),
  sizes,
  startMs: warm.ms,
  serverMs: warm.serverMs,
  heapMiB: heap,
  bundleBytes: bundle,
  results,
}
writeFileSync(join(root, values.json), `${JSON.stringify(report, null, 2)}\n`)
console.log(`written to ${values.json}`)
