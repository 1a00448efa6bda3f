import type { WireError } from '../../shared/errors.ts'
import { isAppError } from '../../shared/errors.ts'
import type { JobRequest } from '../../shared/jobs.ts'
import { inputPathsOf } from '../../shared/requestParts.ts'
import { call } from '../api.ts'
import type { CardAction } from '../errorText.ts'
import { connectionOf, formOf, imageOfJob, placeOfError, verifySheetOf, wayBackOf } from '../model/errorCards.ts'
import { clustersStore } from '../stores/clusters.ts'
import { imageKey, imagesStore } from '../stores/images.ts'
import { showSheet } from '../stores/ui.ts'
import { inspectPaths } from './files.ts'
import { revealFile } from './jobs.ts'
import { visitImage } from './library.ts'
import { startAgain } from './startAgain.ts'

/**
 * Opens the form a job came from, filled with what it was asked; files among its inputs are read anew.
 *
 * @throws AppError E_FILE_* when one of them is no longer there
 */
export async function openForm(request: JobRequest): Promise<void> {
  const sheet = formOf(request)
  if (sheet === null) return
  if (sheet.kind === 'import') {
    await inspectPaths(inputPathsOf(request))
    return
  }
  const paths = inputPathsOf(request)
  if ((sheet.kind === 'merge' || sheet.kind === 'convert') && paths.length > 0) {
    const { files } = await call('file.inspect', { paths: [...paths] })
    showSheet({ ...sheet, files })
    return
  }
  showSheet(sheet)
}

/** Shows a file where it lies; where it is gone, the folder it would be in. @throws AppError E_UNSUPPORTED, E_FILE_NOT_FOUND */
export async function revealPlace(path: string): Promise<void> {
  try {
    await revealFile(path)
  } catch (error) {
    const folder = path.replace(/[\\/][^\\/]*$/, '')
    if (!isAppError(error, 'E_FILE_NOT_FOUND') || folder === '' || folder === path) throw error
    await revealFile(folder)
  }
}

/** Does what a button of an error card says. @throws AppError what that meets */
export async function doCardAction(action: CardAction, error: WireError, request: JobRequest | null): Promise<void> {
  if (action === 'reload') {
    window.location.reload()
    return
  }
  const place = placeOfError(error, request)
  if (action === 'folder' && place !== null) await revealPlace(place)
  if (request === null) return
  const image = imageOfJob(request)
  if (action === 'again') await startAgain(request)
  else if (action === 'form' || action === 'place') await openForm(request)
  else if (action === 'verify') showSheet(verifySheetOf(error, request))
  else if (action === 'repair' && image !== null) showSheet({ kind: 'repair', image })
  else if (action === 'image' && image !== null) await visitImage(image)
  else if (action === 'connection') showConnection(connectionOf(error, request))
  else if (action === 'roll-back') await showWayBack(error, request)
}

/** Opens a connection with its self-test; one that is gone can only be made anew. */
function showConnection(name: string | null): void {
  const connection = clustersStore.getState().connections?.find((one) => one.name === name) ?? null
  showSheet({ kind: 'connect', connection, isTesting: connection !== null })
}

/** Opens the image, and the form that rolls it back to the snapshot an error names, where it is still there. */
async function showWayBack(error: WireError, request: JobRequest): Promise<void> {
  const back = wayBackOf(error, request)
  if (back === null) return
  await visitImage(back.image)
  const { details } = imagesStore.getState()
  const snapshot = details[imageKey(back.image)]?.snapshots.find(({ name }) => name.text === back.snapshot)
  if (snapshot !== undefined) showSheet({ kind: 'roll-back', image: back.image, snapshot })
}
