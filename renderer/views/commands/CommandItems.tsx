import { Menu } from '@base-ui/react/menu'
import { commands, run } from '../../commands/commands.ts'
import { keysOf } from '../../commands/keymap.ts'
import { Kbd } from '../../components/Kbd.tsx'
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
      <Menu.Group key={ids[0]}>
        {index === 0 ? null : <Menu.Separator className="menu-separator" />}
        {ids.map((id) => (
          <CommandItem key={id} id={id} isDanger={dangers.includes(id)} />
        ))}
      </Menu.Group>
    ))
}

/** Asked anew whenever the menu opens: a closed one is not drawn. */
function CommandItem({ id, isDanger }: { readonly id: string; readonly isDanger: boolean }) {
  const command = commands.find((one) => one.id === id)
  if (command === undefined) return null
  const shortcut = command.shortcuts[0]
  return (
    <Menu.Item
      className={isDanger ? 'menu-item is-danger' : 'menu-item'}
      disabled={!command.when()}
      onClick={() => run(id)}
    >
      <span className="menu-label">{command.label}</span>
      {shortcut === undefined ? null : (
        <span aria-hidden="true">
          <Kbd keys={keysOf(shortcut, isMac())} />
        </span>
      )}
    </Menu.Item>
  )
}
