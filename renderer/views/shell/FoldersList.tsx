import { Folder, FolderPlus, TriangleAlert, X } from 'lucide-react'
import { useStore } from 'zustand'
import { guarded } from '../../actions/failure.ts'
import { forgetFolder, visitFolder } from '../../actions/folders.ts'
import { run } from '../../commands/commands.ts'
import { Button, IconButton } from '../../components/Button.tsx'
import { fileText } from '../../fileText.ts'
import { fileName } from '../../jobText.ts'
import { folderCounts } from '../../model/folderView.ts'
import { foldersStore } from '../../stores/folders.ts'
import { selectionStore } from '../../stores/selection.ts'

const t = fileText.folders

/** The folders that were adopted; the open one is marked, and one with a gap says so. */
export function FoldersList() {
  const folders = useStore(foldersStore, (state) => state.folders)
  const states = useStore(foldersStore, (state) => state.states)
  const open = useStore(selectionStore, (state) => state.folder)
  return (
    <section className="side-section" aria-label={t.region}>
      <h2 className="side-title">{t.title}</h2>
      {folders.length === 0 ? null : (
        <ul className="file-list">
          {folders.map(({ id, path }) => {
            const name = fileName(path)
            const scan = states[id]?.scan ?? null
            const gaps = scan === null ? 0 : folderCounts(scan).gaps
            return (
              <li key={id} className={id === open ? 'file-row is-current' : 'file-row'}>
                <button
                  type="button"
                  className="file-name"
                  title={path}
                  aria-current={id === open ? 'page' : undefined}
                  onClick={() => void guarded(() => visitFolder(id))}
                >
                  <Folder size={14} aria-hidden className="tree-icon" />
                  <span className="tree-name">{name}</span>
                  {gaps === 0 ? null : (
                    <TriangleAlert size={12} className="tree-state" aria-label={t.facts.gaps(gaps)} />
                  )}
                </button>
                <IconButton
                  label={t.forgetOf(name)}
                  icon={<X size={12} />}
                  onClick={() => void guarded(() => forgetFolder(id))}
                />
              </li>
            )
          })}
        </ul>
      )}
      <div className="side-actions">
        <Button isSmall icon={<FolderPlus size={14} aria-hidden />} onClick={() => run('folder.adopt')}>
          {t.adopt}
        </Button>
        {folders.length === 0 ? <p className="side-hint">{t.hint}</p> : null}
      </div>
    </section>
  )
}
