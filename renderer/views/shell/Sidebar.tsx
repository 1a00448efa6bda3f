import { Plus } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import type { Connection } from '../../../shared/connections.ts'
import { LIBRARY } from '../../../shared/imageSpec.ts'
import { guarded } from '../../actions/failure.ts'
import { refreshLibrary } from '../../actions/library.ts'
import { Button, IconButton } from '../../components/Button.tsx'
import { ErrorCard } from '../../components/ErrorCard.tsx'
import { MenuButton } from '../../components/MenuButton.tsx'
import { sidebarArea } from '../../dnd/sidebar.ts'
import { useArea } from '../../dnd/useArea.ts'
import { closeDrawer, frameStore } from '../../stores/frame.ts'
import { clustersStore } from '../../stores/clusters.ts'
import { imagesStore } from '../../stores/images.ts'
import { selectionStore } from '../../stores/selection.ts'
import { text } from '../../strings.ts'
import { ClusterSection } from '../cluster/ClusterSection.tsx'
import { CommandItems } from '../commands/CommandItems.tsx'
import { FilesList } from './FilesList.tsx'
import { FoldersList } from './FoldersList.tsx'
import { LibraryTree } from './LibraryTree.tsx'

/** The left column: what the library holds, the clusters there are connections to, and the folders and files that are open. In a narrow window it lies over the page when asked for. */
export function Sidebar() {
  const error = useStore(imagesStore, (state) => state.poolsError)
  const connections = useStore(clustersStore, (state) => state.connections) ?? NO_CONNECTIONS
  const isHidden = useStore(frameStore, (state) => state.isSidebarHidden)
  const isDrawerOpen = useStore(frameStore, (state) => state.isDrawerOpen)
  const sidebar = useDrawer(isDrawerOpen)
  useArea(sidebar, sidebarArea)
  return (
    <>
      {isDrawerOpen ? <div className="drawer-scrim" aria-hidden="true" onClick={closeDrawer} /> : null}
      <nav
        ref={sidebar}
        id="sidebar"
        className={`sidebar${isHidden ? ' is-hidden' : ''}${isDrawerOpen ? ' is-drawer' : ''}`}
        aria-label={text.sidebar.region}
        data-region=""
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || event.defaultPrevented || !isDrawerOpen) return
          closeDrawer()
          event.preventDefault()
        }}
      >
        <section className="side-section is-growing" aria-label={text.sidebar.library}>
          <div className="side-head">
            <h2 className="side-title">{text.sidebar.library}</h2>
            <AddMenu />
          </div>
          {error === null ? (
            <LibraryTree connection={LIBRARY} />
          ) : (
            <ErrorCard
              error={error}
              isCompact
              actions={
                <Button isSmall onClick={() => void guarded(refreshLibrary)}>
                  {text.app.retry}
                </Button>
              }
            />
          )}
        </section>
        {connections.map((connection) => (
          <ClusterSection key={connection.name} connection={connection} />
        ))}
        <FoldersList />
        <FilesList />
      </nav>
    </>
  )
}

const NO_CONNECTIONS: readonly Connection[] = []

/** Takes the focus into an opened drawer and back to where it was; a drawer closes when something was opened from it. */
function useDrawer(isDrawerOpen: boolean) {
  const sidebar = useRef<HTMLElement>(null)
  useEffect(() => {
    if (!isDrawerOpen) return
    const before = document.activeElement
    sidebar.current?.querySelector<HTMLElement>('[role=treeitem][tabindex="0"], button')?.focus()
    const stop = selectionStore.subscribe((now, then) => {
      if (now.image !== then.image || now.folder !== then.folder) closeDrawer()
    })
    return () => {
      stop()
      const now = document.activeElement
      const isLost = now === null || now === document.body || sidebar.current?.contains(now) === true
      if (before instanceof HTMLElement && isLost) before.focus()
    }
  }, [isDrawerOpen])
  return sidebar
}

function AddMenu() {
  return (
    <MenuButton trigger={<IconButton label={text.sidebar.add} icon={<Plus size={15} />} />}>
      <CommandItems groups={[['library.newImage', 'library.newPool'], ['connection.add'], ['library.removed']]} />
    </MenuButton>
  )
}
