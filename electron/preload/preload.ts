import { contextBridge, ipcRenderer, webUtils } from 'electron'
import type { Message } from '../../shared/rpc/messages.ts'

/** The one channel; `electron/main/ipc.ts` spells it the same. (A sandboxed preload is one file and shares no code.) */
const CHANNEL = 'rbd-studio'

/**
 * All the page gets from Electron: messages of the contract both ways, and the path behind a file the user dropped or chose.
 * Neither `ipcRenderer` nor any event object ever reaches the page.
 */
contextBridge.exposeInMainWorld('rbdStudio', {
  send(message: Message): void {
    ipcRenderer.send(CHANNEL, message)
  },
  onMessage(listener: (message: Message) => void): void {
    ipcRenderer.on(CHANNEL, (_event, message: Message) => {
      listener(message)
    })
  },
  /** Empty for a file that is not on a disk. */
  pathForFile(file: File): string {
    return webUtils.getPathForFile(file)
  },
})
