// @ts-check
/** `npm run lint`: every linter, also after one has found something. */
import { linters } from './lib/linters.mjs'
import { root } from './lib/paths.mjs'
import { runChild } from './lib/process.mjs'

for (const [command, ...args] of linters()) {
  const { code } = await runChild(command, args, { cwd: root })
  if (code !== 0) process.exitCode = 1
}
