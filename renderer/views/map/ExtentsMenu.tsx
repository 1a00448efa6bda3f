import { Menu } from '@base-ui/react/menu'
import { Download } from 'lucide-react'
import { run } from '../../commands/commands.ts'
import { mapText } from '../../mapText.ts'

/** The exact extents of what the map tells, as a file. */
export function ExtentsMenu({ isDisabled }: { readonly isDisabled: boolean }) {
  const t = mapText.extents
  return (
    <Menu.Root>
      <Menu.Trigger className="icon-button" aria-label={t.menu} title={t.menu} disabled={isDisabled}>
        <Download size={15} />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className="menu-positioner" sideOffset={4} align="end">
          <Menu.Popup className="menu">
            <Menu.Item className="menu-item" onClick={() => run('map.extentsCsv')}>
              {t.csv}
            </Menu.Item>
            <Menu.Item className="menu-item" onClick={() => run('map.extentsJson')}>
              {t.json}
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
