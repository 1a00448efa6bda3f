// @ts-check
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * @typedef {{ readonly shell: 'desktop' | 'browser', readonly args: readonly string[], readonly note?: string }} Choice
 * @typedef {{ readonly electron: string | undefined, readonly hasDisplay: boolean }} Machine
 */

const fetchHint = 'npx install-electron fetches it'

/**
 * Which shell `npm start` opens, and with which arguments: the desktop window where there is a binary and a display, else the
 * browser. `--desktop` and `--browser` force one; every other argument is the shell's own.
 * @param {readonly string[]} args
 * @param {Machine} machine
 * @returns {Choice | { readonly refusal: string }} `note` says why it is not the desktop
 */
export function chooseShell(args, { electron, hasDisplay }) {
  const rest = args.filter((arg) => arg !== '--desktop' && arg !== '--browser')
  const isDesktopForced = args.includes('--desktop')
  const isBrowserForced = args.includes('--browser')
  if (isDesktopForced && isBrowserForced) return { refusal: 'Give either --desktop or --browser, not both.' }
  if (isBrowserForced) return { shell: 'browser', args: rest }
  if (electron !== undefined && hasDisplay) return { shell: 'desktop', args: rest }
  if (isDesktopForced) {
    return electron === undefined
      ? { refusal: `The desktop window needs an Electron binary, and none is here.\nhint: ${fetchHint}.` }
      : {
          refusal: 'The desktop window needs a display, and none is here.\nhint: set DISPLAY, or start with --browser.',
        }
  }
  const note =
    electron === undefined
      ? `No Electron binary here, so RBD Studio opens in your browser (${fetchHint}).`
      : 'No display here, so RBD Studio opens in your browser.'
  return { shell: 'browser', args: rest, note }
}

/**
 * The Electron binary, if one is here: the one `ELECTRON_OVERRIDE_DIST_PATH` names, else the one `npx install-electron` fetched.
 * Never asks the package itself, which would download one.
 * @param {string} root the checkout's top folder
 * @param {NodeJS.ProcessEnv} env
 * @param {NodeJS.Platform} platform
 * @returns {string | undefined}
 */
export function findElectron(root, env, platform) {
  const folder = join(root, 'node_modules', 'electron')
  const fetchedName = readText(join(folder, 'path.txt'))
  const override = env.ELECTRON_OVERRIDE_DIST_PATH
  const path =
    override !== undefined && override !== ''
      ? join(override, fetchedName ?? binaryName(platform))
      : fetchedName && join(folder, 'dist', fetchedName)
  return path !== undefined && path !== '' && existsSync(path) ? path : undefined
}

/**
 * Whether windows can be shown. Only Linux and its kin can lack a display.
 * @param {NodeJS.ProcessEnv} env
 * @param {NodeJS.Platform} platform
 */
export function hasDisplay(env, platform) {
  return platform === 'darwin' || platform === 'win32' || Boolean(env.DISPLAY) || Boolean(env.WAYLAND_DISPLAY)
}

/** @param {NodeJS.Platform} platform */
function binaryName(platform) {
  if (platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron'
  return platform === 'win32' ? 'electron.exe' : 'electron'
}

/** @param {string} path */
function readText(path) {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return undefined
  }
}
