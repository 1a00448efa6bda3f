import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../../shared/errors.ts'
import { type Client, connect } from '../../shared/rpc/client.ts'
import { type Connection, type Harness, harnesses } from './harness.ts'
import { testCalls, testEvents } from './table.ts'

type TestClient = Client<typeof testCalls, typeof testEvents>

/** What a promise is rejected with; fails when it is not. */
async function failure(promise: Promise<unknown>): Promise<AppError> {
  const error = await promise.then(
    (value) => new Error(`resolved with ${JSON.stringify(value)}`),
    (error: unknown) => error,
  )
  expect(error).toBeInstanceOf(AppError)
  return error as AppError
}

function nextEvent(client: TestClient, name: keyof typeof testEvents): Promise<unknown> {
  return new Promise((resolve) => {
    const stop = client.on(name, (payload) => {
      stop()
      resolve(payload)
    })
  })
}

describe.each(Object.entries(harnesses))('the contract over %s', (_name, start) => {
  let harness: Harness
  let connection: Connection
  let client: TestClient

  async function join(): Promise<{ connection: Connection; client: TestClient }> {
    const connection = await harness.connect()
    return { connection, client: connect(connection.transport, testCalls, testEvents, { checkOutput: true }) }
  }

  beforeEach(async () => {
    harness = await start()
    ;({ connection, client } = await join())
  })
  afterEach(async () => {
    connection.cut()
    await harness.close()
  })

  it('answers with the result', async () => {
    expect(await client.call('text.echo', { text: 'ä\u0000\u{1f600}' })).toBe('ä\u0000\u{1f600}')
  })

  it('answers calls that run at once, each with its own', async () => {
    const texts = Array.from({ length: 50 }, (_, index) => `number ${index}`)
    expect(await Promise.all(texts.map((text) => client.call('text.echo', { text })))).toEqual(texts)
  })

  it('brings a typed error across whole', async () => {
    const error = await failure(client.call('fail.typed', {}))
    expect(error).toMatchObject({
      code: 'E_FILE_NO_SPACE',
      message: 'no room for a.raw',
      hint: 'free some',
      detail: { path: 'a.raw', n: 3 },
    })
  })

  it('turns a programming error into E_INTERNAL', async () => {
    expect(await failure(client.call('fail.bug', {}))).toMatchObject({ code: 'E_INTERNAL', message: 'x is undefined' })
  })

  it.each([
    ['a wrong type', { text: 7 }, 'text'],
    ['a key too many', { text: 'a', other: 1 }, 'the input'],
    ['a missing key', {}, 'text'],
    ['no object', 'text', 'the input'],
    ['null', null, 'the input'],
  ])('refuses %s', async (_what, input, where) => {
    const error = await failure(client.call('text.echo', input as never))
    expect(error.code).toBe('E_CONTRACT_BAD_INPUT')
    expect(error.message).toContain(`text.echo: ${where} is not as agreed`)
  })

  it.each(['no.such', '__proto__', 'toString', 'constructor', 'hasOwnProperty', ''])(
    "refuses the unknown name '%s'",
    async (name) => {
      const error = await failure(client.call(name as never, {} as never))
      expect(error.code).toBe('E_CONTRACT_UNKNOWN_CALL')
    },
  )

  it('refuses an output that is not as agreed, or that cannot be carried', async () => {
    expect((await failure(client.call('output.wrong', {}))).code).toBe('E_INTERNAL')
    expect((await failure(client.call('output.uncloneable', {}))).code).toBe('E_INTERNAL')
    expect(await client.call('text.echo', { text: 'still there' })).toBe('still there')
  })

  it('makes no call with a signal that is aborted before', async () => {
    const started: unknown[] = []
    client.on('wait.started', (payload) => started.push(payload))
    const error = await failure(client.call('wait.cancelled', { key: 'a' }, { signal: AbortSignal.abort() }))
    expect(error.code).toBe('E_CANCELLED')
    await client.call('text.echo', { text: 'a message later' })
    expect(started).toEqual([])
  })

  it.each(['wait.cancelled', 'wait.aborted'] as const)('cancels %s during the call', async (name) => {
    const controller = new AbortController()
    const started = nextEvent(client, 'wait.started')
    const call = client.call(name, { key: 'a' }, { signal: controller.signal })
    await started
    controller.abort()
    expect((await failure(call)).code).toBe('E_CANCELLED')
    expect(await client.call('wait.count', {})).toBe(1)
  })

  it('cancels one call and no other', async () => {
    const first = new AbortController()
    const second = new AbortController()
    const one = client.call('wait.cancelled', { key: 'one' }, { signal: first.signal })
    const two = client.call('wait.cancelled', { key: 'two' }, { signal: second.signal })
    first.abort()
    expect((await failure(one)).code).toBe('E_CANCELLED')
    expect(await client.call('wait.count', {})).toBe(1)
    second.abort()
    expect((await failure(two)).code).toBe('E_CANCELLED')
  })

  it('lets work that a cancel came too late for end well', async () => {
    const controller = new AbortController()
    const call = client.call('wait.finished', { key: 'a' }, { signal: controller.signal })
    controller.abort()
    expect(await call).toBe('done all the same')
  })

  it('ignores a cancel after the answer', async () => {
    const controller = new AbortController()
    expect(await client.call('text.echo', { text: 'a' }, { signal: controller.signal })).toBe('a')
    controller.abort()
    connection.transport.send({ t: 'cancel', id: 1 })
    connection.transport.send({ t: 'cancel', id: 99 })
    expect(await client.call('text.echo', { text: 'b' })).toBe('b')
  })

  it('rejects what is pending, and all that comes later, when the connection is cut', async () => {
    const started = nextEvent(client, 'wait.started')
    const call = failure(client.call('wait.cancelled', { key: 'a' }))
    await started
    connection.cut()
    expect((await call).code).toBe('E_CONNECTION_LOST')
    await client.closed
    expect((await failure(client.call('text.echo', { text: 'a' }))).code).toBe('E_CONNECTION_LOST')
  })

  it('aborts the calls of a client that went away', async () => {
    const other = await join()
    const started = nextEvent(other.client, 'wait.started')
    const call = failure(other.client.call('wait.cancelled', { key: 'a' }))
    await started
    other.connection.cut()
    await call
    await expect.poll(() => client.call('wait.count', {}), { interval: 1, timeout: 20_000 }).toBe(1)
  })

  it('brings events in order, to every listener, until it stops listening', async () => {
    const all: number[] = []
    const some: number[] = []
    client.on('tick.happened', ({ number }) => all.push(number))
    const stop = client.on('tick.happened', ({ number }) => {
      some.push(number)
      if (number === 1) stop()
    })
    await client.call('tick.emit', { count: 4 })
    expect(all).toEqual([0, 1, 2, 3])
    expect(some).toEqual([0, 1])
  })

  it('serves many clients, each with its own answers and events', async () => {
    const others = await Promise.all(Array.from({ length: 8 }, () => join()))
    const ticks = others.map(() => [] as number[])
    others.forEach((other, index) => other.client.on('tick.happened', ({ number }) => ticks[index]?.push(number)))
    await Promise.all(
      others.map(async (other, index) => {
        expect(await other.client.call('text.echo', { text: `client ${index}` })).toBe(`client ${index}`)
        await other.client.call('tick.emit', { count: index })
      }),
    )
    expect(ticks).toEqual(others.map((_, index) => Array.from({ length: index }, (_, number) => number)))
    for (const other of others) other.connection.cut()
    await Promise.all(others.map((other) => other.client.closed))
    expect(await client.call('text.echo', { text: 'still here' })).toBe('still here')
  })
})
