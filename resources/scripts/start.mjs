// @ts-check
/** `npm start [-- --desktop|--browser] [ARGS]`: builds, then opens RBD Studio in the shell this machine allows. */
import { buildOrExit } from './lib/buildOrExit.mjs'
import { at, root, userFolder } from './lib/paths.mjs'
import { exitLike, runChild } from './lib/process.mjs'
import { chooseShell, findElectron, hasDisplay } from './lib/shell.mjs'

const { env, platform } = process
const electron = findElectron(root, env, platform)
const choice = chooseShell(process.argv.slice(2), { electron, hasDisplay: hasDisplay(env, platform) })
if ('refusal' in choice) {
  console.error(choice.refusal)
  process.exit(1)
}

await buildOrExit()
if (choice.note !== undefined) console.error(choice.note)
const cwd = userFolder(env, process.cwd())
if (choice.shell === 'desktop' && electron !== undefined) {
  // Chromium refuses to run its sandbox as root.
  const rootArgs = platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []
  exitLike(await runChild(electron, [...rootArgs, root, ...choice.args], { cwd }))
} else {
  exitLike(await runChild(process.execPath, [at('dist', 'web.js'), ...choice.args], { cwd }))
}
