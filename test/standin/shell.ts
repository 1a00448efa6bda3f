import { type RecordedCall, strictObject } from './strict.ts'

const log: RecordedCall[] = []

/** `shell`: nothing leaves the test; every wish is noted in `log`. */
export const shell = strictObject('shell', {
  log,

  async openExternal(url: string) {
    log.push(['openExternal', url])
    await Promise.resolve()
  },

  /** Answers an empty text, which means success. */
  async openPath(path: string) {
    log.push(['openPath', path])
    return await Promise.resolve('')
  },

  showItemInFolder(path: string) {
    log.push(['showItemInFolder', path])
  },

  beep() {
    log.push(['beep'])
  },
})
