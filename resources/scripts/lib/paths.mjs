// @ts-check
import { statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout's top folder. (No `import.meta.dirname`: a Node too old for us must get as far as the sentence that says so.) */
export const root = resolve(fileURLToPath(new URL('../../..', import.meta.url)))

/** Where npm puts the commands of the installed packages, Node 24 among them. */
export const binFolder = join(root, 'node_modules', '.bin')

/**
 * A path inside the checkout.
 * @param {...string} parts
 */
export function at(...parts) {
  return join(root, ...parts)
}

/**
 * One of the scripts beside run.mjs.
 * @param {string} name
 */
export function script(name) {
  return at('resources', 'scripts', name)
}

/**
 * The folder the user was in. npm runs its scripts in the package's top folder and leaves the user's own in `INIT_CWD`; whoever
 * starts a script in another folder without npm means that folder, whatever an outer npm left behind.
 * @param {NodeJS.ProcessEnv} env
 * @param {string} cwd
 * @param {string} [top] the checkout's top folder
 */
export function userFolder(env, cwd, top = root) {
  const initial = env.INIT_CWD
  if (initial === undefined || initial === '' || resolve(cwd) !== resolve(top)) return cwd
  return statSync(initial, { throwIfNoEntry: false })?.isDirectory() === true ? initial : cwd
}
