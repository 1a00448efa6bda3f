// @ts-check
/** `npm run bench:ui [-- ARGS]`: measures the window in a browser, on a library of 10,000 images; see test/bench/ui/index.ts. */
import { buildOrExit } from './lib/buildOrExit.mjs'
import { getChromium } from './lib/chromium.mjs'
import { at, root } from './lib/paths.mjs'
import { exitLike, runChild } from './lib/process.mjs'

await buildOrExit()
const chromium = await getChromium(process.env)
if ('missing' in chromium) {
  console.error(chromium.missing)
  process.exit(1)
}
const env = { ...process.env, RBD_STUDIO_CHROMIUM: chromium.path }
exitLike(
  await runChild(process.execPath, [at('test', 'bench', 'ui', 'index.ts'), ...process.argv.slice(2)], {
    cwd: root,
    env,
  }),
)
