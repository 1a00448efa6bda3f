import { useState } from 'react'
import { useStore } from 'zustand'
import { changeSettings } from '../../actions/session.ts'
import { Choice } from '../../components/Choice.tsx'
import { Facts } from '../../components/Facts.tsx'
import { TextField } from '../../components/Field.tsx'
import { isAbsolute } from '../../model/exportPath.ts'
import { sheetText } from '../../sheetText.ts'
import { connectionStore } from '../../stores/connection.ts'
import { settingsStore } from '../../stores/settings.ts'
import { text } from '../../strings.ts'
import { SmallForm } from './SmallForm.tsx'

/** Theme and export folder, and where the library is. */
export function SettingsForm() {
  const settings = useStore(settingsStore)
  const capabilities = useStore(connectionStore, (state) => state.capabilities)
  const [theme, setTheme] = useState(settings.theme)
  const [folder, setFolder] = useState(settings.exportFolder ?? '')
  const problem = folder === '' || isAbsolute(folder) ? null : sheetText.common.pathRelative
  return (
    <SmallForm
      title={text.settings.title}
      commit={text.settings.save}
      isReady={problem === null}
      onCommit={() => changeSettings({ theme, exportFolder: folder === '' ? null : folder })}
    >
      <Choice
        legend={text.settings.theme}
        value={theme}
        onChange={setTheme}
        options={[
          { value: 'system', label: text.settings.system },
          { value: 'light', label: text.settings.light },
          { value: 'dark', label: text.settings.dark },
        ]}
      />
      <TextField
        label={text.settings.exportFolder}
        hint={text.settings.exportFolderHint}
        value={folder}
        onChange={setFolder}
        problem={problem}
        placeholder={capabilities?.exportFolder ?? ''}
        isMono
      />
      {capabilities === null ? null : (
        <Facts
          facts={[
            [text.settings.library, capabilities.libraryPath],
            [text.settings.version, capabilities.version],
          ]}
        />
      )}
    </SmallForm>
  )
}
