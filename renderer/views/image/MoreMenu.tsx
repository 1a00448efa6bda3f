import { Ellipsis } from 'lucide-react'
import { IconButton } from '../../components/Button.tsx'
import { MenuButton } from '../../components/MenuButton.tsx'
import { text } from '../../strings.ts'
import { CommandItems } from '../commands/CommandItems.tsx'

/** Commands of the menu, in groups. */
const GROUPS: readonly (readonly string[])[] = [
  ['image.merge', 'image.compare', 'image.handOut', 'image.verify'],
  ['image.restore', 'image.replicate', 'image.rollBack', 'image.clean', 'image.fold', 'image.repair'],
  ['image.resize', 'image.rename', 'image.remove'],
]

/** Of a live image: what works on files is not there. */
const LIVE_GROUPS: readonly (readonly string[])[] = [
  ['image.restore', 'image.replicate', 'image.rollBack', 'image.flatten'],
  ['image.resize', 'image.rename', 'image.moveToTrash'],
]

/** What is done less often with an image; what makes no sense now is shown and cannot be chosen. */
export function MoreMenu({ isLive = false }: { readonly isLive?: boolean }) {
  return (
    <MenuButton trigger={<IconButton label={text.image.more} icon={<Ellipsis size={16} />} />} align="end">
      <CommandItems groups={isLive ? LIVE_GROUPS : GROUPS} dangers={['image.remove', 'image.moveToTrash']} />
    </MenuButton>
  )
}
