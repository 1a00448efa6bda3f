import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { runSession } from './actions/session.ts'
import { setShell } from './api.ts'
import { App } from './App.tsx'
import { run } from './commands/commands.ts'
import './styles/tokens.css'
import './styles/base.css'
import './styles/controls.css'
import './styles/overlays.css'
import './styles/shell.css'
import './styles/image.css'
import './styles/timeline.css'
import './styles/map.css'
import './styles/jobs.css'
import './styles/history.css'
import './styles/sheets.css'
import './styles/care.css'
import './styles/merge.css'
import './styles/dnd.css'
import './styles/results.css'
import './styles/palette.css'
import './styles/settings.css'
import './styles/welcome.css'
import './styles/forced.css'
import './styles/reflow.css'
import type { Shell } from './transport/shell.ts'

/** Draws the window into an element and connects it to the host behind a shell. */
export function start(shell: Shell, root: HTMLElement): void {
  setShell(shell)
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
  void runSession(run)
}
