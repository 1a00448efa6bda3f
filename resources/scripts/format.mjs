// @ts-check
/** `npm run format`: rewrites every file in the house style. */
import { biomeFormat } from './lib/linters.mjs'
import { root } from './lib/paths.mjs'
import { exitLike, runChild } from './lib/process.mjs'

const [command, ...args] = biomeFormat('--write')
exitLike(await runChild(command, [...args, ...process.argv.slice(2)], { cwd: root }))
