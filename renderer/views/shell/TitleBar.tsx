import { Check, ChevronRight, Contrast, Menu as MenuIcon, PanelLeft, Search, SlidersHorizontal } from 'lucide-react'
import { useStore } from 'zustand'
import { appMenu } from '../../../shared/menu.ts'
import type { Settings } from '../../../shared/settings.ts'
import { guarded } from '../../actions/failure.ts'
import { changeSettings } from '../../actions/session.ts'
import { run } from '../../commands/commands.ts'
import { keysOf } from '../../commands/keymap.ts'
import { IconButton } from '../../components/Button.tsx'
import { Kbd } from '../../components/Kbd.tsx'
import { Logo } from '../../components/Logo.tsx'
import { MenuItem, SubMenu } from '../../components/Menu.tsx'
import { MenuButton } from '../../components/MenuButton.tsx'
import { commandGroups } from '../../model/menuGroups.ts'
import { shellText } from '../../shellText.ts'
import { connectionStore } from '../../stores/connection.ts'
import { settingsStore } from '../../stores/settings.ts'
import { text } from '../../strings.ts'
import { CommandIconButton } from '../commands/CommandButton.tsx'
import { CommandItems } from '../commands/CommandItems.tsx'
import { JobsIndicator } from '../jobs/JobsIndicator.tsx'
import { isMac } from './platform.ts'

/** The bar on top: name, command field, what runs, theme and settings. */
export function TitleBar() {
  const shell = useStore(connectionStore, (state) => state.capabilities?.shell)
  return (
    <header className="title-bar" data-region="">
      <div className="title-start">
        {shell === 'browser' ? <AppMenu /> : null}
        <CommandIconButton id="app.sidebar" icon={<PanelLeft size={16} />} />
        <button
          type="button"
          className="brand"
          aria-label={text.app.name}
          data-tip={shellText.commands.welcome}
          onClick={() => run('app.welcome')}
        >
          <Logo />
          <span className="brand-name">{text.app.name}</span>
        </button>
      </div>
      <button type="button" className="command-field" onClick={() => run('app.palette')}>
        <Search size={14} aria-hidden />
        <span className="command-field-text">{text.app.search}</span>
        <Kbd keys={keysOf('Mod+K', isMac())} />
      </button>
      <div className="title-actions">
        <JobsIndicator />
        <ThemeMenu />
        <CommandIconButton id="app.settings" label={text.app.settings} icon={<SlidersHorizontal size={16} />} />
      </div>
    </header>
  )
}

/** What the native menu holds, where the shell has none. */
function AppMenu() {
  return (
    <MenuButton trigger={<IconButton label={shellText.menu} icon={<MenuIcon size={16} />} />}>
      {appMenu.map(({ label, entries }) => (
        <SubMenu
          key={label}
          label={
            <>
              <span className="menu-label">{label}</span>
              <ChevronRight size={14} aria-hidden />
            </>
          }
        >
          <CommandItems groups={commandGroups(entries)} dangers={DANGERS} />
        </SubMenu>
      ))}
    </MenuButton>
  )
}

const DANGERS = ['image.remove', 'sample.remove']
const THEMES: readonly Settings['theme'][] = ['system', 'light', 'dark']

function ThemeMenu() {
  const theme = useStore(settingsStore, (settings) => settings.theme)
  return (
    <MenuButton trigger={<IconButton label={text.app.theme} icon={<Contrast size={16} />} />} align="end">
      {THEMES.map((one) => (
        <MenuItem key={one} isChosen={one === theme} onClick={() => void guarded(() => changeSettings({ theme: one }))}>
          <span className="menu-mark">{one === theme ? <Check size={14} aria-hidden /> : null}</span>
          {shellText.settings.themes[one]}
        </MenuItem>
      ))}
    </MenuButton>
  )
}
