// @ts-check
/**
 * `npm run test:ceph [-- ARGS]`: the tests on a real cluster, which is started for them unless RBD_STUDIO_CEPH_CONF names one that runs, and the
 * end-to-end tests of the window on it. ARGS pick as those of `npm test`. Ends with the one line `N passed, N failed, N skipped`.
 */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from './lib/build.mjs'
import { getCeph } from './lib/ceph.mjs'
import { lastLine, oneFailure, sum } from './lib/counts.mjs'
import { at, root } from './lib/paths.mjs'
import { runChild } from './lib/process.mjs'
import { failures, listPlaywright, listVitest, runPlaywright, runVitest } from './lib/stages.mjs'
import { planTests } from './lib/testPlan.mjs'

/** @typedef {import('./lib/counts.mjs').Counts} Counts */

const { unit, e2e } = planTests(process.argv.slice(2))
const vitest = unit === undefined ? undefined : ['--config', at('vitest.ceph.config.ts'), ...unit]
const playwright = e2e === undefined ? undefined : ['--config', at('playwright.ceph.config.ts'), ...e2e]

mkdirSync(at('test-results'), { recursive: true })
await build(root)
const lacksCeph = await getCeph()
/** @type {string | undefined} */
let lacksChromium
const total = sum(lacksCeph === undefined ? await onCluster(run) : await list())
if (lacksCeph !== undefined) console.log(`${lacksCeph} ${total.skipped} tests count as skipped.`)
if (lacksChromium !== undefined) console.log(lacksChromium)
// .ci/run asks for this: there a cluster or a Chromium that could not be had is a fault, not an excuse.
const isFault =
  (lacksCeph !== undefined && process.env.RBD_STUDIO_CEPH === 'required') ||
  (lacksChromium !== undefined && process.env.RBD_STUDIO_E2E === 'required')
if (total.failed > 0 || isFault) process.exitCode = 1
const lines = [...failures, lastLine(total)].join('\n')
writeFileSync(at('test-results', 'last-lines-ceph.txt'), `${lines}\n`)
console.log(lines)

/**
 * Runs all that was picked, on the cluster the environment names.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<readonly Counts[]>}
 */
async function run(env) {
  const counts = []
  if (vitest !== undefined) counts.push(await runVitest(vitest, env))
  if (playwright !== undefined) {
    const { lacks, ...counted } = await runPlaywright(playwright, env)
    lacksChromium = lacks
    counts.push(counted)
  }
  return counts
}

/** @returns {Promise<readonly Counts[]>} all that was picked, as skipped */
async function list() {
  const counts = []
  if (vitest !== undefined) counts.push(await listVitest(vitest, process.env))
  if (playwright !== undefined) counts.push(await listPlaywright(playwright, process.env))
  return counts
}

/**
 * Starts a cluster for the while of `work`, and removes it; one that runs is used as it is.
 * @param {(env: NodeJS.ProcessEnv) => Promise<readonly Counts[]>} work
 * @returns {Promise<readonly Counts[]>} one failure where the cluster did not start
 */
async function onCluster(work) {
  if (process.env.RBD_STUDIO_CEPH_CONF !== undefined) return work(process.env)
  const folder = mkdtempSync(join(tmpdir(), 'rbd-studio-ceph-'))
  const command = (/** @type {readonly string[]} */ ...args) =>
    runChild(process.execPath, [at('test', 'ceph', 'cluster', 'main.ts'), ...args])
  try {
    const { code } = await command('start', folder)
    if (code !== 0) return [oneFailure]
    return await work({ ...process.env, RBD_STUDIO_CEPH_CONF: join(folder, 'ceph.conf') })
  } finally {
    await command('stop', folder, '--purge')
  }
}
