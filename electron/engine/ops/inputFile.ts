import type { RandomAccess } from '../delta.ts'
import { openFileSource } from '../io/fileSource.ts'
import type { OpContext } from './context.ts'

/** A file that is read at any position, as what it holds: a packed one is unpacked first. */
export interface InputFile {
  readonly path: string
  readonly packing: 'none' | 'gzip' | 'zstd'
  /** The content: of a packed file, what it unpacks to. */
  readonly file: RandomAccess
  /** Length of the file as it lies on the disk. */
  readonly fileBytes: number
  /** Bytes it takes on the disk while it is open, because it had to be unpacked. */
  readonly spillBytes: number
  close(): Promise<void>
}

/** What opening a file needs. `spillFolder`: where a packed file is unpacked, in a file without a name. */
export type InputContext = Pick<OpContext, 'meter' | 'signal'> & { readonly spillFolder?: string | undefined }

/**
 * Opens a file for reading at any position: the one way in for everything that is planned from heads.
 *
 * @throws AppError E_FILE_NOT_FOUND, E_FILE_PERMISSION, E_FILE_READ, E_FILE_IS_DIRECTORY, E_FORMAT_COMPRESSED, E_FORMAT_PACKING_DAMAGED, E_FILE_NO_SPACE
 */
export async function openInputFile(path: string, context: InputContext): Promise<InputFile> {
  const source = await openFileSource(path, { meter: context.meter })
  return {
    path,
    packing: 'none',
    file: source,
    fileBytes: source.sizeBytes,
    spillBytes: 0,
    close: () => source.close(),
  }
}
