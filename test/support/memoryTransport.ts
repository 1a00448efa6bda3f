import type { Message } from '../../shared/rpc/messages.ts'
import type { Transport } from '../../shared/rpc/transport.ts'

/** Both ends of a transport that stays in memory, and what cuts it. */
export interface MemoryPair {
  readonly server: Transport
  readonly client: Transport
  close(): void
}

/** A pair of transports. Messages are cloned as JSON, as a socket would, and arrive in order in a later microtask. */
export function memoryPair(): MemoryPair {
  let open = true
  const closers: (() => void)[] = []

  function end(): {
    readonly transport: Transport
    receive(message: Message): void
    link(to: (m: Message) => void): void
  } {
    let listener: (message: Message) => void = () => {}
    let deliver: (message: Message) => void = () => {}
    return {
      transport: {
        send(message) {
          const copy = JSON.parse(JSON.stringify(message)) as Message
          queueMicrotask(() => {
            if (open) deliver(copy)
          })
        },
        onMessage(set) {
          listener = set
        },
        onClose(closer) {
          closers.push(closer)
        },
      },
      receive: (message) => listener(message),
      link(to) {
        deliver = to
      },
    }
  }

  const server = end()
  const client = end()
  server.link((message) => client.receive(message))
  client.link((message) => server.receive(message))
  return {
    server: server.transport,
    client: client.transport,
    close() {
      if (!open) return
      open = false
      for (const closer of closers) closer()
    },
  }
}
