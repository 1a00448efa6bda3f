import type { Session } from './electron.ts'

/**
 * Denies every permission a page can ask for or check; Electron's default approves. The page needs none: notifications
 * are shown by this process, it reads no clipboard, and reaches files through the host alone.
 */
export function denyPermissions(
  session: Pick<
    Session,
    | 'setPermissionRequestHandler'
    | 'setPermissionCheckHandler'
    | 'setDevicePermissionHandler'
    | 'setDisplayMediaRequestHandler'
  >,
): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  // Without a stream in the answer the request is denied.
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}))
}
