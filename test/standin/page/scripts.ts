import { createWireCodec } from '../wire.ts'
import { createBridge } from './bridge.ts'
import { holdFileEvents } from './heldFiles.ts'
import { isolatedWorld } from './isolatedWorld.ts'
import { mainWorld } from './mainWorld.ts'
import type { PreloadInfo } from './messages.ts'

/** Name of the preload's world: the one Chromium shows in its developer tools for Electron. */
export const isolatedWorldName = 'Electron Isolated Context'

/** A preload runs in the main frame only; so do its helpers. */
const inMainFrame = 'if (window.parent === window)'

/** What a preload bundle, as the body of a function, is given. */
export const preloadParameters = ['exports', 'require', 'module', 'process', 'global'] as const

/** The text of a function that stands alone. Types are gone from it: Node has blanked them out. */
const textOf = (standalone: (...args: never[]) => unknown) => String(standalone)

/** The script for the page's own world. `key` is a secret shared with the other script. */
export function mainWorldScript(key: string): string {
  return `${inMainFrame} { (${textOf(mainWorld)})((${textOf(createBridge)})(${JSON.stringify(key)}, 'page')) }`
}

/**
 * The script for the preload's world: the helpers, then the preload bundle as a CommonJS module.
 *
 * The bundle is part of the text instead of being evaluated by it: the page's CSP forbids evaluation.
 */
export function isolatedWorldScript(key: string, info: PreloadInfo, preload: { path: string; source: string }): string {
  return `${inMainFrame} {
  const { require, process, reportError } = (${textOf(isolatedWorld)})(
    (${textOf(createBridge)})(${JSON.stringify(key)}, 'preload'),
    (${textOf(createWireCodec)})((bytes) => bytes.toBase64(), (text) => Uint8Array.fromBase64(text)),
    ${JSON.stringify(info)},
    ${textOf(holdFileEvents)},
  );
  const module = { exports: {} };
  try {
    (function (${preloadParameters.join()}) {${preload.source}
    }).call(module.exports, module.exports, require, module, process, globalThis);
  } catch (error) {
    reportError(error);
  }
}
//# sourceURL=${preload.path}`
}
