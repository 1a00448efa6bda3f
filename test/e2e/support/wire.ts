import type { Page } from 'playwright'
import type { Message } from '../../../shared/rpc/messages.ts'

/** What has come to the window over its contract, in order, whichever shell carries it. */
export interface Wire {
  readonly events: (name: string) => Promise<readonly Record<string, unknown>[]>
}

/** Listens in on a window: on the preload's channel where there is one, else on the WebSocket's frames. Call it before the page loads. */
export async function listenIn(page: Page): Promise<Wire> {
  const frames: Message[] = []
  page.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => {
      frames.push(JSON.parse(payload.toString()) as Message)
    })
  })
  return {
    async events(name) {
      const heard = await page.evaluate(() => (globalThis as { heard?: Message[] }).heard ?? [])
      return [...frames, ...heard].flatMap((message) =>
        message.t === 'event' && message.name === name ? [message.payload as Record<string, unknown>] : [],
      )
    },
  }
}

/** In the Electron shell: a second listener on the preload's channel, beside the window's own. */
export async function hearPreload(page: Page): Promise<void> {
  await page.evaluate(() => {
    const scope = globalThis as {
      heard?: Message[]
      rbdStudio?: { onMessage(listener: (message: Message) => void): void }
    }
    if (scope.rbdStudio === undefined || scope.heard !== undefined) return
    const heard: Message[] = []
    scope.heard = heard
    scope.rbdStudio.onMessage((message) => heard.push(message))
  })
}
