/** Puts `killingFs.ts` in the place of the engine's door to the file system. For `node --import`. */
import { registerHooks } from 'node:module'

const DOOR = new URL('../../electron/engine/io/fs.ts', import.meta.url).href
const KILLING = new URL('./killingFs.ts', import.meta.url).href

registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context)
    return found.url === DOOR && context.parentURL !== KILLING ? { ...found, url: KILLING } : found
  },
})
