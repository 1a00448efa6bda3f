import { File, Plus, X } from 'lucide-react'
import { useRef } from 'react'
import { useStore } from 'zustand'
import { closeFiles } from '../../actions/files.ts'
import { run } from '../../commands/commands.ts'
import { Button, IconButton } from '../../components/Button.tsx'
import { ContextMenu } from '../../components/ContextMenu.tsx'
import { shellText } from '../../shellText.ts'
import { inspectorStore } from '../../stores/inspector.ts'
import { aimAt } from '../../stores/target.ts'
import { text } from '../../strings.ts'
import { formatBytes } from '../../../shared/units.ts'
import { CommandIconButton } from '../commands/CommandButton.tsx'
import { CommandItems } from '../commands/CommandItems.tsx'
import { focusAfterRemoval } from './focusAfterRemoval.ts'

const MAX_SHOWN = 100
const MENU = [['file.inspect'], ['file.copyPath', 'file.reveal'], ['file.close', 'files.closeAll']] as const

function itemsFor(target: Element) {
  const path = target.closest('[data-path]')?.getAttribute('data-path') ?? null
  if (path === null) return null
  aimAt({ kind: 'file', path })
  return <CommandItems groups={MENU} />
}

/** The files that were dropped or opened. */
export function FilesList() {
  const files = useStore(inspectorStore, (state) => state.files)
  const section = useRef<HTMLElement>(null)
  return (
    <section className="side-section" aria-label={text.sidebar.files} ref={section} data-files="">
      <div className="side-head">
        <h2 className="side-title">{text.sidebar.files}</h2>
        {files.length === 0 ? null : <CommandIconButton id="files.open" icon={<Plus size={15} />} />}
      </div>
      {files.length === 0 ? (
        <div className="side-actions">
          <p className="side-hint">{shellText.files.empty}</p>
          <Button isSmall onClick={() => run('files.open')}>
            {text.sidebar.openFiles}
          </Button>
        </div>
      ) : (
        <ContextMenu
          itemsFor={itemsFor}
          render={
            <ul className="file-list">
              {files.slice(0, MAX_SHOWN).map((file) => (
                <li key={file.path} className="file-row" data-path={file.path}>
                  <button type="button" className="file-name" data-tip={file.path} onClick={() => run('files.inspect')}>
                    <File size={14} aria-hidden className="tree-icon" />
                    <bdi className="tree-name">{file.name}</bdi>
                    <span className="tree-count">{formatBytes(file.fileBytes)}</span>
                  </button>
                  <IconButton
                    label={text.sidebar.closeFile(file.name)}
                    icon={<X size={12} />}
                    onClick={({ currentTarget }) => {
                      focusAfterRemoval(section.current, currentTarget.closest('li'))
                      closeFiles([file.path])
                    }}
                  />
                </li>
              ))}
              {files.length > MAX_SHOWN ? (
                <li className="side-note">{shellText.files.more(files.length - MAX_SHOWN)}</li>
              ) : null}
            </ul>
          }
        />
      )}
    </section>
  )
}
