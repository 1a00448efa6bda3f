// @ts-check
/**
 * `npm run test:ceph [-- ARGS]`: the tests on a real cluster, which is started for them, and the end-to-end tests of the window on one. Ends with the
 * one line `N passed, N failed, N skipped`.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { build } from './lib/build.mjs'
import { getCeph } from './lib/ceph.mjs'
import { lastLine, sum } from './lib/counts.mjs'
import { at, root } from './lib/paths.mjs'
import { listVitest, runVitest } from './lib/stages.mjs'

const args = process.argv.slice(2)
const config = ['--config', at('vitest.ceph.config.ts'), ...args]

mkdirSync(at('test-results'), { recursive: true })
await build(root)
const lacks = await getCeph()
const total = sum([lacks === undefined ? await runVitest(config, process.env) : await listVitest(config, process.env)])
if (lacks !== undefined) console.log(`${lacks} ${total.skipped} tests count as skipped.`)
// .ci/run asks for this: there a cluster that could not be had is a fault, not an excuse.
if (total.failed > 0 || (lacks !== undefined && process.env.RBD_STUDIO_CEPH === 'required')) process.exitCode = 1
writeFileSync(at('test-results', 'last-line-ceph.txt'), `${lastLine(total)}\n`)
console.log(lastLine(total))
