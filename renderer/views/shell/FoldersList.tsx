import { Folder, Plus, TriangleAlert, X } from 'lucide-react'
import { useRef } from 'react'
import { useStore } from 'zustand'
import { guarded } from '../../actions/failure.ts'
import { forgetFolder, visitFolder } from '../../actions/folders.ts'
import { run } from '../../commands/commands.ts'
import { Button, IconButton } from '../../components/Button.tsx'
import { ContextMenu } from '../../components/ContextMenu.tsx'
import { fileText } from '../../fileText.ts'
import { fileName } from '../../jobText.ts'
import { folderCounts } from '../../model/folderView.ts'
import { foldersStore } from '../../stores/folders.ts'
import { selectionStore } from '../../stores/selection.ts'
import { aimAt } from '../../stores/target.ts'
import { CommandIconButton } from '../commands/CommandButton.tsx'
import { CommandItems } from '../commands/CommandItems.tsx'
import { focusAfterRemoval } from './focusAfterRemoval.ts'

const t = fileText.folders
const MENU = [['folder.open'], ['folder.copyPath', 'folder.reveal'], ['folder.forget']] as const

function itemsFor(target: Element) {
  const id = target.closest('[data-folder]')?.getAttribute('data-folder')
  const folder = foldersStore.getState().folders.find((one) => one.id === id)
  if (folder === undefined) return null
  aimAt({ kind: 'folder', id: folder.id, path: folder.path })
  return <CommandItems groups={MENU} />
}

/** The folders that were adopted; the open one is marked, and one with a gap says so. */
export function FoldersList() {
  const folders = useStore(foldersStore, (state) => state.folders)
  const states = useStore(foldersStore, (state) => state.states)
  const open = useStore(selectionStore, (state) => state.folder)
  const section = useRef<HTMLElement>(null)
  return (
    <section className="side-section" aria-label={t.region} ref={section}>
      <div className="side-head">
        <h2 className="side-title">{t.title}</h2>
        {folders.length === 0 ? null : <CommandIconButton id="folder.adopt" icon={<Plus size={15} />} />}
      </div>
      {folders.length === 0 ? (
        <div className="side-actions">
          <p className="side-hint">{t.hint}</p>
          <Button isSmall onClick={() => run('folder.adopt')}>
            {t.adopt}
          </Button>
        </div>
      ) : (
        <ContextMenu
          itemsFor={itemsFor}
          render={
            <ul className="file-list">
              {folders.map(({ id, path }) => {
                const name = fileName(path)
                const scan = states[id]?.scan ?? null
                const gaps = scan === null ? 0 : folderCounts(scan).gaps
                return (
                  <li key={id} className={id === open ? 'file-row is-current' : 'file-row'} data-folder={id}>
                    <button
                      type="button"
                      className="file-name"
                      data-tip={path}
                      aria-current={id === open ? 'page' : undefined}
                      onClick={() => void guarded(() => visitFolder(id))}
                    >
                      <Folder size={14} aria-hidden className="tree-icon" />
                      <bdi className="tree-name">{name}</bdi>
                      {gaps === 0 ? null : (
                        <TriangleAlert size={12} className="tree-state is-gap" aria-label={t.facts.gaps(gaps)} />
                      )}
                    </button>
                    <IconButton
                      label={t.forgetOf(name)}
                      icon={<X size={12} />}
                      onClick={({ currentTarget }) => {
                        focusAfterRemoval(section.current, currentTarget.closest('li'))
                        void guarded(() => forgetFolder(id))
                      }}
                    />
                  </li>
                )
              })}
            </ul>
          }
        />
      )}
    </section>
  )
}
