// @ts-check
import { createHash } from 'node:crypto'
import { lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** Everything a build reads, relative to the top folder. */
export const buildInputs = [
  'shared',
  'electron',
  'renderer',
  'resources/sample',
  'resources/scripts/lib',
  'vite.config.ts',
  'tsconfig.base.json',
  'package.json',
  'package-lock.json',
]

/**
 * A hash over the names, sizes and times of all files below some paths: the same as long as nobody touched one. What is missing
 * counts as an empty folder.
 * @param {string} root
 * @param {readonly string[]} paths relative to `root`
 */
export function fingerprint(root, paths) {
  const hash = createHash('sha256')
  for (const path of paths) addFile(hash, root, path)
  return hash.digest('hex')
}

/**
 * @param {import('node:crypto').Hash} hash
 * @param {string} root
 * @param {string} path
 */
function addFile(hash, root, path) {
  const found = lstatSync(join(root, path), { throwIfNoEntry: false })
  if (found === undefined) return
  if (!found.isDirectory()) {
    hash.update(`${path}\0${found.size}\0${found.mtimeMs}\n`)
    return
  }
  for (const name of readdirSync(join(root, path)).sort()) addFile(hash, root, `${path}/${name}`)
}
