import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Handlers } from '../../../shared/contract.ts'
import { AppError } from '../../../shared/errors.ts'
import { connect } from '../../../shared/rpc/client.ts'
import type { Message } from '../../../shared/rpc/messages.ts'
import { type ServeOptions, serve } from '../../../shared/rpc/server.ts'
import { memoryPair } from '../../support/memoryTransport.ts'

const table = {
  hello: { input: z.strictObject({ version: z.number() }), output: z.null() },
  'number.double': { input: z.number(), output: z.number() },
  'wait.forever': { input: z.null(), output: z.null() },
} as const
const events = { 'number.happened': z.number() } as const

function start(options: ServeOptions) {
  const pair = memoryPair()
  const signals: AbortSignal[] = []
  const handlers: Handlers<typeof table> = {
    hello: async ({ version }) => {
      if (version !== 1) throw new AppError('E_CONTRACT_VERSION', 'another version')
      return null
    },
    'number.double': async (number) => number * 2,
    'wait.forever': (_input, { signal }) => {
      signals.push(signal)
      return new Promise(() => {})
    },
  }
  const server = serve(pair.server, table, handlers, events, options)
  return { pair, server, signals, client: connect(pair.client, table, events) }
}

describe('a server that asks for hello', () => {
  it('refuses calls and holds events back until a hello succeeds', async () => {
    const { client, server } = start({ requireHello: true })
    const seen: number[] = []
    client.on('number.happened', (number) => seen.push(number))
    server.emit('number.happened', 1)
    await expect(client.call('number.double', 2)).rejects.toMatchObject({ code: 'E_CONTRACT_VERSION' })
    await expect(client.call('hello', { version: 2 })).rejects.toMatchObject({ code: 'E_CONTRACT_VERSION' })
    await expect(client.call('number.double', 2)).rejects.toMatchObject({ code: 'E_CONTRACT_VERSION' })
    server.emit('number.happened', 2)
    await client.call('hello', { version: 1 })
    server.emit('number.happened', 3)
    expect(await client.call('number.double', 2)).toBe(4)
    expect(seen).toEqual([3])
  })

  it('tells an unknown name from one that came too early', async () => {
    const { client } = start({ requireHello: true })
    await expect(client.call('toString' as never, null as never)).rejects.toMatchObject({
      code: 'E_CONTRACT_UNKNOWN_CALL',
    })
  })
})

describe('a server', () => {
  it('answers nothing after close, and aborts what is running', async () => {
    const { client, server, signals, pair } = start({})
    const waiting = client.call('wait.forever', null)
    await client.call('number.double', 1)
    expect(signals.map((signal) => signal.aborted)).toEqual([false])
    server.close()
    expect(signals.map((signal) => signal.aborted)).toEqual([true])
    server.emit('number.happened', 1)
    const late = client.call('number.double', 1)
    pair.close()
    await expect(waiting).rejects.toMatchObject({ code: 'E_CONNECTION_LOST' })
    await expect(late).rejects.toMatchObject({ code: 'E_CONNECTION_LOST' })
  })

  it('refuses a second call under the number of a live one', async () => {
    const { pair, client } = start({})
    void client.call('wait.forever', null).catch(() => {})
    const answers: Message[] = []
    pair.client.onMessage((message) => answers.push(message))
    pair.client.send({ t: 'call', id: 1, name: 'number.double', input: 4 })
    await expect.poll(() => answers, { interval: 1, timeout: 20_000 }).toHaveLength(1)
    expect(answers[0]).toMatchObject({ t: 'err', id: 1, error: { code: 'E_CONTRACT_BAD_INPUT' } })
  })

  it('ignores messages that are none', async () => {
    const { pair, client } = start({})
    const strange = [null, 7, 'text', [], {}, { t: 'call' }, { t: 'call', id: 'x', name: 'number.double' }, { t: 'ok' }]
    for (const message of [...strange, { t: 'call', id: 1.5, name: 'number.double', input: 1 }, { t: 'cancel' }]) {
      pair.client.send(message as never)
    }
    expect(await client.call('number.double', 4)).toBe(8)
  })

  it('passes on what its schema made of the input, not the input', async () => {
    const pair = memoryPair()
    const calls = { trim: { input: z.object({ text: z.string().trim() }), output: z.unknown() } } as const
    serve(pair.server, calls, { trim: async (input) => input }, {})
    const client = connect(pair.client, calls, {})
    expect(await client.call('trim', { text: ' a ', other: 1 } as never)).toEqual({ text: 'a' })
  })

  it('reports programming errors, and only them', async () => {
    const pair = memoryPair()
    const reported: string[] = []
    const handlers = {
      bug: async () => {
        throw new TypeError('bug')
      },
      typed: async () => {
        throw new AppError('E_UNSUPPORTED', 'no')
      },
    }
    const calls = { bug: { input: z.null(), output: z.null() }, typed: { input: z.null(), output: z.null() } }
    serve(
      pair.server,
      calls,
      handlers,
      {},
      { onInternalError: (name, error) => reported.push(`${name}: ${String(error)}`) },
    )
    const client = connect(pair.client, calls, {})
    await expect(client.call('bug', null)).rejects.toMatchObject({ code: 'E_INTERNAL' })
    await expect(client.call('typed', null)).rejects.toMatchObject({ code: 'E_UNSUPPORTED' })
    expect(reported).toEqual(['bug: TypeError: bug'])
  })
})
