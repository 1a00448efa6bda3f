// @ts-check
/** `npm run fuzz [-- TARGET...] [-- --seconds N] [--seed N]`: gives every decoder changed input; see test/fuzz/index.ts. */
import { at, root } from './lib/paths.mjs'
import { exitLike, runChild } from './lib/process.mjs'

exitLike(await runChild(process.execPath, [at('test', 'fuzz', 'index.ts'), ...process.argv.slice(2)], { cwd: root }))
