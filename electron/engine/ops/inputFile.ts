import { dirname } from 'node:path'
import { DETECT_BYTES } from '../codec/detect.ts'
import { zstdContentBytes } from '../codec/zstdFrames.ts'
import type { RandomAccess } from '../delta.ts'
import { openByteStream } from '../io/byteStream.ts'
import type { DataStretch } from '../io/dataMap.ts'
import { openFileSource } from '../io/fileSource.ts'
import { createSpill } from '../io/spill.ts'
import type { Packing } from '../io/unpack.ts'
import { type OpContext, STANDARD_STREAM } from './context.ts'
import { type ContentStream, contentStream, packingOf } from './packing.ts'

/** A file that is read at any position, as what it holds: a packed one is unpacked first. */
export interface InputFile {
  readonly path: string
  readonly packing: 'none' | Packing
  /** The content: of a packed file, what it unpacks to. */
  readonly file: RandomAccess
  /** Length of the file as it lies on the disk. */
  readonly fileBytes: number
  /** Bytes of content that are held unpacked while it is open; blocks of zeros among them take no room. */
  readonly spillBytes: number
  /** Where the file holds data; null where that cannot be told, as of content that was unpacked. @throws the signal's reason when aborted */
  dataStretches(): Promise<readonly DataStretch[] | null>
  close(): Promise<void>
}

/** What opening a file needs. `spillFolder`: where a packed file is unpacked, in a file without a name; left out: the system's temporary folder. */
export type InputContext = Pick<OpContext, 'meter' | 'signal'> &
  Partial<Pick<OpContext, 'onProgress'>> & { readonly spillFolder?: string | undefined }

/** The context of inputs whose content goes to a path: packed ones are unpacked beside it, where there is room for the output too. */
export function inputsFor(outputPath: string, context: OpContext): InputContext {
  // Not spread: the library may not be open, and is not asked for here.
  const { meter, signal, onProgress } = context
  return { meter, signal, onProgress, spillFolder: outputPath === STANDARD_STREAM ? undefined : dirname(outputPath) }
}

/**
 * Opens a file for reading at any position: the one way in for everything that is planned from heads. A file packed with gzip or zstd is
 * unpacked into a file without a name, which takes room until it is closed ({@link InputFile.spillBytes}); phase `unpacking`.
 *
 * @throws AppError E_FILE_NOT_FOUND, E_FILE_PERMISSION, E_FILE_READ, E_FILE_IS_DIRECTORY; of a packed file E_FORMAT_PACKING_DAMAGED,
 *   E_FORMAT_COMPRESSED (packed twice, or otherwise), E_FILE_NO_SPACE (nothing is left then).
 */
export async function openInputFile(path: string, context: InputContext): Promise<InputFile> {
  const source = await openFileSource(path, { meter: context.meter })
  const fileBytes = source.sizeBytes
  let head: Uint8Array
  try {
    head = headOf(source)
    if (packingOf(head, fileBytes, path) === null) {
      return {
        path,
        packing: 'none',
        file: source,
        fileBytes,
        spillBytes: 0,
        dataStretches: () => source.dataStretches(context.signal),
        close: () => source.close(),
      }
    }
  } catch (error) {
    await source.close()
    throw error
  }
  await source.close()
  return unpackFile(path, head, context)
}

/** The first bytes of a file, as many as tell what it is. */
export function headOf(file: RandomAccess): Uint8Array {
  const head = new Uint8Array(Math.min(DETECT_BYTES, file.sizeBytes))
  return head.subarray(0, file.readAtSync(0, head))
}

/** Opens a file as a stream of its content, unpacked on the way where it is packed. Closing closes the file. @throws AppError as {@link openInputFile}. */
export async function openContentFile(
  path: string,
  context: Pick<OpContext, 'meter' | 'signal'>,
): Promise<ContentStream> {
  const packed = await openByteStream(path, { signal: context.signal, meter: context.meter })
  try {
    const content = await contentStream(packed, {
      signal: context.signal,
      name: path,
      sizeBytes: packed.sizeBytes,
    })
    return {
      packing: content.packing,
      head: content.head,
      sizeBytes: content.sizeBytes,
      fileBytes: content.fileBytes,
      get workBytes() {
        return content.workBytes
      },
      read: () => content.read(),
      async close() {
        await content.close()
        await packed.close()
      },
    }
  } catch (error) {
    await packed.close()
    throw error
  }
}

/** Unpacks a file whole. */
async function unpackFile(path: string, head: Uint8Array, context: InputContext): Promise<InputFile> {
  const content = await openContentFile(path, context)
  return spoolContent(content, path, context, zstdContentBytes(head) ?? undefined)
}

/** Puts a stream's content into a file without a name, so that it can be read at any position; closes the stream. @throws AppError E_FILE_NO_SPACE, and what reading throws */
export async function spoolContent(
  content: ContentStream,
  path: string,
  context: InputContext,
  expectedBytes?: number,
): Promise<InputFile> {
  try {
    const spill = await createSpill({
      meter: context.meter,
      folder: context.spillFolder,
      name: path,
      expectedBytes,
    })
    try {
      for (;;) {
        const chunk = await content.read()
        if (chunk === null) break
        await spill.write(chunk)
        context.onProgress?.({ phase: 'unpacking', doneBytes: content.workBytes, totalBytes: content.fileBytes })
      }
      const file = await spill.finish()
      return {
        path,
        packing: content.packing,
        file,
        fileBytes: content.fileBytes ?? 0,
        spillBytes: file.sizeBytes,
        dataStretches: () => Promise.resolve(null),
        close: () => spill.close(),
      }
    } catch (error) {
      await spill.close()
      throw error
    }
  } finally {
    await content.close()
  }
}
