// @ts-check
import { rmSync } from 'node:fs'
import { countsOf, countsOfPlaywright, countsOfVitest, nothing, oneFailure, testsListed } from './counts.mjs'
import { getChromium } from './chromium.mjs'
import { failuresOf, failuresOfPlaywright, failuresOfVitest } from './failures.mjs'
import { at, root } from './paths.mjs'
import { runChild, runQuiet } from './process.mjs'

/** @typedef {import('./counts.mjs').Counts} Counts */

/**
 * What failed in the stages run so far, a line each: to be said again at the end, where nobody has to look for it.
 * @type {string[]}
 */
export const failures = []

/**
 * Runs everything that is vitest's.
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Counts>}
 */
export async function runVitest(args, env) {
  const report = at('test-results', 'unit.json')
  const code = await run([at('node_modules', 'vitest', 'vitest.mjs'), 'run', ...args], report, {
    ...env,
    RBD_STUDIO_UNIT_REPORT: report,
    // What people run is what is tested; both that call this have built it.
    RBD_STUDIO_CLI: at('dist', 'cli.js'),
    // Nearly each of their runs has a home of its own, where nothing kept would ever be used.
    NODE_DISABLE_COMPILE_CACHE: '1',
  })
  failures.push(...failuresOf(report, failuresOfVitest))
  return countsOf(report, countsOfVitest, code)
}

/**
 * The tests of vitest that would have run, as skipped ones.
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Counts>}
 */
export async function listVitest(args, env) {
  const vitest = at('node_modules', 'vitest', 'vitest.mjs')
  const { code, output } = await runQuiet(process.execPath, [vitest, 'list', ...args], { cwd: root, env })
  return code === 0 ? { ...nothing, skipped: output.trim().split('\n').length } : oneFailure
}

/**
 * Runs the end-to-end tests, after finding a Chromium for them. Without one they all count as skipped, and the reason is said.
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Counts & { readonly lacks?: string }>} `lacks`: why none ran
 */
export async function runPlaywright(args, env) {
  const chromium = await getChromium(env)
  if ('missing' in chromium) {
    const counts = await listPlaywright(args, env)
    return { ...counts, lacks: `${chromium.missing} ${counts.skipped} tests count as skipped.` }
  }
  console.error(`End-to-end tests with ${chromium.path}`)
  const report = at('test-results', 'e2e.json')
  const command = [playwrightPath(), 'test', ...args]
  const code = await run(command, report, { ...env, RBD_STUDIO_CHROMIUM: chromium.path })
  failures.push(...failuresOf(report, failuresOfPlaywright))
  return countsOf(report, countsOfPlaywright, code)
}

/**
 * The tests that would have run, as skipped ones.
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Counts>}
 */
export async function listPlaywright(args, env) {
  const report = at('test-results', 'e2e-list.json')
  rmSync(report, { force: true })
  const { code, output } = await runQuiet(
    process.execPath,
    [playwrightPath(), 'test', '--list', '--reporter=json', ...args],
    { cwd: root, env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report } },
  )
  const counts = countsOf(report, (list) => ({ ...nothing, skipped: testsListed(list) }), code)
  if (counts.failed > 0) console.error(output)
  return counts.failed > 0 ? oneFailure : counts
}

/**
 * @param {readonly string[]} args
 * @param {string} report is removed first: an old one must not speak for this run
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number | null>}
 */
async function run(args, report, env) {
  rmSync(report, { force: true })
  const { code, signal } = await runChild(process.execPath, args, { cwd: root, env })
  // The user has stopped it: what comes next is not wanted either.
  if (signal === 'SIGINT' || code === 130) process.exit(130)
  return code
}

function playwrightPath() {
  return at('node_modules', 'playwright', 'cli.js')
}
