import { useLayoutEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { guarded } from '../../actions/failure.ts'
import { receiveFiles, setFileChooser } from '../../actions/files.ts'
import { uiStore } from '../../stores/ui.ts'
import { text } from '../../strings.ts'

const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true

/** Takes files that are dropped anywhere on the window, with a frame while they hover; and the field that chooses files without a mouse. */
export function DropTarget() {
  const isDropping = useStore(uiStore, (state) => state.isDropping)
  const field = useRef<HTMLInputElement>(null)

  // Before the first paint: a file dropped on a window that does not listen yet would replace the page.
  useLayoutEffect(() => {
    // A drag enters and leaves every element on its way: only the balance says whether it is over the window.
    let depth = 0
    const show = (isDropping: boolean) => uiStore.setState({ isDropping })
    const onEnter = (event: DragEvent) => {
      if (!carriesFiles(event)) return
      event.preventDefault()
      depth++
      show(true)
    }
    const onOver = (event: DragEvent) => {
      if (!carriesFiles(event)) return
      event.preventDefault()
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy'
    }
    const onLeave = (event: DragEvent) => {
      if (!carriesFiles(event)) return
      depth = Math.max(0, depth - 1)
      if (depth === 0) show(false)
    }
    const onDrop = (event: DragEvent) => {
      if (!carriesFiles(event)) return
      event.preventDefault()
      depth = 0
      show(false)
      void guarded(() => receiveFiles([...(event.dataTransfer?.files ?? [])]))
    }
    window.addEventListener('dragenter', onEnter)
    window.addEventListener('dragover', onOver)
    window.addEventListener('dragleave', onLeave)
    window.addEventListener('drop', onDrop)
    setFileChooser(() => field.current?.click())
    return () => {
      window.removeEventListener('dragenter', onEnter)
      window.removeEventListener('dragover', onOver)
      window.removeEventListener('dragleave', onLeave)
      window.removeEventListener('drop', onDrop)
    }
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
            <p className="drop-title">{text.drop.title}</p>
            <p className="drop-body">{text.drop.body}</p>
          </div>
        </div>
      ) : null}
    </>
  )
}
