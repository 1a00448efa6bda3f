import { Menu } from '@base-ui/react/menu'
import { Check, Contrast, Search, SlidersHorizontal } from 'lucide-react'
import { useStore } from 'zustand'
import type { Settings } from '../../../shared/settings.ts'
import { guarded } from '../../actions/failure.ts'
import { changeSettings } from '../../actions/session.ts'
import { run } from '../../commands/commands.ts'
import { keysOf } from '../../commands/keymap.ts'
import { IconButton } from '../../components/Button.tsx'
import { Kbd } from '../../components/Kbd.tsx'
import { Logo } from '../../components/Logo.tsx'
import { settingsStore } from '../../stores/settings.ts'
import { text } from '../../strings.ts'
import { JobsIndicator } from '../jobs/JobsIndicator.tsx'
import { isMac } from './platform.ts'

/** The bar on top: name, command field, what runs, theme and settings. */
export function TitleBar() {
  return (
    <header className="title-bar" data-region="">
      <div className="brand">
        <Logo />
        <span className="brand-name">{text.app.name}</span>
      </div>
      <button type="button" className="command-field" onClick={() => run('app.palette')}>
        <Search size={14} aria-hidden />
        <span className="command-field-text">{text.app.search}</span>
        <Kbd keys={keysOf('Mod+K', isMac())} />
      </button>
      <div className="title-actions">
        <JobsIndicator />
        <ThemeMenu />
        <IconButton
          label={text.app.settings}
          icon={<SlidersHorizontal size={16} />}
          onClick={() => run('app.settings')}
        />
      </div>
    </header>
  )
}

const THEMES: readonly Settings['theme'][] = ['system', 'light', 'dark']

function ThemeMenu() {
  const theme = useStore(settingsStore, (settings) => settings.theme)
  return (
    <Menu.Root>
      <Menu.Trigger render={<IconButton label={text.app.theme} icon={<Contrast size={16} />} />} />
      <Menu.Portal>
        <Menu.Positioner className="menu-positioner" sideOffset={4} align="end">
          <Menu.Popup className="menu">
            <Menu.RadioGroup
              value={theme}
              onValueChange={(chosen: Settings['theme']) => void guarded(() => changeSettings({ theme: chosen }))}
            >
              {THEMES.map((one) => (
                <Menu.RadioItem key={one} value={one} className="menu-item" closeOnClick>
                  <span className="menu-mark">{one === theme ? <Check size={14} aria-hidden /> : null}</span>
                  {text.settings[one]}
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
