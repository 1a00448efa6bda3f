import { EventEmitter } from 'node:events'
import { beforeEach, describe, expect, it } from 'vitest'
import type { IpcMain } from '../../../electron/main/electron.ts'
import { CHANNEL, listenToWindow, refusalOf } from '../../../electron/main/ipc.ts'
import type { Message } from '../../../shared/rpc/messages.ts'
import type { Transport } from '../../../shared/rpc/transport.ts'
import { FakeContents } from './fakes.ts'

let ipcMain: EventEmitter
let contents: FakeContents
let transports: { readonly transport: Transport; readonly messages: Message[]; closed: number }[]
let refused: unknown[]

beforeEach(() => {
  ipcMain = new EventEmitter()
  contents = new FakeContents()
  transports = []
  refused = []
  listenToWindow({
    ipcMain: ipcMain as unknown as IpcMain,
    contents: contents.asElectron,
    onTransport: (transport) => {
      const record = { transport, messages: [] as Message[], closed: 0 }
      transport.onMessage((message) => record.messages.push(message))
      transport.onClose(() => record.closed++)
      transports.push(record)
    },
    onRefused: (...facts) => refused.push(facts),
  })
})

/** Sends as a page does; returns what came straight back to that frame. */
function send(message: unknown, from: { sender?: FakeContents; senderFrame?: { url: string } | null } = {}): unknown[] {
  const replies: unknown[] = []
  const sender = from.sender ?? contents
  const event = {
    sender,
    senderFrame: from.senderFrame === undefined ? sender.mainFrame : from.senderFrame,
    reply: (...args: unknown[]) => replies.push(args),
  }
  ipcMain.emit(CHANNEL, event, message)
  return replies
}

const hello: Message = { t: 'call', id: 1, name: 'hello', input: { contractVersion: 1 } }
const list: Message = { t: 'call', id: 2, name: 'pool.list', input: {} }

describe('messages from the window', () => {
  it('begin with hello and go to one transport, whose answers go to the page', () => {
    expect(send(hello)).toEqual([])
    send(list)
    expect(transports.map(({ messages }) => messages)).toEqual([[hello, list]])
    const answer: Message = { t: 'ok', id: 2, output: [] }
    transports[0]?.transport.send(answer)
    expect(contents.sent).toEqual([[CHANNEL, answer]])
    expect(refused).toEqual([])
  })

  it('are refused before hello, with an answer', () => {
    expect(send(list)).toMatchObject([[CHANNEL, { t: 'err', id: 2, error: { code: 'E_CONNECTION_LOST' } }]])
    expect(transports).toEqual([])
  })

  it('after a reload have a transport of their own; the former one is over and sends nothing', () => {
    send(hello)
    send(hello)
    expect(transports.map(({ closed }) => closed)).toEqual([1, 0])
    transports[0]?.transport.send({ t: 'ok', id: 1, output: 'former' })
    expect(contents.sent).toEqual([])
    send(list)
    expect(transports.map(({ messages }) => messages.length)).toEqual([1, 2])
  })

  it.each(['render-process-gone', 'destroyed'])('end when the page does (%s)', (event) => {
    send(hello)
    contents.emit(event, {})
    expect(transports[0]?.closed).toBe(1)
    send(list)
    expect(transports[0]?.messages).toEqual([hello])
    expect(ipcMain.listenerCount(CHANNEL)).toBe(event === 'destroyed' ? 0 : 1)
  })

  it('are not sent to a window that is gone', () => {
    send(hello)
    contents.destroyed = true
    transports[0]?.transport.send({ t: 'ok', id: 1, output: null })
    expect(contents.sent).toEqual([])
  })

  const page = 'app://bundle/index.html'
  it.each([
    ['another window', { sender: new FakeContents() }, 'not our window', page],
    ['a frame in the page', { senderFrame: { url: page } }, 'not the main frame', page],
    ['a frame that is gone', { senderFrame: null }, 'not the main frame', null],
  ])('from %s are refused with an error, and told of', (_what, from, reason, address) => {
    const replies = send(hello, from)
    expect(replies).toMatchObject([[CHANNEL, { t: 'err', id: 1 }]])
    expect(refused).toEqual([[reason, address]])
    expect(transports).toEqual([])
  })

  it('from our main frame on a foreign page are refused', () => {
    send(hello)
    contents.mainFrame.url = 'https://evil.example/index.html'
    expect(send(list)).toMatchObject([[CHANNEL, { t: 'err', id: 2 }]])
    expect(refused).toEqual([['not our page', 'https://evil.example/index.html']])
    expect(transports[0]?.messages).toEqual([hello])
  })

  it.each([null, undefined, 'text', 7, {}, { t: 'call' }, { t: 'ok', id: 1 }])(
    'that are none (%j) get no answer',
    (none) => {
      expect(send(none)).toEqual([])
      expect(send(none, { senderFrame: null })).toEqual([])
      expect(transports).toEqual([])
    },
  )
})

describe('who may speak', () => {
  const ours = { isOurWindow: true, isMainFrame: true, address: 'app://bundle/index.html' }

  it('is our page in the main frame of our window', () => {
    expect(refusalOf(ours)).toBeNull()
    expect(refusalOf({ ...ours, address: 'app://bundle/index.html#x' })).toBeNull()
  })

  it.each([
    '',
    'about:blank',
    'file:///bundle/index.html',
    'https://bundle/index.html',
    'app://bundle.evil.example/index.html',
    'app://evil/index.html',
    'app://user@bundle/index.html',
    'app://bundle:1/index.html',
    'apps://bundle/index.html',
    'data:text/html,app://bundle/',
    null,
  ])('is not %s', (address) => {
    expect(refusalOf({ ...ours, address })).toBe('not our page')
  })
})
