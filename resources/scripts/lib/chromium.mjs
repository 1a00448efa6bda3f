// @ts-check
import { existsSync } from 'node:fs'
import { installByApt, mayInstall, tell } from './apt.mjs'
import { at } from './paths.mjs'
import { runQuiet } from './process.mjs'

/** @typedef {{ readonly path: string } | { readonly missing: string }} Chromium `missing` says what to do about it */

const versionMs = 20_000
const probeMs = 5_000
const fetchMs = 600_000

/** Where distributions and installers put a Chromium or Chrome, best first. */
const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

export const howToInstall =
  'Install Chromium (Debian: apt-get install chromium; elsewhere: npx playwright install --with-deps chromium) or set RBD_STUDIO_CHROMIUM to its path.'

/**
 * Finds a Chromium for the end-to-end tests, or gets one: Playwright's own where that can be fetched, the distribution's package
 * where we are root on Debian or Ubuntu.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Chromium>}
 * @throws when `RBD_STUDIO_CHROMIUM` names something that does not run: what was asked for is not silently replaced
 */
export async function getChromium(env) {
  const asked = env.RBD_STUDIO_CHROMIUM
  if (asked !== undefined && asked !== '') {
    if (await runs(asked)) return { path: asked }
    throw new Error(`RBD_STUDIO_CHROMIUM names ${asked}, which does not run.`)
  }
  const own = await playwrightsOwn()
  const isAdministrator = mayInstall()
  const found = await firstThatRuns([own, ...usualPlaces])
  if (found !== undefined) return { path: found }
  if ((await fetchByPlaywright()) && (await runs(own))) return { path: own }
  if (isAdministrator) {
    // Playwright's Chromium may be here now and lack only libraries; Ubuntu has no Chromium package that works without snap.
    if (existsSync(own) && (await installLibraries()) && (await runs(own))) return { path: own }
    if (await installByApt('chromium')) {
      const installed = await firstThatRuns(usualPlaces)
      if (installed !== undefined) return { path: installed }
    }
  }
  return { missing: `No Chromium for the end-to-end tests, and none could be fetched. ${howToInstall}` }
}

/**
 * Where Playwright's own browser is fetched from, read from what `playwright install --dry-run` prints:
 * `  Download url:        https://host/path/chrome-linux64.zip`.
 * @param {string} text
 * @returns {string | undefined}
 */
export function downloadUrl(text) {
  return /^\s*Download url:\s*(https?:\/\/\S+)/m.exec(text)?.[1]
}

async function playwrightsOwn() {
  const { chromium } = await import('playwright')
  return chromium.executablePath()
}

/** @param {readonly string[]} paths */
async function firstThatRuns(paths) {
  for (const path of paths) if (await runs(path)) return path
  return undefined
}

/**
 * Whether it is there and starts: Ubuntu's `chromium-browser` may be a mere pointer to a snap, a fetched one may lack libraries.
 * @param {string} path
 */
async function runs(path) {
  if (!existsSync(path)) return false
  // There it opens a window instead of printing its version.
  if (process.platform === 'win32') return true
  const { code, output } = await runQuiet(path, ['--version'], { timeoutMs: versionMs })
  return code === 0 && /\d+\.\d+\.\d+/.test(output)
}

async function fetchByPlaywright() {
  const dryRun = await playwright(['install', '--dry-run', '--no-shell', 'chromium'], versionMs)
  const url = downloadUrl(dryRun.output)
  if (url === undefined || !(await answers(url))) {
    console.error("Playwright's Chromium cannot be fetched from here.")
    return false
  }
  return tell("Fetching Playwright's Chromium", () => playwright(['install', '--no-shell', 'chromium'], fetchMs))
}

async function installLibraries() {
  return tell('Installing the libraries Chromium needs (playwright install-deps)', () =>
    playwright(['install-deps', 'chromium'], fetchMs),
  )
}

/**
 * @param {readonly string[]} args
 * @param {number} timeoutMs
 */
function playwright(args, timeoutMs) {
  return runQuiet(process.execPath, [at('node_modules', 'playwright', 'cli.js'), ...args], { timeoutMs })
}

/** @param {string} url */
async function answers(url) {
  try {
    await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(probeMs) })
    return true
  } catch {
    return false
  }
}
