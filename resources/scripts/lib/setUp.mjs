// @ts-check
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { withLock } from './lock.mjs'
import { runQuiet, secondsSince } from './process.mjs'

/** @typedef {Readonly<Record<string, { readonly version?: string, readonly integrity?: string, readonly optional?: boolean, readonly devOptional?: boolean }>>} Packages */

/**
 * Makes the installed packages those of package-lock.json: does nothing when they are, else runs `npm ci` without install
 * scripts. What it says goes to the standard error output, one line unless it fails.
 * @param {string} root the checkout's top folder
 * @returns {Promise<boolean>} false when npm failed; what npm wrote has been shown then
 */
export async function setUp(root) {
  if (isInstalled(root)) return true
  return withLock(join(root, '.cache', 'set-up.lock'), async () => isInstalled(root) || (await install(root)), {
    onWait: () => console.error('Waiting for another process that installs the packages …'),
  })
}

/**
 * Whether the packages in node_modules are those of the lock file. A stamp with the lock file's hash answers at once; without one
 * (after an `npm install` by hand) the record npm keeps of what it installed decides.
 * @param {string} root
 */
export function isInstalled(root) {
  const lockText = read(join(root, 'package-lock.json'))
  const installedText = read(join(root, 'node_modules', '.package-lock.json'))
  if (lockText === undefined || installedText === undefined) return false
  const hash = createHash('sha256').update(lockText).digest('hex')
  if (read(stampPath(root)) === hash) return true
  if (!holdsAll(packagesOf(lockText), packagesOf(installedText))) return false
  writeStamp(root, hash)
  return true
}

/**
 * Whether all packages a lock file asks for are installed, in its versions. Optional ones may be missing: most of them belong to
 * another platform.
 * @param {Packages} wanted
 * @param {Packages} installed
 */
export function holdsAll(wanted, installed) {
  return Object.entries(wanted).every(([path, want]) => {
    if (path === '') return true
    const have = installed[path]
    if (have === undefined) return want.optional === true || want.devOptional === true
    return have.version === want.version && have.integrity === want.integrity
  })
}

/**
 * The program and first arguments that start the npm we were started by, else the one beside this Node, else the one in the path.
 * @param {NodeJS.ProcessEnv} env
 * @param {string} execPath
 * @returns {readonly [string, ...string[]]}
 */
export function npmCommand(env, execPath) {
  const besideNode = join(dirname(execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js')
  const given = env.npm_execpath
  if (given !== undefined && /npm-cli\.c?js$/.test(given) && existsSync(given)) return [execPath, given]
  // On Windows `npm` is a command file, which cannot be started without a shell.
  if (existsSync(besideNode)) return [execPath, besideNode]
  return ['npm']
}

/** @param {string} root */
async function install(root) {
  console.error('Installing the packages (npm ci) …')
  const startedMs = performance.now()
  const [command, ...first] = npmCommand(process.env, process.execPath)
  // `npm run -s` hands its silence down by the environment; a failure must still be told.
  const args = [...first, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--no-progress', '--loglevel=error']
  const result = await runQuiet(command, args, { cwd: root })
  if (result.code !== 0) {
    console.error(result.error?.message ?? result.output)
    console.error(`npm ci failed after ${secondsSince(startedMs)}; what it wrote is above.`)
    return false
  }
  writeStamp(
    root,
    createHash('sha256')
      .update(readFileSync(join(root, 'package-lock.json')))
      .digest('hex'),
  )
  console.error(`Installed the packages in ${secondsSince(startedMs)}.`)
  return true
}

/**
 * @param {string} root
 * @param {string} hash
 */
function writeStamp(root, hash) {
  mkdirSync(dirname(stampPath(root)), { recursive: true })
  writeFileSync(stampPath(root), hash)
}

/** @param {string} root */
function stampPath(root) {
  return join(root, 'node_modules', '.cache', 'set-up')
}

/** @param {string} path */
function read(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

/**
 * @param {string} text
 * @returns {Packages}
 */
function packagesOf(text) {
  try {
    return JSON.parse(text).packages ?? {}
  } catch {
    return {}
  }
}
