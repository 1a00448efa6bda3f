import type { CallTable, EventTable, Handlers, Payload } from '../contract.ts'
import { AppError, toWire, type WireError } from '../errors.ts'
import type { Message } from './messages.ts'
import type { Transport } from './transport.ts'

export interface ServeOptions {
  /** Parse what handlers return and what is emitted, too: for development and tests. */
  readonly checkOutput?: boolean
  /** Refuse every call but `hello`, and hold back events, until a `hello` has succeeded: for transports that face a window. */
  readonly requireHello?: boolean
  /** Told of every failure that is no AppError: a programming error, answered as `E_INTERNAL`. */
  readonly onInternalError?: (name: string, error: unknown) => void
}

/** One end of a transport that answers calls. */
export interface Server<E extends EventTable> {
  /** Sends an event to the other end; dropped once the transport is closed, or while a `hello` is awaited. */
  emit<K extends keyof E & string>(name: K, payload: Payload<E, K>): void
  /** Aborts what is running and answers nothing more. The transport itself is its owner's to close. */
  close(): void
}

type AnyHandler = (input: unknown, context: { readonly signal: AbortSignal }) => Promise<unknown>

interface Issue {
  readonly path: readonly PropertyKey[]
  readonly message: string
}

function badInput(name: string, issues: readonly Issue[]): AppError {
  const issue = issues[0]
  const where = issue === undefined || issue.path.length === 0 ? 'the input' : issue.path.map(String).join('.')
  return new AppError('E_CONTRACT_BAD_INPUT', `${name}: ${where} is not as agreed: ${issue?.message ?? 'unknown'}`, {
    detail: { call: name, where },
  })
}

function isCall(message: Message): message is Message & { t: 'call' } {
  return message.t === 'call' && Number.isSafeInteger(message.id) && typeof message.name === 'string'
}

/**
 * Answers the calls of a table over a transport until it closes.
 *
 * Names are looked up as own keys only, inputs parsed, and only the parsed value passed on. Each live call has a signal that
 * a `cancel` message, {@link Server.close} or the loss of the transport aborts with `E_CANCELLED`; a call is answered when its
 * handler ends, not before. Messages that are none are ignored.
 */
export function serve<T extends CallTable, E extends EventTable>(
  transport: Transport,
  table: T,
  handlers: Handlers<T>,
  eventTable: E,
  options: ServeOptions = {},
): Server<E> {
  const live = new Map<number, AbortController>()
  let open = true
  let greeted = options.requireHello !== true

  function send(message: Message): void {
    if (open) transport.send(message)
  }

  async function run(name: string, input: unknown, signal: AbortSignal): Promise<unknown> {
    const entry = Object.hasOwn(table, name) ? table[name] : undefined
    if (entry === undefined) {
      throw new AppError('E_CONTRACT_UNKNOWN_CALL', `there is no call named '${name.slice(0, 100)}'`)
    }
    if (!greeted && name !== 'hello') {
      throw new AppError('E_CONTRACT_VERSION', `${name} came before hello`)
    }
    const parsed = entry.input.safeParse(input)
    if (!parsed.success) throw badInput(name, parsed.error.issues)
    const output = await (handlers[name] as unknown as AnyHandler)(parsed.data, { signal })
    if (options.checkOutput === true) {
      const checked = entry.output.safeParse(output)
      if (!checked.success) throw new Error(`the output of ${name} is not as agreed: ${checked.error.message}`)
    }
    if (name === 'hello') greeted = true
    return output
  }

  function failure(name: string, error: unknown, signal: AbortSignal): WireError {
    if (signal.aborted && error instanceof Error && error.name === 'AbortError') {
      return { code: 'E_CANCELLED', message: 'cancelled' }
    }
    if (!(error instanceof AppError)) options.onInternalError?.(name, error)
    return toWire(error)
  }

  async function answer(id: number, name: string, input: unknown): Promise<void> {
    if (live.has(id)) {
      send({ t: 'err', id, error: { code: 'E_CONTRACT_BAD_INPUT', message: `call ${id} is already running` } })
      return
    }
    const controller = new AbortController()
    live.set(id, controller)
    try {
      const output = await run(name, input, controller.signal)
      live.delete(id)
      // A transport throws on what it cannot carry: a function among the output, say.
      send({ t: 'ok', id, output })
    } catch (error) {
      live.delete(id)
      send({ t: 'err', id, error: failure(name, error, controller.signal) })
    }
  }

  function stop(): void {
    open = false
    for (const controller of live.values()) controller.abort(new AppError('E_CANCELLED', 'the caller went away'))
    live.clear()
  }

  transport.onMessage((message: Message) => {
    if (!open || typeof message !== 'object' || message === null) return
    if (isCall(message)) {
      void answer(message.id, message.name, message.input)
    } else if (message.t === 'cancel') {
      live.get(message.id)?.abort(new AppError('E_CANCELLED', 'cancelled'))
    }
  })
  transport.onClose(stop)

  return {
    emit(name, payload) {
      if (!greeted) return
      if (options.checkOutput === true) eventTable[name]?.parse(payload)
      send({ t: 'event', name, payload })
    },
    close: stop,
  }
}
