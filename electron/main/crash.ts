import type { Dialog, WebContents } from './electron.ts'

/**
 * What happens when the page's process ends by itself: the user is told and may have the page again. Jobs are not the page's, and
 * go on.
 */
export function watchPage(
  contents: Pick<WebContents, 'on' | 'reload'>,
  dialog: Pick<Dialog, 'showMessageBox'>,
  quit: () => void,
  onGone: (facts: { readonly reason: string; readonly exitCode: number }) => void,
): void {
  contents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return
    onGone({ reason, exitCode })
    dialog
      .showMessageBox({
        type: 'error',
        title: 'RBD Studio',
        message: 'The window has stopped working',
        detail: `Jobs go on; loading the window again shows them. (${reason}, ${exitCode})`,
        buttons: ['Load it again', 'Quit'],
        defaultId: 0,
        cancelId: 0,
        noLink: true,
      })
      .then(
        ({ response }) => (response === 1 ? quit() : contents.reload()),
        () => contents.reload(),
      )
  })
}
