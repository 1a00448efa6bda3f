// @ts-check
/** `npm run bench:ceph [-- ARGS]`: measures what is done with live images, beside the real rbd on a real cluster. */
import { buildOrExit } from './lib/buildOrExit.mjs'
import { getCeph } from './lib/ceph.mjs'
import { at, root } from './lib/paths.mjs'
import { exitLike, runChild } from './lib/process.mjs'

await buildOrExit()
const lacks = await getCeph()
if (lacks === undefined) {
  exitLike(
    await runChild(process.execPath, [at('test', 'bench', 'ceph', 'index.ts'), ...process.argv.slice(2)], {
      cwd: root,
    }),
  )
} else {
  console.error(lacks)
  process.exitCode = 1
}
