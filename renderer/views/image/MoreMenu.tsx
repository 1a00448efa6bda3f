import { Ellipsis } from 'lucide-react'
import { IconButton } from '../../components/Button.tsx'
import { MenuButton } from '../../components/MenuButton.tsx'
import { text } from '../../strings.ts'
import { CommandItems } from '../commands/CommandItems.tsx'

/** Commands of the menu, in groups. */
const GROUPS: readonly (readonly string[])[] = [
  ['image.merge', 'image.compare', 'image.handOut', 'image.verify'],
  ['image.restore', 'image.rollBack', 'image.clean', 'image.fold', 'image.repair'],
  ['image.resize', 'image.rename', 'image.remove'],
]

/** What is done less often with an image; what makes no sense now is shown and cannot be chosen. */
export function MoreMenu() {
  return (
    <MenuButton trigger={<IconButton label={text.image.more} icon={<Ellipsis size={16} />} />} align="end">
      <CommandItems groups={GROUPS} dangers={['image.remove']} />
    </MenuButton>
  )
}
