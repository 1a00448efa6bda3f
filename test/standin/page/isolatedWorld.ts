import type { WireCodec } from '../wire.ts'
import type { Bridge } from './bridge.ts'
import type { FromPage, PreloadInfo, PreloadWorld, ToPage } from './messages.ts'

/**
 * Prepares the preload's world: `require('electron')` and `process` as a sandboxed preload has them.
 *
 * The function must stand alone: its text is evaluated in the page.
 */
export function isolatedWorld(
  bridge: Bridge,
  codec: WireCodec,
  info: PreloadInfo,
  holdFileEvents: (send: (message: FromPage) => void) => {
    readonly pathOf: (file: File) => string
    readonly release: (id: number, paths: readonly string[]) => void
    readonly heldFile: (id: number, index: number) => File | undefined
  },
) {
  type Listener = (event: unknown, ...args: readonly unknown[]) => void

  const world = globalThis as unknown as { __standinSend(text: string): void; __standin: PreloadWorld }
  const send = (message: FromPage) => world.__standinSend(codec.encode(message))

  const strict = <T extends object>(name: string, members: T): T =>
    new Proxy(members, {
      get(target, property, receiver) {
        if (typeof property === 'symbol' || property in target || property === 'then' || property === 'toJSON') {
          return Reflect.get(target, property, receiver)
        }
        throw new Error(`stand-in: ${name}.${property} is not emulated`)
      },
    })

  const listeners = new Map<string, { readonly listener: Listener; readonly run: Listener }[]>()
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  let lastCall = 0

  const listen = (channel: string, listener: Listener, run = listener) => {
    listeners.set(channel, [...(listeners.get(channel) ?? []), { listener, run }])
    return ipcRenderer
  }
  const unlisten = (channel: string, listener: Listener) => {
    const present = listeners.get(channel) ?? []
    const at = present.findLastIndex((entry) => entry.listener === listener)
    listeners.set(
      channel,
      present.filter((_, index) => index !== at),
    )
    return ipcRenderer
  }

  const ipcRenderer: object = strict('ipcRenderer', {
    on: (channel: string, listener: Listener) => listen(channel, listener),
    addListener: (channel: string, listener: Listener) => listen(channel, listener),
    off: unlisten,
    removeListener: unlisten,
    removeAllListeners: (channel?: string) => {
      if (channel === undefined) listeners.clear()
      else listeners.delete(channel)
      return ipcRenderer
    },
    once: (channel: string, listener: Listener) =>
      listen(channel, listener, (...args) => {
        unlisten(channel, listener)
        listener(...args)
      }),
    send: (channel: string, ...args: readonly unknown[]) => send({ op: 'send', channel, args }),
    invoke: (channel: string, ...args: readonly unknown[]) =>
      new Promise((resolve, reject) => {
        const id = ++lastCall
        send({ op: 'invoke', id, channel, args })
        waiting.set(id, { resolve, reject })
      }),
  })

  const files = holdFileEvents(send)

  const receive = (text: string): void => {
    const message = codec.decode(text) as ToPage
    switch (message.op) {
      case 'message':
        for (const { run } of listeners.get(message.channel) ?? []) {
          run(strict('IpcRendererEvent', { sender: ipcRenderer, ports: [] }), ...message.args)
        }
        return
      case 'result':
        waiting.get(message.id)?.resolve(message.value)
        waiting.delete(message.id)
        return
      case 'failure':
        waiting.get(message.id)?.reject(new Error(message.message))
        waiting.delete(message.id)
        return
      case 'paths':
        files.release(message.id, message.paths)
        return
    }
  }

  let exposeError: string | undefined
  bridge.listen('exposed', ({ error }: { readonly error?: string }) => {
    exposeError = error
  })
  bridge.listen('windowOpen', (request: { readonly url: string; readonly name: string; readonly features: string }) =>
    send({ op: 'windowOpen', ...request }),
  )

  const electron = strict('electron (in a sandboxed preload)', {
    ipcRenderer,
    contextBridge: strict('contextBridge', {
      exposeInMainWorld: (name: string, api: unknown) => {
        exposeError = undefined
        bridge.post('expose', { name, api })
        if (exposeError !== undefined) throw new Error(exposeError)
      },
    }),
    webUtils: strict('webUtils', { getPathForFile: files.pathOf }),
  })

  // Chromium tells nobody outside when a title changes.
  let lastTitle = ''
  const tellTitle = () => {
    if (document.title === lastTitle) return
    lastTitle = document.title
    send({ op: 'title', title: lastTitle })
  }
  document.addEventListener('DOMContentLoaded', () => {
    tellTitle()
    new MutationObserver(tellTitle).observe(document.head, { subtree: true, childList: true, characterData: true })
  })

  world.__standin = { receive, heldFile: files.heldFile }
  send({ op: 'hello', url: location.href })

  return {
    require: (name: string) => {
      if (name === 'electron' || name === 'electron/renderer' || name === 'electron/common') return electron
      throw new Error(`module not found: ${name}`)
    },
    process: strict('process (in a sandboxed preload)', {
      ...info,
      type: 'renderer',
      sandboxed: true,
      contextIsolated: true,
    }),
    reportError: (error: unknown) => {
      console.error('Unable to load preload script:', error)
      const { message, stack = '' } = error instanceof Error ? error : new Error(String(error))
      send({ op: 'preloadError', message, stack })
    },
  }
}
