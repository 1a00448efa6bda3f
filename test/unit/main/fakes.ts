import { EventEmitter } from 'node:events'
import type { WebContents } from '../../../electron/main/electron.ts'

/** A recorded call: its name, then its arguments. */
export type Recorded = readonly [name: string, ...args: readonly unknown[]]

/** A page of a window that records what is sent to it, and whose events the test causes. */
export class FakeContents extends EventEmitter {
  readonly sent: Recorded[] = []
  readonly mainFrame: { url: string }
  openHandler: ((details: { url: string }) => { action: string }) | undefined
  destroyed = false

  constructor(url = 'app://bundle/index.html') {
    super()
    this.mainFrame = { url }
  }

  send(channel: string, ...args: readonly unknown[]): void {
    this.sent.push([channel, ...args])
  }

  isDestroyed(): boolean {
    return this.destroyed
  }

  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler
  }

  /** The same, as the code under test takes it. */
  get asElectron(): WebContents {
    return this as unknown as WebContents
  }
}

/** An event that can be stopped. */
export function preventable(facts: Readonly<Record<string, unknown>> = {}) {
  const event = {
    ...facts,
    isPrevented: false,
    preventDefault() {
      event.isPrevented = true
    },
  }
  return event
}
