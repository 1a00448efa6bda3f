// Entry of the stand-in for the Electron executable; started by bin/electron. See README.md.
import inspector from 'node:inspector'
import { createRequire, registerHooks } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { allSwitches, app, becomeReady } from './app.ts'
import { parseArgv } from './argv.ts'
import { startChromium } from './chromium.ts'
import { findEntryPoint } from './entryPoint.ts'
import { refusePopups } from './page.ts'
import { complain, electronVersion, runtime } from './runtime.ts'
import { createWorkDir } from './workDir.ts'

const args = process.argv.slice(2)
const line = parseArgv(args)

if (line.wantsVersion) {
  process.stdout.write(`v${electronVersion}\n`)
} else {
  try {
    await run()
  } catch (error) {
    const { message, stack = message } = error instanceof Error ? error : new Error(String(error))
    // Errors of the stand-in's own say what to do; those of the app need their stack.
    if (message.startsWith('stand-in: ')) process.stderr.write(`${message}\n`)
    else complain(stack)
    process.exit(1)
  }
}

/**
 * Starts as Electron does: modules of `-r`, then the app's entry module, then the browser, then `ready`.
 *
 * So an entry module that waits for `ready` at its top level waits for ever, here as there.
 */
async function run(): Promise<void> {
  const entry = findEntryPoint(line.appPath)
  const workDir = createWorkDir()
  runtime.entry = entry
  runtime.workDir = workDir
  app.setName(entry.name)
  for (const [name, value] of line.switches) app.commandLine.appendSwitch(name, value)
  const userData = line.switches.get('user-data-dir')
  if (userData) app.setPath('userData', path.resolve(userData))

  pretendToBeElectron()
  quitOnSignals()
  if (line.inspectPort !== null) inspector.open(line.inspectPort, '127.0.0.1')
  const require = createRequire(path.join(process.cwd(), 'standin'))
  for (const name of line.requires) require(name)
  await import(pathToFileURL(entry.mainFile).href)

  const chromium = await startChromium(workDir, app.commandLine[allSwitches]())
  void chromium.cdp.closed.then(() => {
    complain('Chromium has ended')
    process.exit(1)
  })
  runtime.browser = chromium.cdp
  Object.assign(process.versions, { chrome: chromium.version })
  await chromium.cdp.send('Target.setDiscoverTargets', { discover: true })
  refusePopups()
  // Whoever drives the stand-in waits for this very line, and connects to Chromium as well.
  process.stderr.write(`\nDevTools listening on ${chromium.url}\n`)
  app[becomeReady]()
}

/** Makes the process look like Electron's main process to the app. */
function pretendToBeElectron(): void {
  // The original cannot be changed.
  const versions = { ...process.versions, electron: electronVersion }
  Object.defineProperty(process, 'versions', { value: versions, enumerable: true })
  Object.assign(process, {
    type: 'browser',
    defaultApp: true,
    resourcesPath: path.join(import.meta.dirname, 'resources'),
  })
  process.argv = [process.argv[1] ?? '', ...args]
  const electron = new URL('./electron.ts', import.meta.url).href
  registerHooks({
    resolve: (specifier, context, next) =>
      /^electron(\/(main|common))?$/.test(specifier)
        ? { url: electron, format: 'module-typescript', shortCircuit: true }
        : next(specifier, context),
  })
}

/** Signals ask the app to quit, which it may refuse; before it is ready there is nobody to ask. */
function quitOnSignals(): void {
  const quit = () => {
    if (runtime.ready) app.quit()
    else process.exit(1)
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, quit)
  // Started by way of another Node, which has been killed: see bin/electron.
  process.on('disconnect', () => process.exit(1))
  process.channel?.unref()
}
