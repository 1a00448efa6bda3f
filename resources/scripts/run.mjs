#!/usr/bin/env node
// @ts-check
/**
 * The one entry of every npm script: `node resources/scripts/run.mjs VERB [ARGS]`.
 *
 * It runs on any Node from 20.19 on, installs the packages when they are missing or out of date, then starts the verb's own
 * script with Node 24: the one that came with the packages, else the one it runs on itself.
 */
import { chooseNode, meets } from './lib/node.mjs'
import { binFolder, root, script } from './lib/paths.mjs'
import { exitLike, runChild, withFirstInPath } from './lib/process.mjs'
import { setUp } from './lib/setUp.mjs'

/** Each verb and its script; `set-up` alone needs none. */
const verbs = new Map([
  ['set-up', undefined],
  ['start', 'start.mjs'],
  ['build', 'build.mjs'],
  ['test', 'test.mjs'],
  ['test:long', 'test.mjs'],
  ['test:ceph', 'testCeph.mjs'],
  ['cli', 'cli.mjs'],
  ['check', 'check.mjs'],
  ['lint', 'lint.mjs'],
  ['format', 'format.mjs'],
  ['bench', 'bench.mjs'],
  ['bench:ui', 'benchUi.mjs'],
  ['bench:ceph', 'benchCeph.mjs'],
  ['fuzz', 'fuzz.mjs'],
  ['screenshots', 'screenshots.mjs'],
])

/**
 * Ends with one line that says what is wrong.
 * @param {string} sentence
 * @returns {never}
 */
function refuse(sentence) {
  console.error(sentence)
  process.exit(1)
}

const [verb = '', ...args] = process.argv.slice(2)
if (!verbs.has(verb)) refuse(`Usage: node resources/scripts/run.mjs ${[...verbs.keys()].join('|')} [ARGS]`)
if (!meets(process.version, 20, 19))
  refuse(`Node 20.19 or newer is needed (found ${process.version}); install it from nodejs.org`)

if (!(await setUp(root))) process.exit(1)
const chosen = chooseNode(root, process)
if ('refusal' in chosen) refuse(chosen.refusal)

const file = verbs.get(verb)
if (file !== undefined) {
  const env = withFirstInPath(process.env, binFolder)
  if (verb === 'test:long') env.RBD_STUDIO_RUNS_SCALE ??= '1'
  exitLike(await runChild(chosen.path, [script(file), ...args], { env }))
}
