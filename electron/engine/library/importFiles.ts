import { scanDiffV1 } from '../codec/diffV1Scan.ts'
import { truncated } from '../codec/streamErrors.ts'
import { type FileSource, openFileSource } from '../io/fileSource.ts'
import type { IoMeter } from '../io/meter.ts'
import { checkAppend } from './append.ts'
import { calledImage } from './find.ts'
import type { Library } from './library.ts'
import type { ImageIndex, LibraryRef, Link, Transaction } from './types.ts'

/** Bytes copied at a time. */
const COPY_BYTES = 1024 * 1024

/**
 * Makes an image of diff files that follow each other, the first from nothing: each becomes a link, byte for byte. All of them or none.
 *
 * @throws AppError E_IMAGE_EXISTS, E_POOL_NOT_FOUND, E_FILE_*, E_STREAM_*, E_DIFF_*.
 */
export async function importDiffFiles(
  library: Library,
  ref: LibraryRef,
  paths: readonly string[],
  options: { readonly signal: AbortSignal; readonly meter?: IoMeter | undefined },
): Promise<ImageIndex> {
  const { signal } = options
  const transaction = await library.begin(ref, { what: `import of ${calledImage(ref)}`, create: {}, signal })
  try {
    let { index } = transaction
    for (const path of paths) {
      const file = await openFileSource(path, options)
      try {
        index = await appendFile(transaction, index, file, options)
      } finally {
        await file.close()
      }
    }
    return await transaction.commit(index)
  } finally {
    await transaction.abort()
  }
}

async function appendFile(
  transaction: Transaction,
  index: ImageIndex,
  file: FileSource,
  options: { readonly signal: AbortSignal; readonly meter?: IoMeter | undefined },
): Promise<ImageIndex> {
  const { header, records, endPosition } = await scanDiffV1(file, options)
  checkAppend(index, header, { overlay: false })
  const link = await transaction.newLinkFile('diff', options)
  const buffer = new Uint8Array(COPY_BYTES)
  for (let at = 0; at < endPosition; ) {
    options.signal.throwIfAborted()
    const count = await file.readAt(at, buffer.subarray(0, Math.min(COPY_BYTES, endPosition - at)))
    if (count === 0) throw truncated('payload', 'data', at)
    await link.write(buffer.subarray(0, count))
    at += count
  }
  const addedAt = new Date().toISOString()
  const entry: Link = {
    file: link.file,
    part: 0,
    kind: 'diff',
    sizeBytes: header.sizeBytes ?? index.links.at(-1)?.sizeBytes ?? 0,
    fileBytes: endPosition,
    dataBytes: records.dataBytes,
    zeroBytes: records.zeroBytes,
    records: records.count,
    addedAt,
  }
  const links = [...index.links, entry]
  if (header.to === null) return { ...index, links }
  const snapshot = { name: header.to, afterLink: links.length, protected: false, createdAt: addedAt }
  return { ...index, links, snapshots: [...index.snapshots, snapshot] }
}
