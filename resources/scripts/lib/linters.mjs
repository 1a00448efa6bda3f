// @ts-check
import { existsSync } from 'node:fs'
import { at } from './paths.mjs'

/** @typedef {readonly [string, ...string[]]} Command */

/**
 * Biome's formatter over everything git would keep.
 * @param {...string} options
 * @returns {Command}
 */
export function biomeFormat(...options) {
  const byGit = ['--vcs-enabled=true', '--vcs-client-kind=git', '--vcs-use-ignore-file=true']
  return [process.execPath, at('node_modules', '@biomejs', 'biome', 'bin', 'biome'), 'format', ...byGit, ...options]
}

/**
 * Everything `npm run lint` asks: oxlint with types, the format, and the project's own check of its documents where there is one.
 * @returns {readonly Command[]}
 */
export function linters() {
  const documents = at('resources', 'scripts', 'checkDocs.mjs')
  return [
    [process.execPath, at('node_modules', 'oxlint', 'bin', 'oxlint'), '--type-aware', '--deny-warnings'],
    biomeFormat(),
    ...(existsSync(documents) ? [/** @type {Command} */ ([process.execPath, documents])] : []),
  ]
}
