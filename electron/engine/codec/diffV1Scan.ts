import { AppError } from '../../../shared/errors.ts'
import type { DeltaHeader, RandomAccess } from '../delta.ts'
import { ByteReader } from './byteReader.ts'
import { DIFF_V1, RECORD_HEAD_BYTES } from './diffFormat.ts'
import { decodeDiffHeader } from './diffHeader.ts'
import { addFinding, type Finding } from './finding.ts'
import { headerStream } from './headerStream.ts'
import { HeadScan, type ScannedDiff, type ScanOptions, scanRecords } from './headScan.ts'
import { getU64 } from './littleEndian.ts'
import { RecordRules } from './recordRules.ts'
import type { RecordTable } from './recordTable.ts'

/** A v1 diff, which fills a file by itself. */
export interface ScannedDiffV1 extends ScannedDiff {
  readonly trailingBytes: number
  readonly findings: readonly Finding[]
}

/**
 * Reads the heads of a v1 diff and none of its payload: the plan of every operation on a seekable file.
 *
 * Makes the same checks and errors as the decoder, and knows besides at once whether a payload reaches past the end of
 * the file. Source: FORMATS §3, §13.
 * @throws AppError as `decodeDiffV1`; the signal's reason when aborted.
 */
export async function scanDiffV1(file: RandomAccess, options: ScanOptions): Promise<ScannedDiffV1> {
  const findings: Finding[] = []
  const strict = options.strict ?? true
  const reader = new ByteReader(headerStream(file))
  const { header } = await decodeDiffHeader(reader, DIFF_V1, strict, findings)
  const scan = new HeadScan(file, DIFF_V1, findings)
  scan.begin(reader.pos, new RecordRules(DIFF_V1, header, strict, findings))
  await scanRecords(scan, options)
  options.onProgress?.(scan.position)
  const trailingBytes = file.sizeBytes - scan.position
  if (trailingBytes > 0)
    addFinding(findings, { code: 'trailing-bytes', offset: scan.position, detail: { trailingBytes } })
  return { header, records: scan.records, startPosition: 0, endPosition: scan.position, trailingBytes, findings }
}

/** What the heads of a v1 diff say up to the first thing that makes it unreadable. */
export interface ScannedToFault {
  readonly header: DeltaHeader
  /** Records out of order, overlapping, empty or past the size are among them. */
  readonly records: RecordTable
  /** Why nothing more could be read; null: the end mark is there. */
  readonly fault: AppError | null
  /** The record whose payload breaks off, behind all in `records`, and how much of the payload there is. */
  readonly cut: { readonly offset: number; readonly length: number; readonly haveBytes: number } | null
}

/**
 * Reads the heads of a v1 diff as far as they can be read: for a diff that is damaged, to say what somebody else would meet first.
 *
 * @throws AppError what the header throws, as `decodeDiffV1`; the signal's reason when aborted.
 */
export async function scanToFault(file: RandomAccess, options: ScanOptions): Promise<ScannedToFault> {
  const reader = new ByteReader(headerStream(file))
  const { header } = await decodeDiffHeader(reader, DIFF_V1, false, [])
  const scan = new HeadScan(file, DIFF_V1, [])
  scan.begin(reader.pos, new RecordRules(DIFF_V1, header, false, []))
  try {
    await scanRecords(scan, options)
    return { header, records: scan.records, fault: null, cut: null }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { header, records: scan.records, fault: error, cut: cutRecord(file, scan.position, error) }
  }
}

function cutRecord(file: RandomAccess, at: number, { detail }: AppError): ScannedToFault['cut'] {
  if (detail?.['part'] !== 'payload') return null
  const head = new Uint8Array(RECORD_HEAD_BYTES)
  file.readAtSync(at, head)
  const [offset, length] = [getU64(head, 1), getU64(head, 9)]
  if (offset === null || length === null) return null
  return { offset, length, haveBytes: file.sizeBytes - at - RECORD_HEAD_BYTES }
}
