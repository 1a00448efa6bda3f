import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { WebSocket } from 'ws'
import { CLOSE_CODES, MAX_MESSAGE_BYTES } from '../../../electron/web/socket.ts'
import { createToken } from '../../../electron/web/token.ts'
import type { Message } from '../../../shared/rpc/messages.ts'
import { openSocket, outcome, startTestServer, type TestServer } from './support.ts'
import { eventually } from '../../support/eventually.ts'

let server: TestServer
beforeEach(async () => {
  server = await startTestServer()
})
afterEach(() => server.close())

/** Opens a socket and shows the token. */
async function connect(): Promise<WebSocket> {
  const socket = openSocket(server.port)
  await once(socket, 'open')
  socket.send(JSON.stringify({ token: server.token }))
  return socket
}

async function nextMessage(socket: WebSocket): Promise<Message> {
  const [data] = (await once(socket, 'message')) as [Buffer]
  return JSON.parse(data.toString()) as Message
}

const call = (id: number, name: string, input: unknown) => JSON.stringify({ t: 'call', id, name, input })

describe('socket', () => {
  it('carries calls, answers and events once the token was shown', async () => {
    const socket = await connect()
    // In one go with the token: nobody waits for an answer to it.
    socket.send(call(1, 'echo', { text: 'hello' }))
    expect(await nextMessage(socket)).toEqual({ t: 'ok', id: 1, output: 'hello' })
    socket.send(call(2, 'toString', {}))
    expect(await nextMessage(socket)).toMatchObject({ t: 'err', id: 2, error: { code: 'E_CONTRACT_UNKNOWN_CALL' } })
    const event = nextMessage(socket)
    server.rpcServers[0]?.emit('said', { text: 'x' })
    expect(await event).toEqual({ t: 'event', name: 'said', payload: { text: 'x' } })
  })

  it('aborts the calls of a page that goes away', async () => {
    const socket = await connect()
    socket.send(call(1, 'hold', {}))
    await eventually(() => expect(server.held).toHaveLength(1))
    socket.terminate()
    await eventually(() => expect(server.held[0]?.aborted).toBe(true))
  })

  it.each([
    ['another token', JSON.stringify({ token: createToken() })],
    ['no token', '{}'],
    ['a token that is no text', '{"token":{}}'],
    ['a call', call(1, 'echo', { text: 'x' })],
    ['a list', '["token"]'],
    ['no JSON', 'token'],
    ['bytes', Buffer.from('{}')],
  ])('closes on %s as the first message', async (_what, first) => {
    const socket = openSocket(server.port)
    const end = outcome(socket)
    await once(socket, 'open')
    socket.send(first)
    expect(await end).toBe(CLOSE_CODES.badToken)
    expect(server.rpcServers).toEqual([])
  })

  it.each([
    ['bytes', Buffer.from(call(1, 'echo', { text: 'x' }))],
    ['no JSON', '{'],
    ['a text', '"x"'],
  ])('closes on %s instead of a message', async (_what, second) => {
    const socket = await connect()
    const end = outcome(socket)
    socket.send(second)
    expect(await end).toBe(CLOSE_CODES.badMessage)
  })

  it('closes on a message that is too long, before and after the token', async () => {
    const long = 'x'.repeat(MAX_MESSAGE_BYTES + 1)
    const stranger = openSocket(server.port)
    await once(stranger, 'open')
    const ends = [outcome(stranger)]
    stranger.send(long)
    const page = await connect()
    ends.push(outcome(page))
    page.send(long)
    expect(await Promise.all(ends)).toEqual([1009, 1009])
  })

  it('takes a message of exactly the greatest length', async () => {
    const socket = await connect()
    const frame = call(1, 'echo', { text: '' })
    const text = 'x'.repeat(MAX_MESSAGE_BYTES - frame.length)
    socket.send(call(1, 'echo', { text }))
    expect(await nextMessage(socket)).toEqual({ t: 'ok', id: 1, output: text })
  })

  it.each([
    ['no Origin', { origin: '' }, 403],
    ['the Origin of another site', { origin: 'https://evil.example' }, 403],
    ['an Origin that begins like ours', { origin: 'http://127.0.0.1.evil.example' }, 403],
    ['a Host that was rebound to us', { host: 'evil.example' }, 421],
  ])('refuses the upgrade with %s', async (_what, headers, status) => {
    expect(await outcome(openSocket(server.port, headers))).toBe(status)
    expect(server.problems).toHaveLength(1)
  })

  it('is found at one address only', async () => {
    expect(await outcome(openSocket(server.port, {}, '/'))).toBe(404)
    expect(await outcome(openSocket(server.port, {}, '/ws/x'))).toBe(404)
  })

  it('reads no more calls while the page does not read their answers', async () => {
    const socket = await connect()
    const answers: number[] = []
    socket.on('message', (data: Buffer) => answers.push((JSON.parse(data.toString()) as { id: number }).id))
    socket.pause()
    const text = 'x'.repeat(MAX_MESSAGE_BYTES - 100)
    const count = 100
    for (let id = 1; id <= count; id++) socket.send(call(id, 'echo', { text }))
    let before = 0
    await vi.waitFor(
      () => {
        const now = server.echoes
        const isStill = now > 0 && now === before
        before = now
        expect(isStill).toBe(true)
      },
      { timeout: 20_000, interval: 200 },
    )
    // What is not held back waits in the kernel's buffers and in 4 MiB of ours.
    expect(server.echoes).toBeLessThan(count / 2)
    socket.resume()
    await eventually(() => expect(answers).toHaveLength(count))
    expect(answers).toEqual(Array.from({ length: count }, (_none, index) => index + 1))
  })

  it('ends with the server', async () => {
    const socket = await connect()
    const end = outcome(socket)
    await server.close()
    expect(await end).toBe(CLOSE_CODES.ending)
  })
})
