import { AppError } from '../../shared/errors.ts'
import type { Message } from '../../shared/rpc/messages.ts'
import type { Transport } from '../../shared/rpc/transport.ts'
import type { Shell } from './shell.ts'

const TOKEN_KEY = 'rbd-studio.token'

/** Browser mode: a socket of the page's own origin, opened with the token that came in the address. */
export function websocketShell(page: Window): Shell {
  const token = takeToken(page)
  let refusal: AppError | null = null
  return {
    open() {
      if (refusal !== null) return Promise.reject(refusal)
      return openSocket(socketAddress(page.location), token, (code) => {
        if (code === BAD_TOKEN) refusal = expired()
      })
    },
    pathForFile: () => null,
  }
}

/** The server's way of saying that the token is not its own: it was started anew. Trying again would not help. */
const BAD_TOKEN = 4401

function expired(): AppError {
  return new AppError('E_CONNECTION_LOST', 'This address is no longer valid: RBD Studio was started anew', {
    hint: 'Open the address that RBD Studio printed when it started',
    detail: { refused: true },
  })
}

/** Moves the token from the address into the session's storage, so that it is in no history and no copied link. */
export function takeToken(page: Pick<Window, 'location' | 'sessionStorage' | 'history'>): string {
  const fromAddress = new URLSearchParams(page.location.hash.slice(1)).get('token')
  if (fromAddress !== null) {
    page.sessionStorage.setItem(TOKEN_KEY, fromAddress)
    page.history.replaceState(null, '', page.location.pathname + page.location.search)
  }
  return fromAddress ?? page.sessionStorage.getItem(TOKEN_KEY) ?? ''
}

/** `ws://HOST/ws` of the same origin. */
export function socketAddress(location: Pick<Location, 'protocol' | 'host'>): string {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`
}

function openSocket(address: string, token: string, onCode: (code: number) => void): Promise<Transport> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(address)
    let isOpen = false
    socket.onopen = () => {
      isOpen = true
      socket.send(JSON.stringify({ token }))
      resolve(overSocket(socket, onCode))
    }
    socket.onclose = () => {
      if (!isOpen) reject(new AppError('E_CONNECTION_LOST', 'RBD Studio does not answer at this address'))
    }
  })
}

function overSocket(socket: WebSocket, onCode: (code: number) => void): Transport {
  return {
    send(message) {
      // A closed socket drops what is sent; the close itself rejects the call.
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message))
    },
    onMessage(listener) {
      socket.onmessage = ({ data }: MessageEvent<unknown>) => {
        if (typeof data === 'string') listener(JSON.parse(data) as Message)
      }
    },
    onClose(listener) {
      socket.onclose = ({ code }) => {
        onCode(code)
        listener()
      }
      if (socket.readyState >= WebSocket.CLOSING) listener()
    },
  }
}
