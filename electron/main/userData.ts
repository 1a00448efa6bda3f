import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { App } from './electron.ts'

/** The two of the program's folders that Electron writes to. */
export interface Folders {
  readonly configFolder: string
  readonly cacheFolder: string
}

/**
 * Puts Electron's own data where the rest of the program's is: its user data (and the lock of the single instance) with the
 * settings, Chromium's profile and crash reports under the cache. Before Electron is ready, and before that lock is asked for.
 */
export function placeUserData(app: Pick<App, 'setPath'>, { configFolder, cacheFolder }: Folders): void {
  const profile = join(cacheFolder, 'chromium')
  const crashes = join(cacheFolder, 'crashes')
  // Electron refuses a folder that does not exist.
  for (const folder of [configFolder, profile, crashes]) mkdirSync(folder, { recursive: true, mode: 0o700 })
  app.setPath('userData', configFolder)
  app.setPath('sessionData', profile)
  app.setPath('crashDumps', crashes)
}
