import { WebSocket } from 'ws'
import type { Message } from '../../shared/rpc/messages.ts'
import type { Transport } from '../../shared/rpc/transport.ts'

/** A transport over one end of an open socket: one JSON text a message. */
export function webSocketTransport(socket: WebSocket): Transport {
  return {
    send(message) {
      const text = JSON.stringify(message)
      if (socket.readyState === WebSocket.OPEN) socket.send(text)
    },
    onMessage(listener) {
      socket.on('message', (data) => listener(JSON.parse((data as Buffer).toString()) as Message))
    },
    onClose(listener) {
      socket.on('close', listener)
    },
  }
}
