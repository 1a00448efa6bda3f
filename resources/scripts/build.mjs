// @ts-check
/** `npm run build [-- --force]`: brings dist/ up to date. */
import { buildOrExit } from './lib/buildOrExit.mjs'

const hasBuilt = await buildOrExit({ isForced: process.argv.includes('--force') })
if (!hasBuilt) console.error('dist/ is up to date.')
