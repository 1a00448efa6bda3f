import type { JobReport, JobRequest } from '../../../shared/jobs.ts'
import { nameToBytes } from '../../../shared/names.ts'
import { composePieces } from '../algebra/compose.ts'
import { locatedReader } from '../algebra/locatedReader.ts'
import type { Piece } from '../algebra/piece.ts'
import { contentPieces, touchedExtents } from '../algebra/restore.ts'
import { encodedSizeBytes, encodeDiffV1 } from '../codec/diffV1Encode.ts'
import type { DeltaHeader } from '../delta.ts'
import { headSizeBytes, type NewLink, withLink } from '../library/chain.ts'
import { contentPoint } from '../library/points.ts'
import type { ImageIndex, LibraryRef, OpenRange } from '../library/types.ts'
import type { OpContext, Prepared } from './context.ts'
import { writeChunks } from './output.ts'
import { called, libraryRef } from './refs.ts'

/**
 * Gives the head the content of a snapshot again: one more link, from the head to the head, that holds what the point has wherever anything
 * changed since. Newer snapshots stay (DESIGN §4). Reads only what it writes.
 *
 * @throws AppError E_POOL_NOT_FOUND, E_IMAGE_NOT_FOUND, E_SNAPSHOT_NOT_FOUND, E_LIBRARY_LOCKED, E_LIBRARY_CHAIN_GAP
 */
export async function prepareRollback(
  request: Extract<JobRequest, { kind: 'rollback' }>,
  context: OpContext,
): Promise<Prepared> {
  const ref = libraryRef(request.target)
  const name = nameToBytes(request.snapshot)
  let work = await openRollback(ref, name, context)
  const { link } = work
  const newer = work.index.snapshots.filter((snapshot) => snapshot.afterLink > work.point).length
  return {
    plan: {
      outputBytes: work.isNeeded ? link.fileBytes : 0,
      readBytes: countsOf(work).dataBytes,
      ...countsOf(work),
      sizeBytes: link.header.sizeBytes ?? 0,
      checks: [
        { label: `Every file of ${called(request.target)} up to the snapshot is there`, state: 'ok' },
        { label: newer === 0 ? 'No snapshot is newer' : `Newer snapshots stay: ${newer}`, state: 'ok' },
      ],
      warnings: warningsOf(work),
    },
    async run() {
      const transaction = await context.library.begin(ref, {
        what: `roll back of ${called(request.target)}`,
        signal: context.signal,
      })
      try {
        // What was planned may have been overtaken before the lock was ours.
        if (transaction.index.generation !== work.index.generation || transaction.index.id !== work.index.id) {
          await work.close()
          work = await openRollback(ref, name, context)
        }
        if (!work.isNeeded) return reportOf(work, request, context)
        const { link } = work
        const output = await transaction.newLinkFile('diff', { meter: context.meter, expectedBytes: link.fileBytes })
        const reader = locatedReader(link.header, work.pieces(), work.before.files)
        await writeChunks(encodeDiffV1(reader), output, context, link.fileBytes)
        context.onProgress({ phase: 'finishing', doneBytes: link.fileBytes, totalBytes: link.fileBytes })
        await transaction.commit(withLink(transaction.index, link, output.file, new Date().toISOString()))
        return reportOf(work, request, context)
      } finally {
        await transaction.abort()
      }
    },
    close: () => work.close(),
  }
}

/** A roll back that could be written: the link it adds, and where its bytes come from. */
interface Rollback {
  readonly index: ImageIndex
  /** Number of links before the point. */
  readonly point: number
  /** False when the head has the point's content already. */
  readonly isNeeded: boolean
  readonly link: NewLink
  readonly before: OpenRange
  pieces(): Iterable<Piece>
  close(): Promise<void>
}

async function openRollback(ref: LibraryRef, name: Uint8Array, context: OpContext): Promise<Rollback> {
  const options = { signal: context.signal, meter: context.meter }
  const before = await context.library.openRange(ref, null, name, options)
  try {
    const { index } = before
    const point = before.layers.length
    const after = await context.library.openLinks(ref, index, [point, index.links.length], options)
    try {
      const pieces = (): Iterable<Piece> =>
        contentPieces(composePieces(before.layers), touchedExtents(after.layers, before.sizeBytes))
      const header: DeltaHeader = { from: null, to: null, sizeBytes: before.sizeBytes }
      return {
        index,
        point,
        isNeeded: contentPoint(index, index.links.length) !== contentPoint(index, point),
        link: { kind: 'diff', header, ...countPieces(pieces(), header), restores: point },
        before,
        pieces,
        close: async () => {
          await before.close()
          await after.close()
        },
      }
    } catch (error) {
      await after.close()
      throw error
    }
  } catch (error) {
    await before.close()
    throw error
  }
}

function countPieces(
  pieces: Iterable<Piece>,
  header: DeltaHeader,
): Pick<NewLink, 'fileBytes' | 'records' | 'dataBytes' | 'zeroBytes'> {
  let [records, dataBytes, zeroBytes] = [0, 0, 0]
  for (const { kind, length } of pieces) {
    records++
    if (kind === 'data') dataBytes += length
    else zeroBytes += length
  }
  return { records, dataBytes, zeroBytes, fileBytes: encodedSizeBytes(header, { count: records, dataBytes }) }
}

/** What is moved: nothing where nothing is needed. */
function countsOf({ isNeeded, link }: Rollback): Pick<JobReport, 'records' | 'dataBytes' | 'zeroBytes'> {
  const { records, dataBytes, zeroBytes } = link
  return isNeeded ? { records, dataBytes, zeroBytes } : { records: 0, dataBytes: 0, zeroBytes: 0 }
}

function warningsOf(work: Rollback): readonly string[] {
  if (!work.isNeeded) return ['The head has the content of that snapshot already, so nothing changes']
  const head = headSizeBytes(work.index)
  const sizeBytes = work.before.sizeBytes
  if (head === sizeBytes) return []
  return [
    `The image ${head > sizeBytes ? 'shrinks' : 'grows'} from ${head} to ${sizeBytes} bytes; newer points keep their size`,
  ]
}

function reportOf(work: Rollback, request: Extract<JobRequest, { kind: 'rollback' }>, context: OpContext): JobReport {
  return {
    readBytes: context.meter.readBytes,
    writtenBytes: context.meter.writtenBytes,
    ...countsOf(work),
    sizeBytes: work.before.sizeBytes,
    path: null,
    target: request.target,
    warnings: [...warningsOf(work)],
  }
}
