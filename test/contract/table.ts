import { z } from 'zod'
import type { Handlers } from '../../shared/contract.ts'
import { AppError } from '../../shared/errors.ts'

const call = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({ input, output })
const nothing = z.strictObject({})

/** Calls that behave in every way a call can: for the suite that each transport has to pass. */
export const testCalls = {
  'text.echo': call(z.strictObject({ text: z.string(), tag: z.number().optional() }), z.string()),
  'fail.typed': call(nothing, z.null()),
  'fail.bug': call(nothing, z.null()),
  'output.wrong': call(nothing, z.string()),
  'output.uncloneable': call(nothing, z.unknown()),
  /** Says `wait.started`, then ends only when it is cancelled. */
  'wait.cancelled': call(z.strictObject({ key: z.string() }), z.null()),
  /** Says `wait.started`, and when it is cancelled ends well nevertheless, as work does that lost the race. */
  'wait.finished': call(z.strictObject({ key: z.string() }), z.string()),
  /** Ends like a Node API whose signal was aborted: with an AbortError. */
  'wait.aborted': call(z.strictObject({ key: z.string() }), z.null()),
  /** How many of this connection's waiting calls have seen their signal aborted. */
  'wait.count': call(nothing, z.number()),
  'tick.emit': call(z.strictObject({ count: z.number() }), z.null()),
} as const

export const testEvents = {
  'wait.started': z.strictObject({ key: z.string() }),
  'tick.happened': z.strictObject({ number: z.number() }),
} as const

type Emit = (name: keyof typeof testEvents, payload: never) => void

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

/** Answers {@link testCalls}; `counter.aborted` counts across the connections that share it. */
export function testHandlers(emit: Emit, counter: { aborted: number }): Handlers<typeof testCalls> {
  async function wait(key: string, signal: AbortSignal): Promise<void> {
    emit('wait.started', { key } as never)
    await aborted(signal)
    counter.aborted++
  }
  return {
    'text.echo': async ({ text }) => text,
    'fail.typed': async () => {
      throw new AppError('E_FILE_NO_SPACE', 'no room for a.raw', { hint: 'free some', detail: { path: 'a.raw', n: 3 } })
    },
    'fail.bug': async () => {
      throw new TypeError('x is undefined')
    },
    'output.wrong': async () => 7 as never,
    'output.uncloneable': async () => ({ big: 1n, call: () => 1 }),
    'wait.cancelled': async ({ key }, { signal }) => {
      await wait(key, signal)
      signal.throwIfAborted()
      return null
    },
    'wait.finished': async ({ key }, { signal }) => {
      await wait(key, signal)
      return 'done all the same'
    },
    'wait.aborted': async ({ key }, { signal }) => {
      await wait(key, signal)
      throw new DOMException('This operation was aborted', 'AbortError')
    },
    'wait.count': async () => counter.aborted,
    'tick.emit': async ({ count }) => {
      for (let number = 0; number < count; number++) emit('tick.happened', { number } as never)
      return null
    },
  }
}
