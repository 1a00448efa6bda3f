import type { Bridge } from './electron.ts'
import { electronShell } from './electron.ts'
import type { Shell } from './shell.ts'
import { websocketShell } from './websocket.ts'

/** The shell this page runs in: the one place that asks. */
export function chooseShell(page: Window & { readonly rbdStudio?: Bridge }): Shell {
  return page.rbdStudio === undefined ? websocketShell(page) : electronShell(page.rbdStudio)
}
