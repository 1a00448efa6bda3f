// @ts-check
import { readFileSync } from 'node:fs'
import { runQuiet, secondsSince } from './process.mjs'

const fetchMs = 600_000

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

/** {@link isAptForUs} for this process. */
export function mayInstall() {
  return isAptForUs(process.platform, process.getuid?.(), readOsRelease())
}

/**
 * Installs packages, without what they only recommend. Says on standard error how it went.
 * @param {readonly string[]} packages
 */
export function installByApt(...packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (/** @type {string[]} */ ...args) =>
    runQuiet('apt-get', ['-o', 'DPkg::Lock::Timeout=120', ...args], { env, timeoutMs: fetchMs })
  return tell(`Installing ${packages.join(', ')} (apt-get install --no-install-recommends)`, async () => {
    const update = await apt('update')
    // A list that is a little old may do: the installation decides.
    const install = await apt('install', '-y', '--no-install-recommends', ...packages)
    return { ...install, output: install.code === 0 ? install.output : update.output + install.output }
  })
}

/**
 * Says what is being done, and how it ended.
 * @param {string} what
 * @param {() => Promise<import('./process.mjs').Quiet>} work
 */
export async function tell(what, work) {
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

function readOsRelease() {
  try {
    return readFileSync('/etc/os-release', 'utf8')
  } catch {
    return ''
  }
}
