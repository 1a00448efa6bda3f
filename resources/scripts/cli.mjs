// @ts-check
/**
 * `npm run -s cli -- ARGS`: the command line, from a checkout. Its standard output is the command's alone; paths are meant from
 * the folder the user is in.
 */
import { buildOrExit } from './lib/buildOrExit.mjs'
import { at, userFolder } from './lib/paths.mjs'
import { exitLike, runChild } from './lib/process.mjs'

await buildOrExit({ isSilent: true })
const args = [at('dist', 'cli.js'), ...process.argv.slice(2)]
exitLike(await runChild(process.execPath, args, { cwd: userFolder(process.env, process.cwd()) }))
