import { useState } from 'react'
import { useStore } from 'zustand'
import { guarded } from '../../actions/failure.ts'
import { chooseFolder } from '../../actions/folders.ts'
import { setExportFolder } from '../../actions/session.ts'
import { Button } from '../../components/Button.tsx'
import { TextField } from '../../components/Field.tsx'
import { isAbsolute } from '../../model/exportPath.ts'
import { shellText } from '../../shellText.ts'
import { connectionStore } from '../../stores/connection.ts'
import { settingsStore } from '../../stores/settings.ts'

const t = shellText.settings
const trimmed = (path: string) => (path.length > 1 ? path.replace(/[\\/]+$/, '') : path)

/** Where exports go. Applies when the field is left or with Enter; a folder that is not there is said under it. */
export function ExportFolderField() {
  const saved = useStore(settingsStore, (state) => state.exportFolder)
  const capabilities = useStore(connectionStore, (state) => state.capabilities)
  const [folder, setFolder] = useState(saved ?? '')
  const used = capabilities?.exportFolder ?? ''
  const isSaved = folder === (saved ?? '')
  const isElsewhere = isSaved && folder !== '' && trimmed(folder) !== trimmed(used)
  const problem = folder !== '' && !isAbsolute(folder) ? t.relative : isElsewhere ? t.folderMissing(used) : null

  const apply = (path: string) => {
    setFolder(path)
    if (path !== '' && !isAbsolute(path)) return
    if (path !== (saved ?? '')) void guarded(() => setExportFolder(path === '' ? null : path))
  }
  const browse = async () => {
    const path = await chooseFolder()
    if (path !== null) apply(path)
  }
  return (
    <TextField
      label={t.exportFolder}
      hint={t.exportFolderHint}
      problem={problem}
      value={folder}
      onChange={setFolder}
      onBlur={() => apply(folder.trim())}
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return
        event.preventDefault()
        apply(folder.trim())
      }}
      placeholder={used}
      isMono
      after={capabilities?.dialogs === true ? <Button onClick={() => void guarded(browse)}>{t.browse}</Button> : null}
    />
  )
}
