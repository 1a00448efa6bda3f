import { useStore } from 'zustand'
import { guarded } from '../../actions/failure.ts'
import { chooseSavePath } from '../../actions/savePath.ts'
import { Button } from '../../components/Button.tsx'
import { TextField } from '../../components/Field.tsx'
import { fileText } from '../../fileText.ts'
import { sheetText } from '../../sheetText.ts'
import { connectionStore } from '../../stores/connection.ts'
import type { OutputPath } from './useOutputPath.ts'

interface PathFieldProps {
  readonly output: OutputPath
  /** A folder is made there. */
  readonly isFolder?: boolean
}

/** The path a job writes to; with the system's dialog where there is one. */
export function PathField({ output, isFolder = false }: PathFieldProps) {
  const hasDialogs = useStore(connectionStore, (state) => state.capabilities?.dialogs === true)
  const browse = async () => {
    const path = await chooseSavePath(output.path)
    if (path !== null) output.setPath(path)
  }
  return (
    <TextField
      label={isFolder ? fileText.convert.folder : sheetText.common.path}
      hint={isFolder ? fileText.convert.folderHint : sheetText.common.pathHint}
      problem={output.problem}
      value={output.path}
      onChange={output.setPath}
      isMono
      after={hasDialogs ? <Button onClick={() => void guarded(browse)}>{sheetText.common.browse}</Button> : null}
    />
  )
}
