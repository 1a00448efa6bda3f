import { join } from 'node:path'
import { AppError, isAppError } from '../../../shared/errors.ts'
import { nameFromBytes, sameBytes } from '../../../shared/names.ts'
import type { Layer } from '../algebra/piece.ts'
import { RecordTable } from '../codec/recordTable.ts'
import type { RandomAccess } from '../delta.ts'
import { FileCache } from '../io/fileCache.ts'
import { fileError, isErrno } from '../io/fileError.ts'
import type { IoMeter } from '../io/meter.ts'
import { quoted } from './append.ts'
import type { LinkStamp } from './extentsCache.ts'
import { findImage, type FoundImage } from './find.ts'
import type { ImagePaths, LibraryPaths } from './layout.ts'
import { linkRecords, type ScannedFiles } from './linkTable.ts'
import type { ImageIndex, LibraryRef, Link, OpenRange } from './types.ts'
import { statSync } from '../io/fs.ts'

/** Options of {@link openRange}. */
export interface ReadOptions {
  readonly signal: AbortSignal
  readonly meter?: IoMeter | undefined
}

/** How often a range is looked at anew because the image was being changed under the look. */
const ATTEMPTS = 3

/**
 * Opens an image between two of its points: the links after `from` (null: from nothing) up to `to` (null: the head).
 *
 * Takes no lock. Files are opened before anything else is read, so that a removal while they are read does no harm.
 * @throws AppError E_POOL_NOT_FOUND, E_IMAGE_NOT_FOUND, E_SNAPSHOT_NOT_FOUND, E_DIFF_SNAPSHOT_ORDER; E_LIBRARY_CHAIN_GAP with the file
 *   and the points that stay readable; E_LIBRARY_DAMAGED.
 */
export async function openRange(
  library: LibraryPaths,
  ref: LibraryRef,
  from: Uint8Array | null,
  to: Uint8Array | null,
  options: ReadOptions,
): Promise<OpenRange> {
  return ofStretch(library, ref, [from, to], { ...options, find: findImage }, (paths, index, [begin, end]) =>
    openLinks(paths, index, begin, end, options),
  )
}

/** How a stretch is looked for. */
interface StretchOptions {
  readonly signal: AbortSignal
  readonly find: (library: LibraryPaths, ref: LibraryRef) => Promise<FoundImage>
}

/** Opens a stretch between two points with `open`, once more where the image was changed meanwhile. @throws AppError as {@link openRange}. */
export async function ofStretch<T>(
  library: LibraryPaths,
  ref: LibraryRef,
  [from, to]: readonly [Uint8Array | null, Uint8Array | null],
  { signal, find }: StretchOptions,
  open: (paths: ImagePaths, index: ImageIndex, links: readonly [number, number]) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    signal.throwIfAborted()
    const { paths, index } = await find(library, ref)
    const links = linkRange(index, from, to)
    try {
      return await open(paths, index, links)
    } catch (error) {
      if (!isAppError(error, 'E_LIBRARY_CHAIN_GAP') || attempt === ATTEMPTS) throw error
      // The image may have been folded or removed between the reading of its index and the opening of its files.
      const now = await findImage(library, ref)
      if (now.index.generation === index.generation && now.index.id === index.id) throw error
    }
  }
}

/**
 * Opens the links from number `begin` up to `end` (from 0, without it), for who works with links and not with points.
 *
 * @throws AppError as {@link openRange}; E_LIBRARY_LOCKED when the chain is not that of `index` any more.
 */
export async function openLinkRange(
  library: LibraryPaths,
  ref: LibraryRef,
  index: ImageIndex,
  [begin, end]: readonly [number, number],
  options: ReadOptions,
): Promise<OpenRange> {
  const found = await findImage(library, ref)
  if (found.index.id !== index.id || found.index.generation !== index.generation) {
    throw new AppError('E_LIBRARY_LOCKED', `${quoted(index.name)} was changed by another writer meanwhile`, {
      hint: 'Try again',
    })
  }
  return openLinks(found.paths, found.index, begin, end, options)
}

/** First and behind-last link of a stretch between two points. @throws AppError E_SNAPSHOT_NOT_FOUND, E_DIFF_SNAPSHOT_ORDER. */
export function linkRange(
  index: ImageIndex,
  from: Uint8Array | null,
  to: Uint8Array | null,
): readonly [number, number] {
  const newest = index.snapshots.length
  const toAt = to === null ? newest : snapshotNumber(index, to)
  const fromAt = from === null ? -1 : snapshotNumber(index, from)
  if (fromAt > toAt && from !== null && to !== null) {
    throw new AppError('E_DIFF_SNAPSHOT_ORDER', `Snapshot ${quoted(from)} is newer than ${quoted(to)}`, {
      detail: { from: nameFromBytes(from).text, to: nameFromBytes(to).text },
    })
  }
  return [index.snapshots[fromAt]?.afterLink ?? 0, index.snapshots[toAt]?.afterLink ?? index.links.length]
}

