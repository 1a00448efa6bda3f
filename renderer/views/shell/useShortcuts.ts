import { useEffect } from 'react'
import { commands } from '../../commands/commands.ts'
import { isTyping } from '../../commands/keymap.ts'
import { commandFor } from '../../commands/registry.ts'
import { settingsStore } from '../../stores/settings.ts'
import { uiStore } from '../../stores/ui.ts'
import { isMac } from './platform.ts'

/** Takes the window's shortcuts while no sheet is open: an open one has the keyboard to itself. */
export function useShortcuts(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || uiStore.getState().sheet !== null) return
      const focused = event.target instanceof HTMLElement ? event.target : null
      const command = commandFor(commands, event, {
        isMac: isMac(),
        isTyping: isTyping(focused),
        hasSingleKeys: settingsStore.getState().singleKeys,
      })
      if (command === null) return
      event.preventDefault()
      command.run()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
}
