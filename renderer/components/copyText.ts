/**
 * Puts text on the clipboard, from within a click or a key press. Where the shell denies the page the clipboard, the old way is
 * taken: a selection and the copy command, which need no permission.
 */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
  } catch {
    const listener = (event: ClipboardEvent) => {
      event.preventDefault()
      event.clipboardData?.setData('text/plain', text)
    }
    document.addEventListener('copy', listener, { once: true })
    document.execCommand('copy')
    document.removeEventListener('copy', listener)
  }
}
