import { join } from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import { scanDiffV1 } from '../codec/diffV1Scan.ts'
import { type ScannedImageV2, scanImageV2 } from '../codec/imageV2Scan.ts'
import { scanRaw } from '../codec/raw.ts'
import { RecordTable } from '../codec/recordTable.ts'
import type { RandomAccess } from '../delta.ts'
import type { DataStretch } from '../io/dataMap.ts'
import { openFileSource } from '../io/fileSource.ts'
import { extentsFileName, type LinkStamp, readExtents, writeExtents } from './extentsCache.ts'
import type { ImagePaths } from './layout.ts'
import type { Link } from './types.ts'

/** Diffs with fewer records are read from their heads faster than a cache would be kept right. */
const CACHED_RECORDS_MIN = 16384

/** The heads of files of format 2 that were read already: one reading serves all the links in a file. */
export type ScannedFiles = Map<string, Promise<ScannedImageV2>>

/**
 * The records of one link, none of them beyond the image's size at its end: from its cache, else from the link file itself.
 *
 * @throws AppError E_LIBRARY_DAMAGED when the file does not hold what a link must; the signal's reason when aborted.
 */
export async function linkRecords(
  paths: ImagePaths,
  link: Link,
  file: RandomAccess,
  stamp: LinkStamp,
  { signal, scanned }: { readonly signal: AbortSignal; readonly scanned: ScannedFiles },
): Promise<RecordTable> {
  const cache = join(paths.cache, extentsFileName(link.file, link.part))
  // A raw base is known only by reading all of it, so its cache is always worth having.
  const isCached = link.kind === 'raw' || link.records >= CACHED_RECORDS_MIN
  const cached = isCached ? await readExtents(cache, stamp, link.sizeBytes) : null
  if (cached !== null) return cached
  const records = withinSize(await scan(paths, link, file, signal, scanned), link.sizeBytes)
  if (isCached) await writeExtents(cache, stamp, records)
  return records
}

async function scan(
  paths: ImagePaths,
  link: Link,
  file: RandomAccess,
  signal: AbortSignal,
  scanned: ScannedFiles,
): Promise<RecordTable> {
  try {
    if (link.kind === 'v2') {
      const image = scanned.get(link.file) ?? scanImageV2(file, { signal })
      scanned.set(link.file, image)
      const diff = (await image).diffs[link.part]
      if (diff !== undefined) return diff.records
      throw new AppError('E_STREAM_COUNT', `It has no diff number ${link.part + 1}`, { detail: { part: link.part } })
    }
    if (link.kind === 'raw') {
      const stretches = await stretchesOf(join(paths.links, link.file), signal)
      return await scanRaw(upTo(file, link.sizeBytes), { signal, stretches })
    }
    return (await scanDiffV1(file, { signal })).records
  } catch (error) {
    if (!(error instanceof AppError) || !error.code.startsWith('E_STREAM_')) throw error
    const path = join(paths.links, link.file)
    throw new AppError('E_LIBRARY_DAMAGED', `${path}: ${error.message}`, {
      hint: error.hint,
      detail: { ...error.detail, path, streamCode: error.code },
      cause: error,
    })
  }
}

/** What of a base its file system says is there: the holes of a large image are not read to be found. */
async function stretchesOf(path: string, signal: AbortSignal): Promise<readonly DataStretch[] | null> {
  const file = await openFileSource(path)
  try {
    return await file.dataStretches(signal)
  } finally {
    await file.close()
  }
}

/** A base may have bytes beyond the image's size; growth is zeros all the same (DESIGN §10), so they are never looked at. */
function upTo(file: RandomAccess, sizeBytes: number): RandomAccess {
  if (file.sizeBytes <= sizeBytes) return file
  return {
    sizeBytes,
    readAt: (position, into) => file.readAt(position, into.subarray(0, Math.max(0, sizeBytes - position))),
    readAtSync: (position, into) => file.readAtSync(position, into.subarray(0, Math.max(0, sizeBytes - position))),
  }
}

/** Cuts what reaches beyond the image, as the real importer does; only a diff without a size of its own can have such records. */
function withinSize(records: RecordTable, sizeBytes: number): RecordTable {
  if (records.endBytes <= sizeBytes) return records
  const within = new RecordTable()
  for (let i = 0; i < records.count; i++) {
    const offset = records.offset(i)
    const length = Math.min(records.length(i), sizeBytes - offset)
    if (length <= 0) break
    within.push(records.kind(i), offset, length, records.position(i))
  }
  return within
}
