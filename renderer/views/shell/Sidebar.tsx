import { Plus } from 'lucide-react'
import { useStore } from 'zustand'
import { guarded } from '../../actions/failure.ts'
import { refreshLibrary } from '../../actions/library.ts'
import { Button, IconButton } from '../../components/Button.tsx'
import { ErrorCard } from '../../components/ErrorCard.tsx'
import { MenuButton } from '../../components/MenuButton.tsx'
import { imagesStore } from '../../stores/images.ts'
import { text } from '../../strings.ts'
import { CommandItems } from '../commands/CommandItems.tsx'
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
    <MenuButton trigger={<IconButton label={text.sidebar.add} icon={<Plus size={15} />} />}>
      <CommandItems groups={[['library.newImage', 'library.newPool']]} />
    </MenuButton>
  )
}
