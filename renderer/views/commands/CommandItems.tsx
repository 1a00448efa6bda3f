import { Fragment } from 'react'
import { commands, run } from '../../commands/commands.ts'
import { keysOf } from '../../commands/keymap.ts'
import { Kbd } from '../../components/Kbd.tsx'
import { MenuItem, MenuSeparator } from '../../components/Menu.tsx'
import { isMac } from '../shell/platform.ts'

/** Commands of a menu by their ids, in groups. */
export type CommandGroups = readonly (readonly string[])[]

interface CommandItemsProps {
  readonly groups: CommandGroups
  /** The ids of those that destroy something. */
  readonly dangers?: readonly string[]
}

/** The items of a menu out of the registry: what makes no sense now is shown and cannot be chosen. For menus and context menus alike. */
export function CommandItems({ groups, dangers = [] }: CommandItemsProps) {
  return groups
    .filter((ids) => ids.length > 0)
    .map((ids, index) => (
      <Fragment key={ids[0]}>
        {index === 0 ? null : <MenuSeparator />}
        {ids.map((id) => (
          <CommandItem key={id} id={id} isDanger={dangers.includes(id)} />
        ))}
      </Fragment>
    ))
}

/** Asked anew whenever the menu opens: a closed one is not drawn. */
function CommandItem({ id, isDanger }: { readonly id: string; readonly isDanger: boolean }) {
  const command = commands.find((one) => one.id === id)
  if (command === undefined) return null
  const shortcut = command.shortcuts[0]
  return (
    <MenuItem isDanger={isDanger} disabled={!command.when()} onClick={() => run(id)}>
      <span className="menu-label">{command.label}</span>
      {shortcut === undefined ? null : (
        <span aria-hidden="true">
          <Kbd keys={keysOf(shortcut, isMac())} />
        </span>
      )}
    </MenuItem>
  )
}
