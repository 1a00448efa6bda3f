// @ts-check
/** `npm run screenshots [-- ARGS]`: takes the pictures of docs/screenshots anew. */
import { buildOrExit } from './lib/buildOrExit.mjs'
import { runPlaywright } from './lib/stages.mjs'

await buildOrExit()
const { failed, lacks } = await runPlaywright(process.argv.slice(2), { ...process.env, RBD_STUDIO_SCREENSHOTS: '1' })
if (lacks !== undefined) console.error(lacks)
if (failed > 0 || lacks !== undefined) process.exitCode = 1
