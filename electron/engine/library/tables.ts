import { sep } from 'node:path'
import type { Layer } from '../algebra/piece.ts'
import { RecordTable } from '../codec/recordTable.ts'
import { FileCache } from '../io/fileCache.ts'
import { Turns } from '../turns.ts'
import type { LinkStamp } from './extentsCache.ts'
import type { ImagePaths } from './layout.ts'
import { linkRecords, type ScannedFiles } from './linkTable.ts'
import { gapError, openLink, stampOf } from './read.ts'
import type { TableCache } from './tableCache.ts'
import type { ImageIndex } from './types.ts'

/** The records of a stretch of an image: what questions are answered from that read no payload. */
export interface RangeTables {
  readonly index: ImageIndex
  /** Number of links before the stretch. */
  readonly begin: number
  /** Size of the image at the end of the stretch. */
  readonly sizeBytes: number
  /** One a link, oldest first: what `composePieces` takes. */
  readonly layers: readonly Layer[]
}

const NONE = new RecordTable()

/**
 * Reads the records of the links from number `begin` up to `end` (from 0, without it): from the cache, else from the link files.
 *
 * @throws AppError E_LIBRARY_CHAIN_GAP, E_LIBRARY_DAMAGED; the signal's reason when aborted.
 */
export async function readTables(
  paths: ImagePaths,
  index: ImageIndex,
  [begin, end]: readonly [number, number],
  { tables, signal }: { readonly tables: TableCache; readonly signal: AbortSignal },
): Promise<RangeTables> {
  const links = index.links.slice(begin, end)
  const files = new FileCache()
  const scanned: ScannedFiles = new Map()
  const turns = new Turns()
  const layers: Layer[] = []
  let stamp: LinkStamp | null = null
  try {
    for (const [number, link] of links.entries()) {
      if (turns.isDue()) await turns.take(signal)
      const path = `${paths.links}${sep}${link.file}`
      if (number === 0 || links[number - 1]?.file !== link.file) stamp = stampOf(path)
      if (stamp?.fileBytes !== link.fileBytes) throw gapError(index, begin + number, stamp?.fileBytes ?? null, paths)
      const now = stamp
      const held = link.records === 0 ? NONE : tables.get(path, link.part, now)
      const read = (): Promise<RecordTable> => {
        const file = openLink(files, path, index, begin + number, paths)
        return linkRecords(paths, link, file, now, { signal, scanned })
      }
      const records = held ?? (await tables.of(path, link.part, now, read))
      signal.throwIfAborted()
      layers.push({ records, sizeBytes: link.sizeBytes })
    }
    return { index, begin, sizeBytes: index.links[end - 1]?.sizeBytes ?? 0, layers }
  } finally {
    await files.close()
  }
}
