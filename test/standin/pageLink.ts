import { randomUUID } from 'node:crypto'
import type { CdpSession } from './cdp.ts'
import type { FromPage, ToPage } from './page/messages.ts'
import { isolatedWorldName, isolatedWorldScript, mainWorldScript } from './page/scripts.ts'
import { complain, electronVersion } from './runtime.ts'
import { nodeCodec } from './wire.ts'

const bindingName = '__standinSend'

/** A preload bundle, read and found to be valid JavaScript. */
export interface Preload {
  readonly path: string
  readonly source: string
}

/** What a page sends that is not answered by the link itself. */
export type Incoming = Exclude<FromPage, { readonly op: 'files' }>

/** Takes a page's message; `reply` answers the very document that sent it. */
export type Receive = (message: Incoming, reply: (answer: ToPage) => void) => void

/**
 * The way between the main process and one page's preload.
 *
 * Every document has a preload world of its own: a message belongs to the document that is there when it is sent.
 */
export class PageLink {
  readonly #session: CdpSession
  readonly #receive: Receive
  #context: number | undefined
  #files: Promise<void> = Promise.resolve()

  private constructor(session: CdpSession, receive: Receive) {
    this.#session = session
    this.#receive = receive
  }

  /** Prepares a page that has not been navigated yet: its next document starts with both worlds' scripts. */
  static async open(session: CdpSession, preload: Preload, receive: Receive): Promise<PageLink> {
    const link = new PageLink(session, receive)
    session.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      if (name === bindingName) link.#onMessage(nodeCodec.decode(payload) as FromPage, executionContextId)
    })
    session.on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
      if (executionContextId === link.#context) link.#context = undefined
    })
    session.on('Runtime.executionContextsCleared', () => {
      link.#context = undefined
    })
    const key = `standin-${randomUUID()}`
    const versions = { ...process.versions, electron: electronVersion }
    const info = { platform: process.platform, arch: process.arch, versions }
    await session.send('Runtime.addBinding', { name: bindingName, executionContextName: isolatedWorldName })
    // The order counts: the page's world must listen before the preload exposes anything.
    await session.send('Page.addScriptToEvaluateOnNewDocument', { source: mainWorldScript(key) })
    await session.send('Page.addScriptToEvaluateOnNewDocument', {
      worldName: isolatedWorldName,
      source: isolatedWorldScript(key, info, preload),
    })
    return link
  }

  /** Sends to the current document; lost, with a complaint, while there is none. */
  post(message: ToPage): void {
    if (this.#context === undefined) {
      const what = message.op === 'message' ? `message '${message.channel}'` : message.op
      complain(`${what} lost: the window shows no page at this moment`)
      return
    }
    this.#postTo(this.#context, message)
  }

  #postTo(executionContextId: number, message: ToPage): void {
    const call = {
      functionDeclaration: '(text) => __standin.receive(text)',
      arguments: [{ value: nodeCodec.encode(message) }],
      executionContextId,
      silent: true,
    }
    this.#session.send('Runtime.callFunctionOn', call).then(
      ({ exceptionDetails }) => {
        if (exceptionDetails)
          complain(`a preload's listener threw: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`)
      },
      () => {
        // The document went while the message was on its way, as can happen in Electron.
      },
    )
  }

  #onMessage(message: FromPage, context: number): void {
    if (message.op === 'hello') this.#context = context
    if (message.op !== 'files') {
      this.#receive(message, (answer) => this.#postTo(context, answer))
      return
    }
    // One after the other: a page must hear of its events in their order.
    this.#files = this.#files.then(() => this.#tellPaths(context, message.id, message.count)).catch(() => undefined)
  }

  async #tellPaths(context: number, id: number, count: number): Promise<void> {
    const paths: string[] = []
    for (let index = 0; index < count; index++) paths.push(await this.#pathOf(context, id, index))
    this.#postTo(context, { op: 'paths', id, paths })
  }

  async #pathOf(contextId: number, id: number, index: number): Promise<string> {
    const expression = `__standin.heldFile(${id}, ${index})`
    const { result } = await this.#session.send('Runtime.evaluate', { expression, contextId })
    if (result.objectId === undefined) return ''
    const { objectId } = result
    // A file made by a script has no path, and Chromium says so by an error.
    const info = await this.#session.send('DOM.getFileInfo', { objectId }).catch(() => undefined)
    await this.#session.send('Runtime.releaseObject', { objectId })
    return info?.path ?? ''
  }
}
