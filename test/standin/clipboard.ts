import { strictObject } from './strict.ts'

let text = ''

/** `clipboard`: text only, and the app's own; the pages' `navigator.clipboard` is Chromium's. */
export const clipboard = strictObject('clipboard', {
  readText: () => text,
  writeText(value: string) {
    text = value
  },
  clear() {
    text = ''
  },
})
