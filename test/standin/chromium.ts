import { spawn } from 'node:child_process'
import { Cdp } from './cdp.ts'
import { findChromium } from './chromiumPath.ts'
import type { WorkDir } from './workDir.ts'

const ownSwitches = [
  '--remote-debugging-port=0',
  '--no-startup-window',
  '--no-sandbox',
  // Hides the warning bar that --no-sandbox brings to a visible window.
  '--test-type',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--disable-sync',
  '--disable-extensions',
  '--disable-component-update',
  '--disable-background-networking',
  '--disable-breakpad',
  '--no-first-run',
  '--no-default-browser-check',
  '--password-store=basic',
  '--use-mock-keychain',
]

const disabledFeatures = ['HttpsUpgrades', 'Translate', 'MediaRouter', 'OptimizationHints']

/**
 * Switches of the app or of Playwright that must not reach Chromium: what concerns Node, what the stand-in decides itself,
 * and `disable-popup-blocking`, because no window may open past `setWindowOpenHandler`.
 */
const keptFromChromium = new Set([
  'remote-debugging-port',
  'user-data-dir',
  'no-sandbox',
  'disable-features',
  'disable-popup-blocking',
])

const stderrTailBytes = 4_000

/** A running Chromium without windows. */
export interface Chromium {
  readonly cdp: Cdp
  /** The address other clients connect to, as Chromium prints it. */
  readonly url: string
  /** Such as `156.0.8078.79`. */
  readonly version: string
}

/**
 * Starts Chromium in a profile of its own and connects to it. `STANDIN_HEADED=1` makes its windows visible.
 *
 * The working folder kills it when the stand-in ends.
 */
export async function startChromium(workDir: WorkDir, appSwitches: ReadonlyMap<string, string>): Promise<Chromium> {
  const executable = await findChromium()
  if (!executable) throw new Error('stand-in: no Chromium found; name one in RBD_STUDIO_CHROMIUM')
  const browser = spawn(executable, chromiumArgs(workDir.profile, appSwitches), {
    // Leader of its own process group, so that its helpers can be ended with it.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, TMPDIR: workDir.temp },
  })
  workDir.guard(browser)
  const url = await new Promise<string>((resolve, reject) => {
    let tail = ''
    browser.stderr.on('data', (text: Buffer) => {
      tail = (tail + String(text)).slice(-stderrTailBytes)
      const found = /^DevTools listening on (ws:\S+)/m.exec(tail)
      if (found?.[1]) resolve(found[1])
    })
    browser.once('error', (error) =>
      reject(new Error(`stand-in: ${executable} could not be started: ${error.message}`)),
    )
    browser.once('exit', (code) => reject(new Error(`stand-in: ${executable} ended at once (${code}):\n${tail}`)))
  })
  const cdp = await Cdp.connect(url)
  const { product } = await cdp.send('Browser.getVersion', {})
  return { cdp, url, version: product.split('/')[1] ?? product }
}

function chromiumArgs(profile: string, appSwitches: ReadonlyMap<string, string>): readonly string[] {
  const features = [...disabledFeatures, ...(appSwitches.get('disable-features') ?? '').split(',')].filter(Boolean)
  const passedOn = [...appSwitches]
    .filter(([name]) => !keptFromChromium.has(name))
    .map(([name, value]) => (value === '' ? `--${name}` : `--${name}=${value}`))
  const headless = process.env['STANDIN_HEADED'] === '1' ? [] : ['--headless=new']
  return [
    ...passedOn,
    ...headless,
    ...ownSwitches,
    `--user-data-dir=${profile}`,
    `--disable-features=${features.join(',')}`,
  ]
}
