import type { EngineCalls, Input } from '../../../shared/contract.ts'
import { AppError } from '../../../shared/errors.ts'
import type { FileRecords } from '../../../shared/inspection.ts'
import { detect } from '../codec/detect.ts'
import { scanDiffV1 } from '../codec/diffV1Scan.ts'
import { scanImageV2 } from '../codec/imageV2Scan.ts'
import type { RecordTable } from '../codec/recordTable.ts'
import type { RandomAccess } from '../delta.ts'
import { createMeter } from '../io/meter.ts'
import { headOf, openInputFile } from '../ops/inputFile.ts'
import { rawOrRefuse } from '../ops/kinds.ts'

/**
 * Lists records of a file from number `start` on, read from their heads alone; those that break a rule are listed too. A raw file has none.
 * Memory: the heads of the file, 25 bytes each, and one answer.
 *
 * @throws AppError E_FILE_*, E_FORMAT_*, E_STREAM_* where a head cannot be read
 */
export async function fileRecords(
  { path, start, limit }: Input<EngineCalls, 'file.records'>,
  signal: AbortSignal,
): Promise<FileRecords> {
  const input = await openInputFile(path, { meter: createMeter(), signal })
  try {
    const tables = await tablesOf(input.file, path, signal)
    const records: FileRecords['records'] = []
    let before = 0
    for (const [delta, table] of tables.entries()) {
      for (let at = Math.max(0, start - before); at < table.count; at++) {
        if (records.length === limit) return { records, next: start + limit }
        const position = table.position(at)
        records.push({
          delta,
          kind: table.kind(at),
          offset: table.offset(at),
          length: table.length(at),
          position: position < 0 ? null : position,
        })
      }
      before += table.count
    }
    return { records, next: null }
  } finally {
    await input.close()
  }
}

async function tablesOf(file: RandomAccess, path: string, signal: AbortSignal): Promise<readonly RecordTable[]> {
  const detected = detect(headOf(file), file.sizeBytes)
  const options = { signal, strict: false }
  if (detected.kind === 'diff-v1') return [(await scanDiffV1(file, options)).records]
  if (detected.kind === 'image-v2') return (await scanImageV2(file, options)).diffs.map(({ records }) => records)
  rawOrRefuse(detected, path)
  throw new AppError('E_FORMAT_MISMATCH', `${path} is a raw image, which has no records`, {
    hint: 'Records are in diffs and in exports of format 2',
  })
}
