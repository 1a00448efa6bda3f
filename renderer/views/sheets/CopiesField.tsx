import { X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { guarded } from '../../actions/failure.ts'
import { openFiles, takeFiles } from '../../actions/files.ts'
import { careText } from '../../careText.ts'
import { Button, IconButton } from '../../components/Button.tsx'
import { TextField } from '../../components/Field.tsx'
import { isAbsolute } from '../../model/exportPath.ts'
import { sheetText } from '../../sheetText.ts'
import { connectionStore } from '../../stores/connection.ts'
import { inspectorStore } from '../../stores/inspector.ts'

const t = careText.repair

interface CopiesFieldProps {
  readonly paths: readonly string[]
  readonly onChange: (paths: readonly string[]) => void
}

/** The copies of files to put back: chosen, dropped anywhere on the window, or by their paths. */
export function CopiesField({ paths, onChange }: CopiesFieldProps) {
  const hasDialogs = useStore(connectionStore, (state) => state.capabilities?.dialogs === true)
  const names = useStore(inspectorStore, (state) => state.uploadedNames)
  const uploads = useStore(inspectorStore, (state) => state.uploads)
  const [typed, setTyped] = useState('')
  const add = useRef<(more: readonly string[]) => void>(() => undefined)
  add.current = (more) => onChange([...new Set([...paths, ...more])])
  useEffect(() => takeFiles((more) => add.current(more)), [])
  const problem = typed === '' || isAbsolute(typed) ? null : sheetText.common.pathRelative
  const addTyped = () => {
    if (typed === '' || problem !== null) return
    add.current([typed])
    setTyped('')
  }
  return (
    <>
      {paths.length === 0 ? (
        <p className="form-text">{t.noCopies}</p>
      ) : (
        <ul className="copies" aria-label={t.copies}>
          {paths.map((path) => (
            <li key={path}>
              <span className="is-mono-fact">{names[path] ?? path}</span>
              <IconButton
                label={t.drop(names[path] ?? path)}
                icon={<X size={14} />}
                onClick={() => onChange(paths.filter((one) => one !== path))}
              />
            </li>
          ))}
        </ul>
      )}
      {uploads.map(({ name, doneBytes, sizeBytes }) => (
        <p key={name} className="form-text" role="status">
          {sheetText.import.uploading(name, sizeBytes === 0 ? 100 : Math.floor((doneBytes / sizeBytes) * 100))}
        </p>
      ))}
      <TextField
        label={t.path}
        hint={t.pathHint}
        value={typed}
        onChange={setTyped}
        problem={problem}
        isMono
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || typed === '') return
          // Enter takes the path in; only with nothing typed it starts the job.
          event.preventDefault()
          addTyped()
        }}
        after={
          <>
            <Button disabled={typed === '' || problem !== null} onClick={addTyped}>
              {t.add}
            </Button>
            <Button onClick={() => void guarded(openFiles)}>{hasDialogs ? t.browse : t.choose}</Button>
          </>
        }
      />
    </>
  )
}
