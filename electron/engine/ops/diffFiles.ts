import { AppError } from '../../../shared/errors.ts'
import { scanDiffV1, type ScannedDiffV1 } from '../codec/diffV1Scan.ts'
import type { RandomAccess } from '../delta.ts'
import { type InputContext, openInputFile } from './inputFile.ts'

/** A v1 diff in a seekable file, its heads read and found good. */
export interface DiffFile extends ScannedDiffV1 {
  readonly file: RandomAccess
  /** As of its `InputFile`. */
  readonly fileBytes: number
  readonly spillBytes: number
  close(): Promise<void>
}

/**
 * Opens a diff and reads all its heads: the checks that come before the first write.
 *
 * A packed file is unpacked first.
 * @throws AppError E_FILE_*, E_STREAM_*, E_FORMAT_* — each naming the file.
 */
export async function openDiffFile(path: string, context: InputContext): Promise<DiffFile> {
  const input = await openInputFile(path, context)
  try {
    const { file, fileBytes, spillBytes } = input
    const scanned = await scanDiffV1(file, { signal: context.signal })
    return { ...scanned, file, fileBytes, spillBytes, close: () => input.close() }
  } catch (error) {
    await input.close()
    throw inFile(error, path)
  }
}

/** Opens several; on a failure those already open are closed. */
export async function openDiffFiles(paths: readonly string[], context: InputContext): Promise<readonly DiffFile[]> {
  const files: DiffFile[] = []
  try {
    for (const path of paths) files.push(await openDiffFile(path, context))
    return files
  } catch (error) {
    await closeDiffFiles(files)
    throw error
  }
}

export async function closeDiffFiles(files: readonly DiffFile[]): Promise<void> {
  await Promise.all(files.map((file) => file.close()))
}

/** Says in which file a stream's fault is: a codec knows offsets, not files. */
export function inFile(error: unknown, path: string): unknown {
  if (!(error instanceof AppError) || error.detail?.['path'] !== undefined) return error
  // What opens files says so itself.
  if (error.message.includes(path)) return error
  return new AppError(error.code, `${path}: ${error.message}`, {
    hint: error.hint,
    detail: { ...error.detail, path },
    cause: error,
  })
}
