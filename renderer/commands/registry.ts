import type { KeyPress, Shortcut } from './keymap.ts'
import { isTextKey, matches } from './keymap.ts'

/** One thing the user can do, by whatever way: menu, button, palette or key. */
export interface Command {
  readonly id: string
  readonly label: string
  readonly group: string
  readonly shortcuts: readonly Shortcut[]
  /** Whether it makes sense now. */
  readonly when: () => boolean
  readonly run: () => void
  /** Only for the menu it stands in: what it is about is chosen by opening that menu. */
  readonly isHidden?: boolean
}

/** The command a key press stands for now, or null. While somebody types, bare characters are text; without single keys they are nothing. */
export function commandFor(
  commands: readonly Command[],
  press: KeyPress,
  {
    isMac,
    isTyping,
    hasSingleKeys = true,
  }: { readonly isMac: boolean; readonly isTyping: boolean; readonly hasSingleKeys?: boolean },
): Command | null {
  for (const command of commands) {
    for (const shortcut of command.shortcuts) {
      if (isTyping && isTextKey(shortcut)) continue
      if (!hasSingleKeys && shortcut.length === 1) continue
      if (matches(shortcut, press, isMac) && command.when()) return command
    }
  }
  return null
}

/** Runs a command by its id, if it makes sense now. */
export function runCommand(commands: readonly Command[], id: string): void {
  const command = commands.find((one) => one.id === id)
  if (command?.when() === true) command.run()
}
