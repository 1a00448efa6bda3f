import type { JobRequest } from '../../shared/jobs.ts'
import { inputPathsOf } from '../../shared/requestParts.ts'
import { toWire } from '../../shared/errors.ts'
import { call, pathForFile } from '../api.ts'
import { connectionStore } from '../stores/connection.ts'
import { inspectorStore, withFiles } from '../stores/inspector.ts'
import type { Sheet } from '../stores/ui.ts'
import { showSheet } from '../stores/ui.ts'
import { uploadFile } from './upload.ts'

type ImportSheet = Extract<Sheet, { kind: 'import' }>
type Taker = (paths: readonly string[]) => void

let taker: Taker | null = null

/** While a form asks for files of its own, what is dropped or chosen goes to it. Gives what ends that. */
export function takeFiles(take: Taker): () => void {
  taker = take
  return () => {
    if (taker === take) taker = null
  }
}

/** Files that were dropped on the window or chosen in the page: for the form that asks for some, else to be looked into. */
export async function receiveFiles(files: readonly File[], into: ImportSheet = { kind: 'import' }): Promise<void> {
  if (files.length === 0) return
  if (taker === null) return inspectFiles(files, into)
  const take = taker
  take(await pathsOf(files))
}

/** The paths of files for the host. Bytes are uploaded first where files have no path. @throws AppError */
async function pathsOf(files: readonly File[]): Promise<readonly string[]> {
  const hasPaths = connectionStore.getState().capabilities?.paths === true
  const paths: string[] = []
  // One after the other: they share one disk, and the first that fails stops the rest.
  for (const file of files) {
    const path = hasPaths ? pathForFile(file) : null
    paths.push(path ?? (await upload(file)))
  }
  return paths
}

/** Reads dropped or chosen files and explains them; nothing is done with them. */
export async function inspectFiles(files: readonly File[], into: ImportSheet = { kind: 'import' }): Promise<void> {
  if (files.length === 0) return
  showSheet(into)
  try {
    await inspectPaths(await pathsOf(files), into)
  } catch (error) {
    inspectorStore.setState({ uploads: [], isReading: false, error: toWire(error) })
  }
}

/** Reads files by their paths and shows what they are. */
export async function inspectPaths(paths: readonly string[], into: ImportSheet = { kind: 'import' }): Promise<void> {
  if (paths.length === 0) return
  showSheet(into)
  inspectorStore.setState({ isReading: true, error: null })
  try {
    const { files, readBytes, elapsedMs } = await call('file.inspect', { paths: [...paths] })
    inspectorStore.setState((state) => ({
      files: withFiles(state.files, files),
      readBytes,
      elapsedMs,
      isReading: false,
    }))
  } catch (error) {
    inspectorStore.setState({ isReading: false, error: toWire(error) })
  }
}

let chooseInPage: () => void = () => undefined

/** Names the way to choose files where the shell has no dialogs of its own: the page's file field. */
export function setFileChooser(choose: () => void): void {
  chooseInPage = choose
}

/** Lets the user choose files: with the system's dialog where there is one, else with the page's own. */
export async function openFiles(): Promise<void> {
  if (connectionStore.getState().capabilities?.dialogs !== true) {
    chooseInPage()
    return
  }
  const paths = await call('dialog.openFiles', {})
  if (paths === null) return
  if (taker === null) await inspectPaths(paths)
  else taker(paths)
}

/** Takes files out of the list; they stay on the disk. */
export function closeFiles(paths: readonly string[]): void {
  const gone = new Set(paths)
  inspectorStore.setState((state) => ({ files: state.files.filter((file) => !gone.has(file.path)) }))
}

/**
 * Takes the files out of the list that a job was started with: what has been dealt with, and copies that were sent up, since the host
 * removes them with the job. Files that a job only looks at stay.
 */
export function closeUsedFiles(request: JobRequest): void {
  const { uploadedNames } = inspectorStore.getState()
  const isDealtWith = ['import', 'import-diff', 'merge', 'convert'].includes(request.kind)
  closeFiles(inputPathsOf(request).filter((path) => isDealtWith || path in uploadedNames))
}

async function upload(file: File): Promise<string> {
  const show = (doneBytes: number) =>
    inspectorStore.setState({ uploads: [{ name: file.name, sizeBytes: file.size, doneBytes }], error: null })
  show(0)
  const path = await uploadFile(file, show)
  inspectorStore.setState(({ uploadedNames }) => ({
    uploads: [],
    uploadedNames: { ...uploadedNames, [path]: file.name },
  }))
  return path
}
