// @ts-check
/** `npm run bench [-- ARGS]`: measures throughput. The benches run the sources, but their workers and the command line are dist/'s. */
import { buildOrExit } from './lib/buildOrExit.mjs'
import { at, root } from './lib/paths.mjs'
import { exitLike, runChild } from './lib/process.mjs'

await buildOrExit()
exitLike(await runChild(process.execPath, [at('test', 'bench', 'index.ts'), ...process.argv.slice(2)], { cwd: root }))
