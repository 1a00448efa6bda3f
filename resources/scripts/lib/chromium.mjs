// @ts-check
import { existsSync, readFileSync } from 'node:fs'
import { at } from './paths.mjs'
import { runQuiet, secondsSince } from './process.mjs'

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
  const isAdministrator = isAptForUs(process.platform, process.getuid?.(), readOsRelease())
  const found = await firstThatRuns([own, ...usualPlaces])
  if (found !== undefined) return { path: found }
  if ((await fetchByPlaywright()) && (await runs(own))) return { path: own }
  if (isAdministrator) {
    // Playwright's Chromium may be here now and lack only libraries; Ubuntu has no Chromium package that works without snap.
    if (existsSync(own) && (await installLibraries()) && (await runs(own))) return { path: own }
    if (await installByApt()) {
      const installed = await firstThatRuns(usualPlaces)
      if (installed !== undefined) return { path: installed }
    }
  }
  return { missing: `No Chromium for the end-to-end tests, and none could be fetched. ${howToInstall}` }
}

/**
 * Whether packages can be installed with apt: as root on Debian, Ubuntu or one of their kin.
 * @param {NodeJS.Platform} platform
 * @param {number | undefined} uid
 * @param {string} osRelease the text of /etc/os-release, such as `ID=debian`
 */
export function isAptForUs(platform, uid, osRelease) {
  if (platform !== 'linux' || uid !== 0) return false
  const kin = osRelease
    .split('\n')
    .flatMap((line) => /^ID(?:_LIKE)?="?([^"]*)"?$/.exec(line.trim())?.[1]?.split(' ') ?? [])
  return kin.includes('debian') || kin.includes('ubuntu')
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

async function installByApt() {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (/** @type {string[]} */ ...args) =>
    runQuiet('apt-get', ['-o', 'DPkg::Lock::Timeout=120', ...args], { env, timeoutMs: fetchMs })
  return tell('Installing Chromium (apt-get install --no-install-recommends chromium)', async () => {
    const update = await apt('update')
    // A list that is a little old may do: the installation decides.
    const install = await apt('install', '-y', '--no-install-recommends', 'chromium')
    return { ...install, output: install.code === 0 ? install.output : update.output + install.output }
  })
}

/**
 * @param {readonly string[]} args
 * @param {number} timeoutMs
 */
function playwright(args, timeoutMs) {
  return runQuiet(process.execPath, [at('node_modules', 'playwright', 'cli.js'), ...args], { timeoutMs })
}

/**
 * @param {string} what
 * @param {() => Promise<import('./process.mjs').Quiet>} work
 */
async function tell(what, work) {
  console.error(`${what} …`)
  const startedMs = performance.now()
  const { code, output, error } = await work()
  if (code === 0) console.error(`Done in ${secondsSince(startedMs)}.`)
  else
    console.error(
      `Failed after ${secondsSince(startedMs)}: ${error?.message ?? output.trim().split('\n').slice(-5).join('\n')}`,
    )
  return code === 0
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

function readOsRelease() {
  try {
    return readFileSync('/etc/os-release', 'utf8')
  } catch {
    return ''
  }
}
