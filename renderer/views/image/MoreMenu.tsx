import { Menu } from '@base-ui/react/menu'
import { Ellipsis } from 'lucide-react'
import { commands, run } from '../../commands/commands.ts'
import { IconButton } from '../../components/Button.tsx'
import { text } from '../../strings.ts'

/** Commands of the menu, in groups. */
const GROUPS: readonly (readonly string[])[] = [
  ['image.merge', 'image.compare', 'image.handOut', 'image.verify'],
  ['image.rollBack', 'image.fold'],
  ['image.resize', 'image.rename', 'image.remove'],
]

/** What is done less often with an image; what makes no sense now is shown and cannot be chosen. */
export function MoreMenu() {
  return (
    <Menu.Root>
      <Menu.Trigger render={<IconButton label={text.image.more} icon={<Ellipsis size={16} />} />} />
      <Menu.Portal>
        <Menu.Positioner className="menu-positioner" sideOffset={4} align="end">
          <Menu.Popup className="menu">
            {GROUPS.map((group, index) => (
              <Menu.Group key={group[0]}>
                {index === 0 ? null : <Menu.Separator className="menu-separator" />}
                {group.map((id) => (
                  <MenuItem key={id} id={id} />
                ))}
              </Menu.Group>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}

/** Asked anew whenever the menu opens: a closed one is not drawn. */
function MenuItem({ id }: { readonly id: string }) {
  const command = commands.find((one) => one.id === id)
  if (command === undefined) return null
  return (
    <Menu.Item
      className={id === 'image.remove' ? 'menu-item is-danger' : 'menu-item'}
      disabled={!command.when()}
      onClick={() => run(id)}
    >
      {command.label}
    </Menu.Item>
  )
}
