import type { ReactNode } from 'react'
import { commands, run } from '../../commands/commands.ts'
import { keysOf } from '../../commands/keymap.ts'
import type { ButtonProps } from '../../components/Button.tsx'
import { Button, IconButton } from '../../components/Button.tsx'
import { isMac } from '../shell/platform.ts'

interface CommandProps {
  /** The command's id; its name, its key and whether it is possible now come from the registry. */
  readonly id: string
  readonly icon?: ReactNode
}

function lookUp(id: string) {
  const command = commands.find((one) => one.id === id)
  if (command === undefined) throw new Error(`There is no command ${id}`)
  const shortcut = command.shortcuts[0]
  return {
    label: command.label,
    isPossible: command.when(),
    keys: shortcut === undefined ? [] : keysOf(shortcut, isMac()),
  }
}

/** A button that runs a command; its tip tells the key. Drawn by a view that is drawn anew when what the command asks changes. */
export function CommandButton({
  id,
  icon,
  children,
  look,
  isSmall = false,
}: CommandProps & Pick<ButtonProps, 'look' | 'isSmall' | 'children'>) {
  const { label, isPossible, keys } = lookUp(id)
  return (
    <Button
      icon={icon}
      isSmall={isSmall}
      disabled={!isPossible}
      onClick={() => run(id)}
      {...(look === undefined ? {} : { look })}
      {...(keys.length === 0 ? {} : { keys, tip: label })}
    >
      {children ?? label}
    </Button>
  )
}

/** A button with only a picture that runs a command. */
export function CommandIconButton({ id, icon, label }: CommandProps & { readonly label?: string }) {
  const command = lookUp(id)
  return (
    <IconButton
      label={label ?? command.label}
      tip={command.label}
      keys={command.keys}
      icon={icon}
      disabled={!command.isPossible}
      onClick={() => run(id)}
    />
  )
}
