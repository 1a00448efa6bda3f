import { useStore } from 'zustand'
import { LiveRegion } from './a11y/LiveRegion.tsx'
import { Tips } from './components/Tips.tsx'
import { DropHint } from './dnd/DropHint.tsx'
import { dndStore } from './dnd/dndStore.ts'
import { text } from './strings.ts'
import { selectionStore } from './stores/selection.ts'
import { uiStore } from './stores/ui.ts'
import { FolderPage } from './views/folder/FolderPage.tsx'
import { ImagePage } from './views/image/ImagePage.tsx'
import { JobsPage } from './views/jobs/JobsPage.tsx'
import { JobsStrip } from './views/jobs/JobsStrip.tsx'
import { OpenSheet } from './views/sheets/OpenSheet.tsx'
import { DropTarget } from './views/shell/DropTarget.tsx'
import { ConnectionBanner, Notices } from './views/shell/Notices.tsx'
import { Sidebar } from './views/shell/Sidebar.tsx'
import { TitleBar } from './views/shell/TitleBar.tsx'
import { useShortcuts } from './views/shell/useShortcuts.ts'
import { useTheme } from './views/shell/useTheme.ts'
import { useStartPage } from './views/welcome/useStartPage.ts'
import { Welcome } from './views/welcome/Welcome.tsx'

/** The middle of the window: all jobs, an adopted folder, or the open image. */
function Page() {
  const isJobsPage = useStore(uiStore, (state) => state.isHistoryOpen)
  const folder = useStore(selectionStore, (state) => state.folder)
  const isStart = useStartPage()
  if (isJobsPage) return <JobsPage />
  if (isStart) return <Welcome />
  return folder === null ? <ImagePage /> : <FolderPage key={folder} id={folder} />
}

/** The window: its parts put together, nothing more. */
export function App() {
  useTheme()
  useShortcuts()
  // Whatever lies over the window has the keyboard and the screen reader to itself.
  const isSheetOpen = useStore(uiStore, (state) => state.sheet !== null)
  const isCarrying = useStore(dndStore, (state) => state.carry !== null)
  return (
    <>
      <div className="window" inert={isSheetOpen || isCarrying}>
        <a className="skip-link" href="#page">
          {text.app.skip}
        </a>
        <TitleBar />
        <ConnectionBanner />
        <div className="window-body">
          <Sidebar />
          <Page />
          <Notices />
        </div>
        <JobsStrip />
      </div>
      <DropTarget />
      <DropHint />
      <OpenSheet />
      <LiveRegion />
      <Tips />
    </>
  )
}
