import { moveToRegion } from '../a11y/regions.ts'
import { guarded } from '../actions/failure.ts'
import { openSample, sampleImages } from '../actions/sample.ts'
import { changeSettings } from '../actions/session.ts'
import { shellText } from '../shellText.ts'
import { frameStore, toggleSidebar } from '../stores/frame.ts'
import { openImage } from '../stores/selection.ts'
import { showSheet, uiStore } from '../stores/ui.ts'
import { make } from './make.ts'
import type { Command } from './registry.ts'

const t = shellText.commands
const hasSample = () => sampleImages().length > 0

/** What concerns the window itself. */
export const appCommands: readonly Command[] = [
  make('app.palette', 'Window', t.palette, () => showSheet({ kind: 'palette' }), { shortcuts: ['Mod+K', '/'] }),
  make('app.sidebar', 'Window', t.sidebar, toggleSidebar, { shortcuts: ['Mod+B'] }),
  make('app.nextRegion', 'Window', t.nextRegion, () => moveToRegion(document, 1), { shortcuts: ['F6'] }),
  make('app.previousRegion', 'Window', t.previousRegion, () => moveToRegion(document, -1), { shortcuts: ['Shift+F6'] }),
  make('app.settings', 'Window', t.settings, () => showSheet({ kind: 'settings' }), { shortcuts: ['Mod+,'] }),
  make('theme.system', 'Window', t.theme.system, setLook({ theme: 'system' })),
  make('theme.light', 'Window', t.theme.light, setLook({ theme: 'light' })),
  make('theme.dark', 'Window', t.theme.dark, setLook({ theme: 'dark' })),
  make('app.shortcuts', 'Help', t.shortcuts, () => showSheet({ kind: 'shortcuts' }), { shortcuts: ['?'] }),
  make('app.welcome', 'Help', t.welcome, openWelcome),
  make('sample.open', 'Help', t.openSample, () => void guarded(openSample), { when: hasSample }),
  make('sample.remove', 'Help', t.removeSample, () => showSheet({ kind: 'remove-sample' }), { when: hasSample }),
]

function setLook(change: Parameters<typeof changeSettings>[0]): () => void {
  return () => void guarded(() => changeSettings(change))
}

/** Shows the start page in place of what is open. */
function openWelcome(): void {
  openImage(null)
  uiStore.setState({ isHistoryOpen: false })
  frameStore.setState({ isWelcomeOpen: true })
  // What was open goes, and with it perhaps the focus.
  requestAnimationFrame(() => document.getElementById('page')?.focus())
}
