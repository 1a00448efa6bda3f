import type { RandomAccess } from '../delta.ts'
import { ByteReader } from './byteReader.ts'
import { BANNER_DIFF_V2, DIFF_V2, startsWith } from './diffFormat.ts'
import { decodeDiffHeader } from './diffHeader.ts'
import { addFinding, type Finding } from './finding.ts'
import { headerStream } from './headerStream.ts'
import { HeadScan, type ScannedDiff, type ScanOptions, scanRecords } from './headScan.ts'
import { decodeImageV2Header, type ImageV2Header } from './imageV2Header.ts'
import { PointRules } from './pointRules.ts'
import { RecordRules } from './recordRules.ts'
import { wrongCount } from './streamErrors.ts'

/** What the heads of an export of format 2 say. `endPosition` is just behind the last end mark. */
export interface ScannedImageV2 {
  readonly header: ImageV2Header
  /** Oldest first, the head last; positions are bytes of the file. */
  readonly diffs: readonly ScannedDiff[]
  readonly endPosition: number
  readonly trailingBytes: number
  readonly findings: readonly Finding[]
}

/** What stands before the records of an export of format 2: what it says of the image, and how many diffs follow. Its first diff's header is read too. */
export async function readImageV2Header(
  file: RandomAccess,
): Promise<{ readonly header: ImageV2Header; readonly diffCount: number }> {
  const reader = new ByteReader(headerStream(file))
  const { header, diffCount } = await decodeImageV2Header(reader, true, [])
  const points = new PointRules(diffCount, true, [])
  points.check(await decodeDiffHeader(reader, DIFF_V2, true, []), reader.pos)
  const { protectionBytes } = points
  return { header: { ...header, protectionBytes }, diffCount }
}

/**
 * Reads the heads of an export of format 2, all its diffs, and none of their payload: the plan of every operation on one.
 *
 * Makes the same checks and errors as the decoder, and knows besides at once whether a payload reaches past the end of the
 * file. Memory: 25 bytes a record. Source: FORMATS §4, §5, §13.
 * @throws AppError as `decodeImageV2`; the signal's reason when aborted.
 */
export async function scanImageV2(file: RandomAccess, options: ScanOptions): Promise<ScannedImageV2> {
  const findings: Finding[] = []
  const strict = options.strict ?? true
  const reader = new ByteReader(headerStream(file))
  const { header, diffCount } = await decodeImageV2Header(reader, strict, findings)
  const points = new PointRules(diffCount, strict, findings)
  const scan = new HeadScan(file, DIFF_V2, findings)
  const diffs: ScannedDiff[] = []
  while (points.index < diffCount) {
    const startPosition = reader.pos
    const decoded = await decodeDiffHeader(reader, DIFF_V2, strict, findings)
    points.check(decoded, startPosition)
    scan.begin(reader.pos, new RecordRules(DIFF_V2, decoded.header, strict, findings))
    await scanRecords(scan, options)
    diffs.push({ header: decoded.header, records: scan.records, startPosition, endPosition: scan.position })
    await reader.skip(scan.position - reader.pos, 'body')
  }
  options.onProgress?.(scan.position)
  const endPosition = scan.position
  const trailingBytes = file.sizeBytes - endPosition
  if (trailingBytes > 0) {
    const next = new Uint8Array(BANNER_DIFF_V2.length)
    if (startsWith(next.subarray(0, file.readAtSync(endPosition, next)), BANNER_DIFF_V2)) {
      throw moreDiffs(endPosition, diffCount)
    }
    addFinding(findings, { code: 'trailing-bytes', offset: endPosition, detail: { trailingBytes } })
  }
  const { protectionBytes } = points
  return { header: { ...header, protectionBytes }, diffs, endPosition, trailingBytes, findings }
}

/** E_STREAM_COUNT: behind the last diff that was counted stands another, which the real importer would silently leave out. */
export function moreDiffs(offset: number, diffCount: number): Error {
  return wrongCount(
    `The stream says that it has ${diffCount} ${diffCount === 1 ? 'diff' : 'diffs'}, but another follows`,
    offset,
    diffCount,
  )
}
