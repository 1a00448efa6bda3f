import { useLayoutEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { guarded } from '../../actions/failure.ts'
import { receiveFiles, setFileChooser } from '../../actions/files.ts'
import { watchDesktop } from '../../dnd/desktop.ts'
import { dndStore } from '../../dnd/dndStore.ts'
import { uiStore } from '../../stores/ui.ts'
import { text } from '../../strings.ts'

/** Takes files that are dropped anywhere on the window, with a frame while they hover; and the field that chooses files without a mouse. */
export function DropTarget() {
  const isDropping = useStore(uiStore, (state) => state.isDropping)
  const over = useStore(dndStore, (state) => state.over)
  const field = useRef<HTMLInputElement>(null)

  // Before the first paint: a file dropped on a window that does not listen yet would replace the page.
  useLayoutEffect(() => {
    setFileChooser(() => field.current?.click())
    return watchDesktop()
  }, [])

  return (
    <>
      <input
        ref={field}
        type="file"
        multiple
        hidden
        aria-label={text.sidebar.openFiles}
        data-testid="file-field"
        onChange={({ target }) => {
          const files = [...(target.files ?? [])]
          // The same files chosen again must be a change again.
          target.value = ''
          void guarded(() => receiveFiles(files))
        }}
      />
      {isDropping ? (
        <div className="drop-frame" aria-hidden="true">
          <div className="drop-card">
            <p className="drop-title">{over === null ? text.drop.title : over.isPossible ? over.label : over.why}</p>
            <p className="drop-body">{text.drop.body}</p>
          </div>
        </div>
      ) : null}
    </>
  )
}
