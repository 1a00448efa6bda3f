import { CSPProvider } from '@base-ui/react/csp-provider'
import { LiveRegion } from './a11y/LiveRegion.tsx'
import { text } from './strings.ts'
import { ImagePage } from './views/image/ImagePage.tsx'
import { JobsStrip } from './views/jobs/JobsStrip.tsx'
import { OpenSheet } from './views/sheets/OpenSheet.tsx'
import { DropTarget } from './views/shell/DropTarget.tsx'
import { ConnectionBanner, Notices } from './views/shell/Notices.tsx'
import { Sidebar } from './views/shell/Sidebar.tsx'
import { TitleBar } from './views/shell/TitleBar.tsx'
import { useShortcuts } from './views/shell/useShortcuts.ts'
import { useTheme } from './views/shell/useTheme.ts'

/** The window: its parts put together, nothing more. */
export function App() {
  useTheme()
  useShortcuts()
  return (
    <CSPProvider disableStyleElements>
      <div className="window">
        <a className="skip-link" href="#page">
          {text.app.skip}
        </a>
        <TitleBar />
        <ConnectionBanner />
        <div className="window-body">
          <Sidebar />
          <ImagePage />
          <Notices />
        </div>
        <JobsStrip />
      </div>
      <DropTarget />
      <OpenSheet />
      <LiveRegion />
    </CSPProvider>
  )
}
