/** Whether shortcuts are told and taken the Mac's way. Of the machine in front of the user, not of the host. */
export function isMac(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.userAgent)
}