function snapshotNumber(index: ImageIndex, name: Uint8Array): number {
  const number = index.snapshots.findIndex((snapshot) => sameBytes(snapshot.name, name))
  if (number >= 0) return number
  throw new AppError('E_SNAPSHOT_NOT_FOUND', `${quoted(index.name)} has no snapshot ${quoted(name)}`, {
    detail: { image: nameFromBytes(index.name).text, snapshot: nameFromBytes(name).text },
  })
}

async function openLinks(
  paths: ImagePaths,
  index: ImageIndex,
  begin: number,
  end: number,
  { signal, meter }: ReadOptions,
): Promise<OpenRange> {
  const links = index.links.slice(begin, end)
  const cache = new FileCache({ meter })
  try {
    const stamps: LinkStamp[] = []
    const scanned: ScannedFiles = new Map()
    const files: RandomAccess[] = []
    for (const [number, link] of links.entries()) {
      const path = join(paths.links, link.file)
      const isSame = number > 0 && links[number - 1]?.file === link.file
      const stamp: LinkStamp | null = isSame ? (stamps[number - 1] ?? null) : stampOf(path)
      if (stamp?.fileBytes !== link.fileBytes) throw gapError(index, begin + number, stamp?.fileBytes ?? null, paths)
      stamps.push(stamp)
      // Seals have nothing to be read, and a long chain has many of them.
      files.push(link.records === 0 ? NOTHING : openLink(cache, path, index, begin + number, paths))
    }
    const layers: Layer[] = []
    for (const [number, link] of links.entries()) {
      signal.throwIfAborted()
      const [file, stamp] = [files[number], stamps[number]]
      const hasRecords = link.records > 0 && file !== undefined && stamp !== undefined
      const records = hasRecords ? await linkRecords(paths, link, file, stamp, { signal, scanned }) : new RecordTable()
      layers.push({ records, sizeBytes: link.sizeBytes })
    }
    return {
      index,
      fromSizeBytes: index.links[begin - 1]?.sizeBytes ?? 0,
      sizeBytes: index.links[end - 1]?.sizeBytes ?? 0,
      layers,
      files,
      close: () => cache.close(),
    }
  } catch (error) {
    await cache.close()
    throw error
  }
}

const NOTHING: RandomAccess = { sizeBytes: 0, readAt: () => Promise.resolve(0), readAtSync: () => 0 }

/** A link file through a cache of open files. `number`: of the link, from 0. @throws AppError E_LIBRARY_CHAIN_GAP when it is missing. */
export function openLink(
  cache: FileCache,
  path: string,
  index: ImageIndex,
  number: number,
  paths: ImagePaths,
): RandomAccess {
  try {
    return cache.source(path, index.links[number]?.fileBytes ?? 0)
  } catch (error) {
    throw isAppError(error, 'E_FILE_NOT_FOUND') ? gapError(index, number, null, paths) : error
  }
}

/** Length and time of change of a link file, without a promise: a long chain has thousands; null when it is missing. */
export function stampOf(path: string): LinkStamp | null {
  try {
    const stats = statSync(path, { bigint: true, throwIfNoEntry: false })
    return stats === undefined ? null : { fileBytes: Number(stats.size), modifiedNs: stats.mtimeNs }
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) return null
    throw fileError(error, path, 'read')
  }
}

/** E_LIBRARY_CHAIN_GAP for a link whose file is missing or of another length. */
export function gapError(index: ImageIndex, number: number, foundBytes: number | null, paths: ImagePaths): AppError {
  const link = index.links[number] as Link
  const path = join(paths.links, link.file)
  const what = foundBytes === null ? 'is missing' : `has ${foundBytes} bytes instead of ${link.fileBytes}`
  const readable = index.snapshots.filter((snapshot) => snapshot.afterLink <= number)
  const newest = readable.at(-1)
  const rest =
    newest === undefined ? 'no snapshot stands before it' : `the snapshots up to ${quoted(newest.name)} do not need it`
  return new AppError('E_LIBRARY_CHAIN_GAP', `${path} ${what}; ${rest}`, {
    detail: {
      path,
      file: link.file,
      foundBytes,
      expectedBytes: link.fileBytes,
      readableSnapshots: readable.length,
      newestReadable: newest === undefined ? null : nameFromBytes(newest.name).text,
    },
  })
}
