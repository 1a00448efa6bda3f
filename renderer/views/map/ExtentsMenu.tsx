import { Download } from 'lucide-react'
import { run } from '../../commands/commands.ts'
import { IconButton } from '../../components/Button.tsx'
import { MenuItem } from '../../components/Menu.tsx'
import { MenuButton } from '../../components/MenuButton.tsx'
import { mapText } from '../../mapText.ts'

/** The exact extents of what the map tells, as a file. */
export function ExtentsMenu({ isDisabled }: { readonly isDisabled: boolean }) {
  const t = mapText.extents
  return (
    <MenuButton trigger={<IconButton label={t.menu} icon={<Download size={15} />} disabled={isDisabled} />} align="end">
      <MenuItem onClick={() => run('map.extentsCsv')}>{t.csv}</MenuItem>
      <MenuItem onClick={() => run('map.extentsJson')}>{t.json}</MenuItem>
    </MenuButton>
  )
}
