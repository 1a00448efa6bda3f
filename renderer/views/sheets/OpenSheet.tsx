import { isLiveRef } from '../../model/liveDetails.ts'
import { MoveToTrashForm, RemoveSnapshotForm } from '../live/LiveForms.tsx'
import { FlattenSheet } from './FlattenSheet.tsx'
import { ReplicateSheet } from './ReplicateSheet.tsx'
import { useStore } from 'zustand'
import { uiStore } from '../../stores/ui.ts'
import { ClusterTrashSheet } from '../cluster/ClusterTrashSheet.tsx'
import { RemoveLeftoverForm } from '../cluster/RemoveLeftoverForm.tsx'
import { RestoreTrashedForm } from '../cluster/RestoreTrashedForm.tsx'
import { ConnectSheet } from '../connections/ConnectSheet.tsx'
import { RemoveConnectionForm } from '../connections/RemoveConnectionForm.tsx'
import { ImportSheet } from '../import/ImportSheet.tsx'
import { Palette } from '../palette/Palette.tsx'
import { AdoptForm } from '../folder/AdoptForm.tsx'
import { ImportFilesSheet } from '../folder/ImportFilesSheet.tsx'
import { ResultSheet } from '../results/ResultSheet.tsx'
import { SettingsSheet } from '../settings/SettingsSheet.tsx'
import { RemoveSampleForm } from '../welcome/RemoveSampleForm.tsx'
import { Shortcuts } from '../palette/Shortcuts.tsx'
import { BringBackForm } from './BringBackForm.tsx'
import { CleanSheet } from './CleanSheet.tsx'
import { ContentsSheet } from './ContentsSheet.tsx'
import { ConvertSheet } from './ConvertSheet.tsx'
import { ExportSheet } from './ExportSheet.tsx'
import { FoldSheet } from './FoldSheet.tsx'
import { RenameImageForm, ResizeForm } from './ImageForms.tsx'
import { NewPoolForm, RenameForm, SnapshotForm } from './LibraryForms.tsx'
import { ManifestSheet } from './ManifestSheet.tsx'
import { MergeSheet } from './MergeSheet.tsx'
import { NewImageForm } from './NewImageForm.tsx'
import { PipeSheet } from './PipeSheet.tsx'
import { RebuildSheet } from './RebuildSheet.tsx'
import { RemoveImageForm } from './RemoveImageForm.tsx'
import { RemovedImagesSheet } from './RemovedImagesSheet.tsx'
import { RepairSheet } from './RepairSheet.tsx'
import { RestoreSheet } from './RestoreSheet.tsx'
import { RollBackSheet } from './RollBackSheet.tsx'
import { VerifySheet } from './VerifySheet.tsx'

/** The sheet that is open, if any. */
export function OpenSheet() {
  const sheet = useStore(uiStore, (state) => state.sheet)
  if (sheet === null) return null
  switch (sheet.kind) {
    case 'export':
      return <ExportSheet source={sheet.source} from={sheet.from} format={sheet.format} />
    case 'merge':
      return <MergeSheet inputs={sheet.inputs} files={sheet.files} />
    case 'convert':
      return <ConvertSheet inputs={sheet.inputs} files={sheet.files} to={sheet.to} at={sheet.at ?? null} />
    case 'contents':
      return <ContentsSheet mode={sheet.mode} a={sheet.a} b={sheet.b} />
    case 'verify':
      return <VerifySheet what={sheet.what} />
    case 'write-manifests':
      return <ManifestSheet paths={sheet.paths} />
    case 'import-files':
      return <ImportFilesSheet files={sheet.files} />
    case 'adopt-folder':
      return <AdoptForm />
    case 'result':
      return <ResultSheet jobId={sheet.jobId} />
    case 'roll-back':
      return <RollBackSheet image={sheet.image} snapshot={sheet.snapshot} />
    case 'fold':
      return <FoldSheet image={sheet.image} />
    case 'resize-image':
      return <ResizeForm image={sheet.image} />
    case 'rename-image':
      return <RenameImageForm image={sheet.image} />
    case 'pipe':
      return <PipeSheet {...sheet} />
    case 'import':
      return <ImportSheet {...sheet} />
    case 'new-pool':
      return <NewPoolForm />
    case 'new-image':
      return <NewImageForm pool={sheet.pool} place={sheet.place ?? null} />
    case 'connect':
      return <ConnectSheet connection={sheet.connection} isTesting={sheet.isTesting ?? false} />
    case 'remove-connection':
      return <RemoveConnectionForm name={sheet.name} />
    case 'cluster-trash':
      return <ClusterTrashSheet place={sheet.place} />
    case 'restore-trashed':
      return <RestoreTrashedForm place={sheet.place} trashed={sheet.trashed} />
    case 'remove-leftover':
      return <RemoveLeftoverForm image={sheet.image} />
    case 'snapshot':
      return <SnapshotForm image={sheet.image} />
    case 'rename-snapshot':
      return <RenameForm image={sheet.image} snapshot={sheet.snapshot} />
    case 'remove-image':
      return isLiveRef(sheet.image) ? <MoveToTrashForm image={sheet.image} /> : <RemoveImageForm image={sheet.image} />
    case 'removed-images':
      return <RemovedImagesSheet />
    case 'bring-back':
      return <BringBackForm removed={sheet.removed} />
    case 'restore':
      return <RestoreSheet source={sheet.source} />
    case 'clean':
      return <CleanSheet image={sheet.image} />
    case 'repair':
      return <RepairSheet image={sheet.image} />
    case 'rebuild-index':
      return <RebuildSheet image={sheet.image} />
    case 'remove-sample':
      return <RemoveSampleForm />
    case 'replicate':
      return <ReplicateSheet source={sheet.source} />
    case 'flatten':
      return <FlattenSheet image={sheet.image} />
    case 'remove-snapshot':
      return <RemoveSnapshotForm image={sheet.image} snapshot={sheet.snapshot} />
    case 'palette':
      return <Palette />
    case 'shortcuts':
      return <Shortcuts />
    case 'settings':
      return <SettingsSheet />
  }
}
