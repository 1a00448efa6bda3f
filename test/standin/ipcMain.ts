import { Emitter } from './strict.ts'

/** Answers one channel of `ipcRenderer.invoke`. */
type InvokeHandler = (event: object, ...args: readonly unknown[]) => unknown

/** The method with which a page's message calls the app's handler. */
export const invokeHandler = Symbol('invokeHandler')

/** `ipcMain`: the main process's end of IPC. */
class IpcMain extends Emitter {
  readonly #handlers = new Map<string, InvokeHandler>()

  constructor() {
    super('ipcMain', 'any')
  }

  handle(channel: string, handler: InvokeHandler): void {
    if (this.#handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
    this.#handlers.set(channel, handler)
  }

  handleOnce(channel: string, handler: InvokeHandler): void {
    this.handle(channel, (...args) => {
      this.removeHandler(channel)
      return handler(...args)
    })
  }

  removeHandler(channel: string): void {
    this.#handlers.delete(channel)
  }

  async [invokeHandler](channel: string, event: object, args: readonly unknown[]): Promise<unknown> {
    const handler = this.#handlers.get(channel)
    if (!handler) throw new Error(`No handler registered for '${channel}'`)
    return await handler(event, ...args)
  }
}

/** The one `ipcMain`. */
export const ipcMain = new IpcMain()
