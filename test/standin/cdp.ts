import { EventEmitter } from 'node:events'
import type { Protocol } from '../../node_modules/playwright-core/types/protocol.d.ts'

export type { Protocol }

type Commands = Protocol.CommandParameters
type Results = Protocol.CommandReturnValues
type Events = Protocol.Events

interface Answer {
  readonly id?: number
  readonly sessionId?: string
  readonly method?: string
  readonly params?: unknown
  readonly result?: unknown
  readonly error?: { readonly code: number; readonly message: string }
}

interface Waiting {
  readonly method: string
  readonly resolve: (result: never) => void
  readonly reject: (error: Error) => void
}

/** Raised for a command that Chromium refused, and for all that are pending when the connection ends. */
export class CdpError extends Error {
  override readonly name = 'CdpError'
}

/**
 * A client of the Chrome DevTools Protocol: one WebSocket to the browser, flat sessions for its targets.
 *
 * Other clients, such as Playwright, may be connected to the same browser at the same time.
 */
export class Cdp {
  /** Resolves when the connection has ended, for whatever reason. */
  readonly closed: Promise<void>
  readonly #socket: WebSocket
  readonly #waiting = new Map<number, Waiting>()
  readonly #events = new EventEmitter()
  #lastId = 0

  private constructor(socket: WebSocket) {
    this.#socket = socket
    this.#events.setMaxListeners(0)
    socket.addEventListener('message', (event) => this.#receive(JSON.parse(String(event.data)) as Answer))
    this.closed = new Promise((resolve) => {
      socket.addEventListener('close', () => {
        for (const { method, reject } of this.#waiting.values()) reject(new CdpError(`${method}: connection closed`))
        this.#waiting.clear()
        resolve()
      })
    })
  }

  /** Connects to the address that Chromium printed as `DevTools listening on`. */
  static async connect(url: string): Promise<Cdp> {
    const socket = new WebSocket(url)
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener('open', () => resolve(), { once: true })
      socket.addEventListener('error', () => reject(new CdpError(`${url} refused the connection`)), { once: true })
    })
    return new Cdp(socket)
  }

  /**
   * Sends one command, to the browser itself or to a session.
   * @throws CdpError naming the command.
   */
  send<M extends keyof Commands>(method: M, params: Commands[M], sessionId?: string): Promise<Results[M]> {
    const id = ++this.#lastId
    if (this.#socket.readyState !== WebSocket.OPEN) {
      return Promise.reject(new CdpError(`${method}: connection closed`))
    }
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { method, resolve, reject })
      this.#socket.send(JSON.stringify({ id, method, params, sessionId }))
    })
  }

  /** Listens to an event of the browser itself, or of one session. */
  on<E extends keyof Events>(event: E, listener: (params: Events[E]) => void, sessionId = ''): void {
    this.#events.on(`${sessionId}:${event}`, listener)
  }

  /** Attaches to a target; the session's events arrive from now on. */
  async attach(targetId: string): Promise<CdpSession> {
    const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true })
    return new CdpSession(this, sessionId)
  }

  #receive(message: Answer): void {
    if (message.id === undefined) {
      this.#events.emit(`${message.sessionId ?? ''}:${message.method ?? ''}`, message.params)
      return
    }
    const waiting = this.#waiting.get(message.id)
    this.#waiting.delete(message.id)
    if (message.error) waiting?.reject(new CdpError(`${waiting.method}: ${message.error.message}`))
    else waiting?.resolve(message.result as never)
  }
}

/** One attached target, a page in our case. */
export class CdpSession {
  readonly #cdp: Cdp
  readonly #id: string

  constructor(cdp: Cdp, id: string) {
    this.#cdp = cdp
    this.#id = id
  }

  /**
   * Sends one command to the target.
   * @throws CdpError naming the command.
   */
  send<M extends keyof Commands>(method: M, params: Commands[M]): Promise<Results[M]> {
    return this.#cdp.send(method, params, this.#id)
  }

  /** Listens to an event of the target. */
  on<E extends keyof Events>(event: E, listener: (params: Events[E]) => void): void {
    this.#cdp.on(event, listener, this.#id)
  }
}
