import type { Message } from './messages.ts'

/** A way for messages to go both ways; each shell has a thin one. `onMessage` and `onClose` are set once, before the first send. */
export interface Transport {
  send(message: Message): void
  onMessage(listener: (message: Message) => void): void
  onClose(listener: () => void): void
}
