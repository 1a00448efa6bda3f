import type { RawData, WebSocket } from 'ws'
import type { Message } from '../../shared/rpc/messages.ts'
import type { Transport } from '../../shared/rpc/transport.ts'
import { isToken } from './token.ts'

/** The longest message a page may send. */
export const MAX_MESSAGE_BYTES = 1024 * 1024
/** Answers waiting for a slow page: from here on nothing more is read from it… */
const PAUSE_BYTES = 4 * 1024 * 1024
/** …and from here on it is given up: it does not read at all, and jobs go on sending events. */
const GIVE_UP_BYTES = 64 * 1024 * 1024

/** Why a socket was closed by us, beside the protocol's own codes. */
export const CLOSE_CODES = { badMessage: 4400, badToken: 4401, late: 4408, notReading: 4413, ending: 1001 } as const

export interface SocketOptions {
  readonly token: string
  /** Told once, when the token was right; the transport's first message comes after it returns. */
  readonly onTransport: (transport: Transport) => void
  /** How long the token may take. */
  readonly tokenMs?: number
}

/**
 * Runs one socket: its first message must be `{ "token": "…" }`, all that follow are messages of the contract, one JSON text
 * each. Nothing is read as a message, and nothing sent, before the token was right.
 */
export function runSocket(socket: WebSocket, { token, onTransport, tokenMs = 10_000 }: SocketOptions): void {
  const late = setTimeout(() => socket.close(CLOSE_CODES.late, 'No token'), tokenMs)
  // What `ws` reports here (a message too long, a broken frame) it also closes the socket for.
  socket.on('error', () => undefined)
  socket.once('close', () => clearTimeout(late))
  socket.once('message', (data, isBinary) => {
    clearTimeout(late)
    const first = isBinary ? null : parseJson(data)
    if (!isRecord(first) || !isToken(first.token, token)) {
      socket.close(CLOSE_CODES.badToken, 'Wrong token')
      return
    }
    onTransport(socketTransport(socket))
  })
}

/** The transport over a socket that has shown its token. */
function socketTransport(socket: WebSocket): Transport {
  function afterSend() {
    if (socket.isPaused && socket.bufferedAmount < PAUSE_BYTES) socket.resume()
  }
  return {
    send(message) {
      if (socket.readyState !== socket.OPEN) return
      socket.send(JSON.stringify(message), afterSend)
      if (socket.bufferedAmount > GIVE_UP_BYTES) socket.terminate()
      else if (socket.bufferedAmount > PAUSE_BYTES) socket.pause()
    },
    onMessage(listener) {
      socket.on('message', (data, isBinary) => {
        const message = isBinary ? null : parseJson(data)
        if (isRecord(message)) listener(message as unknown as Message)
        else socket.close(CLOSE_CODES.badMessage, 'Not a message')
      })
    },
    onClose(listener) {
      if (socket.readyState === socket.CLOSED) listener()
      else socket.once('close', listener)
    },
  }
}

function parseJson(data: RawData): unknown {
  try {
    // One Buffer, as `ws` delivers messages unless told otherwise.
    return JSON.parse((data as Buffer).toString())
  } catch {
    return null
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
