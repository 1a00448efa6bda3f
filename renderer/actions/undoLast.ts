import { uiStore } from '../stores/ui.ts'
import { restoreOrAsk } from './liveTrash.ts'
import { bringBackOrAsk } from './removedImages.ts'
import { undoSnapshots } from './snapshots.ts'

/** Takes back what was done last. @throws AppError E_SNAPSHOT_EXISTS, E_IMAGE_NOT_IN_TRASH, E_CLUSTER_* */
export async function undoLast(): Promise<void> {
  const { undo } = uiStore.getState()
  if (undo === null) return
  uiStore.setState({ undo: null })
  if (undo.kind === 'bring-back') await bringBackOrAsk(undo.removed)
  else if (undo.kind === 'restore-trashed') await restoreOrAsk(undo.place, undo.trashed)
  else await undoSnapshots(undo)
}
