// @ts-check
import { build } from './build.mjs'
import { root } from './paths.mjs'
import { secondsSince } from './process.mjs'

/**
 * Builds what the caller is about to run, or ends the process with the reason. All it says goes to the standard error output.
 * @param {{ readonly isForced?: boolean, readonly isSilent?: boolean }} [options] `isSilent`: say nothing unless it fails
 * @returns {Promise<boolean>} whether there was something to do
 */
export async function buildOrExit({ isForced = false, isSilent = false } = {}) {
  const startedMs = performance.now()
  try {
    const hasBuilt = await build(root, { isForced })
    if (hasBuilt && !isSilent) console.error(`Built dist/ in ${secondsSince(startedMs)}.`)
    return hasBuilt
  } catch (error) {
    console.error(`The build failed: ${error instanceof Error ? error.message : String(error)}`)
    process.exit(1)
  }
}
