import { Menu } from '@base-ui/react/menu'
import { Plus } from 'lucide-react'
import { useStore } from 'zustand'
import { guarded } from '../../actions/failure.ts'
import { refreshLibrary } from '../../actions/library.ts'
import { run } from '../../commands/commands.ts'
import { Button, IconButton } from '../../components/Button.tsx'
import { ErrorCard } from '../../components/ErrorCard.tsx'
import { imagesStore } from '../../stores/images.ts'
import { text } from '../../strings.ts'
import { FilesList } from './FilesList.tsx'
import { FoldersList } from './FoldersList.tsx'
import { LibraryTree } from './LibraryTree.tsx'

/** The left column: what the library holds, and the files that are open. */
export function Sidebar() {
  const error = useStore(imagesStore, (state) => state.poolsError)
  return (
    <nav className="sidebar" aria-label={text.sidebar.region} data-region="">
      <section className="side-section is-growing" aria-label={text.sidebar.library}>
        <div className="side-head">
          <h2 className="side-title">{text.sidebar.library}</h2>
          <AddMenu />
        </div>
        {error === null ? (
          <LibraryTree />
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
      <FoldersList />
      <FilesList />
    </nav>
  )
}

function AddMenu() {
  return (
    <Menu.Root>
      <Menu.Trigger render={<IconButton label={text.sidebar.add} icon={<Plus size={15} />} />} />
      <Menu.Portal>
        <Menu.Positioner className="menu-positioner" sideOffset={4} align="start">
          <Menu.Popup className="menu">
            <Menu.Item className="menu-item" onClick={() => run('library.newImage')}>
              {text.sidebar.newImage}
            </Menu.Item>
            <Menu.Item className="menu-item" onClick={() => run('library.newPool')}>
              {text.sidebar.newPool}
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
