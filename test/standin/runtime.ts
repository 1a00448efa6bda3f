import type { Cdp } from './cdp.ts'
import type { EntryPoint } from './entryPoint.ts'
import type { WorkDir } from './workDir.ts'

/** Version of Electron the stand-in speaks for; the one in package.json. */
export const electronVersion = '45.4.1'

/** What `main.ts` knows and the emulated modules need. */
interface Runtime {
  entry: EntryPoint | undefined
  workDir: WorkDir | undefined
  browser: Cdp | undefined
  /** Chromium runs and the entry module has been evaluated. */
  ready: boolean
}

/** The process's one state; written by `main.ts` alone. */
export const runtime: Runtime = { entry: undefined, workDir: undefined, browser: undefined, ready: false }

/** The connection to Chromium, for code that runs after `ready`. */
export function browser(): Cdp {
  if (!runtime.browser) throw new Error('stand-in: Chromium has not started yet')
  return runtime.browser
}

/** Writes one line where the developer of a failing test sees it. */
export function complain(text: string): void {
  process.stderr.write(`stand-in: ${text}\n`)
}
