import { EventEmitter } from 'node:events'

/**
 * Names that the language, the inspector and assertion libraries ask any object for.
 * They are no part of Electron's API, so asking for them must stay harmless.
 */
const languageNames: ReadonlySet<string> = new Set([
  'then',
  'toJSON',
  'constructor',
  'inspect',
  'nodeType',
  'tagName',
  'asymmetricMatch',
  '$$typeof',
])

/** The error for everything the stand-in lacks: it names the missing member, so that nothing is silently skipped. */
export function notEmulated(name: string): Error {
  return new Error(`stand-in: ${name} is not emulated`)
}

/**
 * Wraps a plain object so that reading or setting a member it does not have throws by name.
 *
 * A function may be set under any name: that is how a test supplies an emulation of its own.
 */
export function strictObject<T extends object>(name: string, members: T): T {
  return new Proxy(
    members,
    traps<T>(() => name),
  )
}

/** Key under which an emitter keeps the name that its errors show, such as `BrowserWindow`. */
export const apiName = Symbol('apiName')

type Listener = Parameters<EventEmitter['on']>[1]

/**
 * An EventEmitter whose unknown members and unknown events throw by name.
 *
 * A listener for an event that the stand-in never emits would wait in silence for ever; `events` therefore lists every
 * event that may be listened to; `any` where the app names the events itself.
 */
export class Emitter extends EventEmitter {
  readonly [apiName]: string
  readonly #events: ReadonlySet<string> | 'any'

  constructor(name: string, events: readonly string[] | 'any') {
    super()
    this[apiName] = name
    this.#events = events === 'any' ? events : new Set([...events, 'error', 'newListener', 'removeListener'])
  }

  override on(event: string | symbol, listener: Listener): this {
    this.#checkEvent(event)
    return super.on(event, listener)
  }

  override addListener(event: string | symbol, listener: Listener): this {
    return this.on(event, listener)
  }

  override prependListener(event: string | symbol, listener: Listener): this {
    this.#checkEvent(event)
    return super.prependListener(event, listener)
  }

  #checkEvent(event: string | symbol): void {
    if (this.#events === 'any' || typeof event === 'symbol') return
    if (!this.#events.has(event)) throw notEmulated(`event '${event}' of ${this[apiName]}`)
  }
}

// Unknown members are caught at the end of the prototype chains: the instances stay ordinary objects with private fields.
Object.setPrototypeOf(
  Emitter.prototype,
  new Proxy(
    EventEmitter.prototype,
    traps<EventEmitter>((receiver) => (receiver as Emitter)[apiName]),
  ),
)
Object.setPrototypeOf(
  Emitter,
  new Proxy(
    EventEmitter,
    traps((receiver) => (receiver as { name: string }).name),
  ),
)

function traps<T extends object>(nameOf: (receiver: unknown) => string): ProxyHandler<T> {
  return {
    get(target, key, receiver) {
      if (typeof key === 'symbol' || key in target) return Reflect.get(target, key, receiver)
      if (languageNames.has(key)) return undefined
      throw notEmulated(`${nameOf(receiver)}.${key}`)
    },
    set(target, key, value, receiver) {
      const allowed = typeof key === 'symbol' || key in target || typeof value === 'function'
      if (!allowed) throw notEmulated(`${nameOf(receiver)}.${key}`)
      return Reflect.set(target, key, value, receiver)
    },
  }
}

/** The event object handed to listeners that may refuse what is about to happen. */
export interface PreventableEvent {
  readonly defaultPrevented: boolean
  preventDefault(): void
}

/** Makes an event object, with the given members beside `preventDefault`. */
export function preventableEvent<T extends object>(members: T): PreventableEvent & T {
  let prevented = false
  const base = {
    get defaultPrevented() {
      return prevented
    },
    preventDefault() {
      prevented = true
    },
  }
  return Object.defineProperties(base, Object.getOwnPropertyDescriptors(members)) as PreventableEvent & T
}

/** Emits an event that listeners may refuse; answers whether one of them did. */
export function emitPreventable(emitter: EventEmitter, name: string, ...args: readonly unknown[]): boolean {
  const event = preventableEvent({})
  emitter.emit(name, event, ...args)
  return event.defaultPrevented
}

/** One recorded call: the method's name and its arguments. Kept free of windows and functions, so that tests can read it. */
export type RecordedCall = readonly [name: string, ...args: unknown[]]

/**
 * Adds methods that only note that they were called: for state that has no effect on a page, such as a taskbar badge.
 *
 * Each call is appended to the object's own `log`, which tests read through `app.evaluate`.
 */
export function recordCalls(prototype: object, names: readonly string[]): void {
  for (const name of names) {
    Object.defineProperty(prototype, name, {
      configurable: true,
      writable: true,
      value(this: { readonly log: RecordedCall[] }, ...args: unknown[]) {
        this.log.push([name, ...args])
      },
    })
  }
}
