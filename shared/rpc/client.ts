import type { CallTable, EventTable, Input, Output, Payload } from '../contract.ts'
import { AppError, fromWire } from '../errors.ts'
import type { Message } from './messages.ts'
import type { Transport } from './transport.ts'

export interface ConnectOptions {
  /** Parse outputs and events, too: for development and tests. An event that is not as agreed throws. */
  readonly checkOutput?: boolean
}

/** One end of a transport that makes calls and gets events. */
export interface Client<T extends CallTable, E extends EventTable> {
  /**
   * Makes a call. There is no timeout. An abort of `signal` asks the other end to stop; the promise then settles with what it
   * answers, so that a cancelled call has ended on both sides.
   *
   * @throws AppError — the other end's; `E_CANCELLED` when the signal is aborted before; `E_CONNECTION_LOST` when the
   * transport closes first.
   */
  call<K extends keyof T & string>(
    name: K,
    input: Input<T, K>,
    options?: { readonly signal?: AbortSignal },
  ): Promise<Output<T, K>>
  /** Listens to an event; returns what ends it. */
  on<K extends keyof E & string>(name: K, listener: (payload: Payload<E, K>) => void): () => void
  /** Resolves, and never rejects, when the transport has closed. */
  readonly closed: Promise<void>
}

interface Pending {
  readonly name: string
  readonly resolve: (output: unknown) => void
  readonly reject: (error: AppError) => void
}

function lost(name: string): AppError {
  return new AppError('E_CONNECTION_LOST', `${name} was not answered: the connection is lost`)
}

/**
 * Connects to whatever serves `table` at the other end of a transport. `hello`, where it is asked for, is the caller's business. Without the tables
 * nothing can be checked, and every event is handed on: so the window does without the schemas.
 */
export function connect<T extends CallTable, E extends EventTable>(
  transport: Transport,
  table: T | null,
  eventTable: E | null,
  options: ConnectOptions = {},
): Client<T, E> {
  const pending = new Map<number, Pending>()
  const listeners = new Map<string, Set<(payload: unknown) => void>>()
  let open = true
  let lastId = 0
  let markClosed = (): void => {}
  const closed = new Promise<void>((resolve) => {
    markClosed = resolve
  })

  function settle(message: Message & { t: 'ok' | 'err' }): void {
    const call = pending.get(message.id)
    if (call === undefined) return
    pending.delete(message.id)
    if (message.t === 'err') {
      call.reject(fromWire(message.error))
      return
    }
    const checked = options.checkOutput === true ? table?.[call.name]?.output.safeParse(message.output) : undefined
    if (checked?.success === false) {
      call.reject(
        new AppError('E_INTERNAL', `the answer to ${call.name} is not as agreed: ${checked.error.issues[0]?.message}`),
      )
      return
    }
    call.resolve(message.output)
  }

  transport.onMessage((message: Message) => {
    if (!open) return
    if (message.t === 'ok' || message.t === 'err') {
      settle(message)
    } else if (message.t === 'event' && (eventTable === null || Object.hasOwn(eventTable, message.name))) {
      if (options.checkOutput === true) eventTable?.[message.name]?.parse(message.payload)
      for (const listener of listeners.get(message.name) ?? []) listener(message.payload)
    }
  })

  transport.onClose(() => {
    open = false
    const calls = [...pending.values()]
    pending.clear()
    for (const call of calls) call.reject(lost(call.name))
    markClosed()
  })

  async function makeCall(name: string, input: unknown, signal: AbortSignal | undefined): Promise<unknown> {
    if (signal?.aborted === true) throw new AppError('E_CANCELLED', 'cancelled')
    if (!open) throw lost(name)
    const id = ++lastId
    const cancel = (): void => {
      if (pending.has(id)) transport.send({ t: 'cancel', id })
    }
    try {
      return await new Promise<unknown>((resolve, reject) => {
        pending.set(id, { name, resolve, reject })
        signal?.addEventListener('abort', cancel, { once: true })
        transport.send({ t: 'call', id, name, input })
      })
    } finally {
      pending.delete(id)
      signal?.removeEventListener('abort', cancel)
    }
  }

  return {
    closed,
    call: (name, input, callOptions) => makeCall(name, input, callOptions?.signal) as Promise<never>,
    on(name, listener) {
      const set = listeners.get(name) ?? new Set()
      listeners.set(name, set)
      // A wrapper of its own, so that one function listening twice is two listeners.
      const wrapper = (payload: unknown): void => listener(payload as Payload<E, typeof name>)
      set.add(wrapper)
      return () => {
        set.delete(wrapper)
      }
    },
  }
}
