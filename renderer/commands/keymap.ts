/** A key with its modifiers. `Mod`: Ctrl, or Command on a Mac. */
export type Shortcut = string

export interface KeyPress {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

/** Whether a key press is a shortcut such as `Mod+K`, `Shift+F6`, `?` or `e`. Shift counts only where the shortcut names it, or a letter is meant. */
export function matches(shortcut: Shortcut, press: KeyPress, isMac: boolean): boolean {
  const parts = shortcut.split('+')
  const key = parts.at(-1) ?? ''
  const wantsMod = parts.includes('Mod')
  const wantsShift = parts.includes('Shift')
  const mod = isMac ? press.metaKey : press.ctrlKey
  const otherMod = isMac ? press.ctrlKey : press.metaKey
  if (press.altKey || otherMod || mod !== wantsMod) return false
  // On a `?` the layout has used Shift already.
  const isSymbol = key.length === 1 && key.toLowerCase() === key.toUpperCase()
  if (!isSymbol && press.shiftKey !== wantsShift) return false
  return press.key.toLowerCase() === key.toLowerCase()
}

/** A shortcut as it stands on the keys' caps. */
export function keysOf(shortcut: Shortcut, isMac: boolean): readonly string[] {
  return shortcut.split('+').map((part) => {
    if (part === 'Mod') return isMac ? '⌘' : 'Ctrl'
    return part.length === 1 ? part.toUpperCase() : part
  })
}

/** Whether a shortcut means something in a text field, too: such a one is never taken from somebody who is typing. */
export function isTextKey(shortcut: Shortcut): boolean {
  return shortcut.length === 1 || shortcut === 'Delete' || shortcut === 'Mod+Z'
}

/** Whether keys pressed in this element are text. */
export function isTyping(
  element: { readonly tagName: string; readonly isContentEditable?: boolean; readonly type?: string } | null,
): boolean {
  if (element === null) return false
  if (element.isContentEditable === true) return true
  if (element.tagName === 'INPUT')
    return !['radio', 'checkbox', 'button', 'submit', 'file'].includes(element.type ?? 'text')
  return element.tagName === 'TEXTAREA' || element.tagName === 'SELECT'
}
