import { existsSync } from 'node:fs'

/** Where distributions put Chromium, in order of preference. */
const usualPaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/**
 * Finds the Chromium that shows the stand-in's windows; undefined if this machine has none.
 *
 * `RBD_STUDIO_CHROMIUM` decides if set, and must exist. The last resort is the one Playwright may have downloaded.
 */
export async function findChromium(): Promise<string | undefined> {
  const named = process.env['RBD_STUDIO_CHROMIUM']
  if (named) {
    if (!existsSync(named)) throw new Error(`RBD_STUDIO_CHROMIUM names ${named}, which does not exist`)
    return named
  }
  const usual = usualPaths.find((path) => existsSync(path))
  if (usual) return usual
  // Loaded only here: it is large, and rarely needed.
  const { chromium } = await import('playwright')
  const path = chromium.executablePath()
  return existsSync(path) ? path : undefined
}
