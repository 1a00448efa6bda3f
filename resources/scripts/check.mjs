// @ts-check
/** `npm run check`: the type check of every layer, and of these scripts and the tool configuration. */
import { at, root } from './lib/paths.mjs'
import { exitLike, runChild } from './lib/process.mjs'

const args = [at('node_modules', 'typescript', 'bin', 'tsc'), '-b', '.', 'resources/scripts', ...process.argv.slice(2)]
exitLike(await runChild(process.execPath, args, { cwd: root }))
