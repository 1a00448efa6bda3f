import { runSession } from './actions/session.ts'
import { setShell } from './api.ts'
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
import './styles/cluster.css'
import './styles/forced.css'
import './styles/reflow.css'
import type { Shell } from './transport/shell.ts'

/**
 * Connects the window to the host behind a shell and draws it into an element. What draws it is a file of its own: while the browser still reads and
 * compiles that, the host is asked, and what it knows is there when the window is.
 */
export function start(shell: Shell, root: HTMLElement): void {
  setShell(shell)
  const drawn = import('./draw.tsx').then(({ draw }) => draw(root))
  void runSession((id) => void drawn.then((run) => run(id)))
}
