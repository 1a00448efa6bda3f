// @ts-check
/**
 * `npm test [-- ARGS]` and `npm run test:long`: builds, runs vitest and Playwright, and ends with the one line
 * `N passed, N failed, N skipped`. See lib/testPlan.mjs for what the arguments pick.
 */
import { randomInt } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { build } from './lib/build.mjs'
import { lastLine, oneFailure, sum } from './lib/counts.mjs'
import { at, root } from './lib/paths.mjs'
import { getRbd } from './lib/rbd.mjs'
import { failures, runPlaywright, runVitest } from './lib/stages.mjs'
import { stageTable } from './lib/stageTable.mjs'
import { planTests } from './lib/testPlan.mjs'

/** @typedef {import('./lib/counts.mjs').Counts} Counts */

const plan = planTests(process.argv.slice(2))
const seed = process.env.RBD_STUDIO_SEED ?? String(randomInt(2 ** 31 - 1))
const env = { ...process.env, RBD_STUDIO_SEED: seed, RBD_STUDIO_RUNS_SCALE: process.env.RBD_STUDIO_RUNS_SCALE ?? '0.1' }

/** @type {import('./lib/stageTable.mjs').Stage[]} */
const stages = []

/**
 * Runs one stage; whatever is thrown counts as one failure, so that the last line is always told.
 * @param {string} name
 * @param {() => Promise<Counts | undefined>} work
 * @returns {Promise<Counts | undefined>}
 */
async function stage(name, work) {
  const startedMs = performance.now()
  /** @type {Counts | undefined} */
  let counts
  try {
    counts = await work()
  } catch (error) {
    console.error(`${name} failed: ${error instanceof Error ? error.message : String(error)}`)
    counts = oneFailure
  }
  stages.push({ name, elapsedMs: performance.now() - startedMs, ...(counts === undefined ? {} : { counts }) })
  return counts
}

/** @type {string | undefined} */
let lacks
/** @type {string | undefined} */
let lacksRbd
mkdirSync(at('test-results'), { recursive: true })
const buildFailure = await stage('build', async () => void (await build(root)))
const { unit, e2e } = plan
if (buildFailure === undefined && unit !== undefined) {
  console.error(`Properties: seed ${seed} (RBD_STUDIO_SEED=${seed} repeats it), scale ${env.RBD_STUDIO_RUNS_SCALE}`)
  // .ci/run asks for this; on somebody's own machine nothing is installed behind his back.
  if (process.env.RBD_STUDIO_RBD === 'install') await stage('rbd', async () => void (lacksRbd = await getRbd()))
  await stage('unit', () => runVitest(unit, env))
}
if (buildFailure === undefined && e2e !== undefined) {
  await stage('end to end', async () => {
    const result = await runPlaywright(e2e, env)
    lacks = result.lacks
    return result
  })
}

const total = sum(stages.flatMap(({ counts }) => (counts === undefined ? [] : [counts])))
console.log(`\n${stageTable(stages)}\n`)
if (lacks !== undefined) console.log(lacks)
if (lacksRbd !== undefined) console.log(lacksRbd)
// .ci/run asks for this: there a Chromium that could not be had is a fault, not an excuse.
if (total.failed > 0 || (lacks !== undefined && process.env.RBD_STUDIO_E2E === 'required')) process.exitCode = 1
const lines = [...failures, lastLine(total)].join('\n')
writeFileSync(at('test-results', 'last-lines.txt'), `${lines}\n`)
console.log(lines)
