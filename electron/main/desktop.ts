import type { ShellAbilities } from '../host/shellAbilities.ts'
import { dragIcon } from './dragIcon.ts'
import type { BrowserWindow, NativeImageModule, NotificationClass } from './electron.ts'
import { bringToFront } from './window.ts'

export interface DesktopParts {
  readonly Notification: NotificationClass
  readonly nativeImage: NativeImageModule
  readonly window: () => BrowserWindow
}

/** What a desktop does beside its dialogs: takes a file that is dragged out of the window, and shows notifications where it has them. */
export function createDesktop({
  Notification,
  nativeImage,
  window,
}: DesktopParts): Pick<ShellAbilities, 'startDrag' | 'notify'> {
  // Held until they are gone: what nobody holds is never clicked.
  const shown = new Set<InstanceType<NotificationClass>>()
  return {
    startDrag(file) {
      const { pixels, width, height } = dragIcon()
      const icon = nativeImage.createFromBitmap(Buffer.from(pixels), { width, height })
      window().webContents.startDrag({ file, icon })
      return Promise.resolve()
    },
    ...(Notification.isSupported()
      ? {
          notify(title: string, body: string, onClick: () => void) {
            const notification = new Notification({ title, body })
            const forget = (): void => void shown.delete(notification)
            notification.on('click', () => {
              forget()
              bringToFront(window())
              onClick()
            })
            notification.on('close', forget)
            notification.on('failed', forget)
            shown.add(notification)
            notification.show()
          },
        }
      : {}),
  }
}
