import { useState } from 'react'
import { useStore } from 'zustand'
import { guarded } from '../../actions/failure.ts'
import { adoptFolder, chooseFolder } from '../../actions/folders.ts'
import { Button } from '../../components/Button.tsx'
import { TextField } from '../../components/Field.tsx'
import { fileText } from '../../fileText.ts'
import { isAbsolute } from '../../model/exportPath.ts'
import { sheetText } from '../../sheetText.ts'
import { connectionStore } from '../../stores/connection.ts'
import { SmallForm } from '../sheets/SmallForm.tsx'

const t = fileText.folders

/** Names a folder to adopt; with the system's dialog where there is one. */
export function AdoptForm() {
  const hasDialogs = useStore(connectionStore, (state) => state.capabilities?.dialogs === true)
  const [path, setPath] = useState('')
  const browse = async () => {
    const chosen = await chooseFolder()
    if (chosen !== null) setPath(chosen)
  }
  return (
    <SmallForm
      title={t.adoptTitle}
      hint={t.adoptHint}
      commit={t.commit}
      isReady={isAbsolute(path)}
      onCommit={() => adoptFolder(path)}
    >
      <TextField
        label={t.path}
        value={path}
        onChange={setPath}
        problem={path === '' || isAbsolute(path) ? null : sheetText.common.pathRelative}
        isMono
        after={hasDialogs ? <Button onClick={() => void guarded(browse)}>{sheetText.common.browse}</Button> : null}
      />
    </SmallForm>
  )
}
