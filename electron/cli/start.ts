import { enableCompileCache } from 'node:module'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { resolvePaths } from '../host/paths.ts'

/*
 * What is run first, and is over at once: it has the program's compiled code kept in the user's own cache folder, so that the next start need not compile
 * it again (NODE_DISABLE_COMPILE_CACHE=1 switches that off).
 */
try {
  const { platform, env } = process
  const { cacheFolder } = resolvePaths({ platform, env, home: homedir(), workingFolder: process.cwd() })
  enableCompileCache(join(cacheFolder, 'code'))
} catch {
  // No home, or no working folder any more: it starts a little slower.
}
// Beside this file, and not part of it: only what is loaded from here on is kept.
await import(new URL('program.js', import.meta.url).href)
