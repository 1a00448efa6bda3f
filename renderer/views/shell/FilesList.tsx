import { File, FolderOpen, X } from 'lucide-react'
import { useStore } from 'zustand'
import { closeFiles } from '../../actions/files.ts'
import { run } from '../../commands/commands.ts'
import { Button, IconButton } from '../../components/Button.tsx'
import { inspectorStore } from '../../stores/inspector.ts'
import { text } from '../../strings.ts'
import { formatBytes } from '../../../shared/units.ts'

/** The files that were dropped or opened. */
export function FilesList() {
  const files = useStore(inspectorStore, (state) => state.files)
  return (
    <section className="side-section" aria-label={text.sidebar.files}>
      <h2 className="side-title">{text.sidebar.files}</h2>
      {files.length === 0 ? null : (
        <ul className="file-list">
          {files.slice(0, 100).map((file) => (
            <li key={file.path} className="file-row">
              <button type="button" className="file-name" title={file.path} onClick={() => run('files.inspect')}>
                <File size={14} aria-hidden className="tree-icon" />
                <span className="tree-name">{file.name}</span>
                <span className="tree-count">{formatBytes(file.fileBytes)}</span>
              </button>
              <IconButton
                label={text.sidebar.closeFile(file.name)}
                icon={<X size={12} />}
                onClick={() => closeFiles([file.path])}
              />
            </li>
          ))}
        </ul>
      )}
      <div className="side-actions">
        <Button isSmall icon={<FolderOpen size={14} aria-hidden />} onClick={() => run('files.open')}>
          {text.sidebar.openFiles}
        </Button>
        <p className="side-hint">{text.sidebar.filesHint}</p>
      </div>
    </section>
  )
}
