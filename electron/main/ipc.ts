import type { Message } from '../../shared/rpc/messages.ts'
import type { Transport } from '../../shared/rpc/transport.ts'
import { parseOwnAddress } from './address.ts'
import type { IpcMain, WebContents } from './electron.ts'

/** The one channel between the window and this process; preload.ts spells it the same. */
export const CHANNEL = 'rbd-studio'

/** Who sent a message, as far as the decision needs it. A frame that is gone has no address. */
export interface Sender {
  readonly isOurWindow: boolean
  readonly isMainFrame: boolean
  readonly address: string | null
}

/** Why a message is refused, or null: only the main frame of our window may speak, and only while it shows our own page. */
export function refusalOf({ isOurWindow, isMainFrame, address }: Sender): string | null {
  if (!isOurWindow) return 'not our window'
  if (!isMainFrame) return 'not the main frame'
  if (address === null || parseOwnAddress(address) === null) return 'not our page'
  return null
}

export interface IpcOptions {
  readonly ipcMain: Pick<IpcMain, 'on' | 'off'>
  /** The page of our window. */
  readonly contents: Pick<WebContents, 'mainFrame' | 'send' | 'isDestroyed' | 'on'>
  /** Told of each page that says hello: the first, and one more for each reload. */
  readonly onTransport: (transport: Transport) => void
  readonly onRefused: (reason: string, address: string | null) => void
}

/**
 * Listens on the channel for one window.
 *
 * A page's first message is the call `hello`, and only that; so a `hello` begins a transport and ends the one before it: the
 * calls of a page that was reloaded are aborted, and their answers never reach its successor.
 */
export function listenToWindow({ ipcMain, contents, onTransport, onRefused }: IpcOptions): void {
  let current: WindowTransport | null = null

  const onMessage: Parameters<IpcMain['on']>[1] = (event, message: unknown) => {
    const sender = {
      isOurWindow: event.sender === contents,
      isMainFrame: event.senderFrame !== null && event.senderFrame === event.sender.mainFrame,
      address: event.senderFrame?.url ?? null,
    }
    const reason = refusalOf(sender)
    if (reason !== null) {
      onRefused(reason, sender.address)
      answerRefused(event.reply.bind(event), message, `This page may not talk to RBD Studio: ${reason}`)
      return
    }
    if (isHello(message)) {
      current?.close()
      current = createWindowTransport(contents)
      onTransport(current)
    }
    if (current === null) answerRefused(event.reply.bind(event), message, 'Say hello first')
    else current.receive(message)
  }
  function end() {
    current?.close()
    current = null
  }

  ipcMain.on(CHANNEL, onMessage)
  contents.on('render-process-gone', end)
  contents.on('destroyed', () => {
    ipcMain.off(CHANNEL, onMessage)
    end()
  })
}

interface WindowTransport extends Transport {
  receive(message: unknown): void
  close(): void
}

/** The transport of one page; what is sent after its end goes nowhere. */
function createWindowTransport(contents: Pick<WebContents, 'send' | 'isDestroyed'>): WindowTransport {
  const messageListeners: ((message: Message) => void)[] = []
  const closeListeners: (() => void)[] = []
  let isClosed = false
  return {
    send(message) {
      if (!isClosed && !contents.isDestroyed()) contents.send(CHANNEL, message)
    },
    onMessage: (listener) => messageListeners.push(listener),
    onClose: (listener) => closeListeners.push(listener),
    receive(message) {
      // What is no message is for the other end to ignore or refuse: it looks at every field.
      for (const listener of messageListeners) listener(message as Message)
    },
    close() {
      if (isClosed) return
      isClosed = true
      for (const listener of closeListeners) listener()
    },
  }
}

function answerRefused(reply: (channel: string, message: Message) => void, message: unknown, sentence: string) {
  if (!isRecord(message) || message.t !== 'call' || !Number.isSafeInteger(message.id)) return
  reply(CHANNEL, { t: 'err', id: message.id as number, error: { code: 'E_CONNECTION_LOST', message: sentence } })
}

function isHello(message: unknown): boolean {
  return isRecord(message) && message.t === 'call' && message.name === 'hello'
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
