import { useStore } from 'zustand'
import { uiStore } from '../../stores/ui.ts'
import { ImportSheet } from '../import/ImportSheet.tsx'
import { Palette } from '../palette/Palette.tsx'
import { Shortcuts } from '../palette/Shortcuts.tsx'
import { ExportSheet } from './ExportSheet.tsx'
import { NewImageForm, NewPoolForm, RemoveImageForm, RenameForm, SnapshotForm } from './LibraryForms.tsx'
import { MergeSheet } from './MergeSheet.tsx'
import { PipeSheet } from './PipeSheet.tsx'
import { SettingsForm } from './SettingsForm.tsx'

/** The sheet that is open, if any. */
export function OpenSheet() {
  const sheet = useStore(uiStore, (state) => state.sheet)
  if (sheet === null) return null
  switch (sheet.kind) {
    case 'export':
      return <ExportSheet source={sheet.source} from={sheet.from} format={sheet.format} />
    case 'merge':
      return <MergeSheet inputs={sheet.inputs} dropped={sheet.dropped} />
    case 'pipe':
      return <PipeSheet source={sheet.source} from={sheet.from} />
    case 'import':
      return <ImportSheet />
    case 'new-pool':
      return <NewPoolForm />
    case 'new-image':
      return <NewImageForm pool={sheet.pool} />
    case 'snapshot':
      return <SnapshotForm image={sheet.image} />
    case 'rename-snapshot':
      return <RenameForm image={sheet.image} snapshot={sheet.snapshot} />
    case 'remove-image':
      return <RemoveImageForm image={sheet.image} />
    case 'palette':
      return <Palette />
    case 'shortcuts':
      return <Shortcuts />
    case 'settings':
      return <SettingsForm />
  }
}
