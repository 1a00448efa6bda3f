import { originOf } from './schemes.ts'
import { strictObject } from './strict.ts'

/** The frame behind `webContents.mainFrame` and `event.senderFrame`; the only one with a preload. */
export interface MainFrame {
  /** Current address, as the app knows it. */
  url: string
  readonly origin: string
  readonly parent: null
  readonly top: MainFrame
}

/** Makes a page's main frame; the page keeps its `url` up to date. */
export function createMainFrame(): MainFrame {
  const frame: MainFrame = strictObject('WebFrameMain', {
    url: 'about:blank',
    get origin(): string {
      return originOf(frame.url)
    },
    parent: null,
    get top(): MainFrame {
      return frame
    },
    name: '',
    detached: false,
    routingId: 1,
    frameTreeNodeId: 1,
    processId: 1,
    isDestroyed: () => false,
  })
  return frame
}
