import type { MessageBoxOptions } from 'electron'
import { type RecordedCall, strictObject } from './strict.ts'

const log: RecordedCall[] = []

/** A dialog's options stand last: a window may come before them. */
function note(name: string, args: readonly unknown[]): object {
  const options = args.at(-1)
  log.push([name, options])
  return Object(options) as object
}

/** What Escape means in a message box: `cancelId`, else the button called Cancel or No, else the first. */
function cancelButton({ cancelId, buttons = [] }: Partial<MessageBoxOptions>): number {
  const named = buttons.findIndex((label) => /^(cancel|no)$/i.test(label.replace('&', '')))
  return cancelId ?? Math.max(named, 0)
}

/** `dialog`: every dialog is cancelled at once and noted in `log`; a test that wants another answer replaces the function. */
export const dialog = strictObject('dialog', {
  log,

  async showOpenDialog(...args: readonly unknown[]) {
    note('showOpenDialog', args)
    return await Promise.resolve({ canceled: true, filePaths: [] })
  },

  async showSaveDialog(...args: readonly unknown[]) {
    note('showSaveDialog', args)
    return await Promise.resolve({ canceled: true, filePath: '' })
  },

  async showMessageBox(...args: readonly unknown[]) {
    const options: Partial<MessageBoxOptions> = note('showMessageBox', args)
    const answer = { response: cancelButton(options), checkboxChecked: options.checkboxChecked ?? false }
    return await Promise.resolve(answer)
  },

  showErrorBox(title: string, content: string) {
    log.push(['showErrorBox', title, content])
  },
})
