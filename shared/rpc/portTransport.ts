import type { Message } from './messages.ts'
import type { Transport } from './transport.ts'

/** The few members this file needs of Node's `MessagePort` and `Worker`, so that it can live without Node's types. */
export interface PortLike {
  postMessage(value: unknown): void
  on(event: string, listener: (value: unknown) => void): unknown
}

/** A transport over one end of a message port, or over a worker as its starter sees it. A port says `close`, a worker `exit`. */
export function portTransport(port: PortLike): Transport {
  return {
    send(message) {
      port.postMessage(message)
    },
    onMessage(listener) {
      port.on('message', (message) => listener(message as Message))
    },
    onClose(listener) {
      let told = false
      const tell = (): void => {
        if (!told) listener()
        told = true
      }
      port.on('close', tell)
      port.on('exit', tell)
    },
  }
}
