import type { Message } from '../../shared/rpc/messages.ts'
import type { Shell } from './shell.ts'

/** What the preload script puts into the page: one channel, and the path of a dropped file. */
export interface Bridge {
  send(message: Message): void
  onMessage(listener: (message: Message) => void): void
  pathForFile(file: File): string
}

/** The desktop shell: messages go through the preload's bridge, which lives as long as the page. */
export function electronShell(bridge: Bridge): Shell {
  return {
    open: () =>
      Promise.resolve({
        send: (message: Message) => bridge.send(message),
        onMessage: (listener: (message: Message) => void) => bridge.onMessage(listener),
        // The host lives as long as the page: there is no closing to tell of.
        onClose: () => undefined,
      }),
    pathForFile(file) {
      const path = bridge.pathForFile(file)
      return path === '' ? null : path
    },
  }
}
