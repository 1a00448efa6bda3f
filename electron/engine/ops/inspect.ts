import { basename } from 'node:path'
import type { FileInspection } from '../../../shared/inspection.ts'
import { isAppError, toWire } from '../../../shared/errors.ts'
import { nameFromBytes } from '../../../shared/names.ts'
import { detect, DETECT_BYTES, type Detected } from '../codec/detect.ts'
import { scanDiffV1 } from '../codec/diffV1Scan.ts'
import type { Finding } from '../codec/finding.ts'
import { type FileSource, openFileSource } from '../io/fileSource.ts'
import type { IoMeter } from '../io/meter.ts'
import { rawOrRefuse } from './kinds.ts'

/** What reading a file's headers needs. */
export interface InspectContext {
  readonly meter: IoMeter
  readonly signal: AbortSignal
}

/**
 * Reads what a file is from its content: kind, points, sizes, counts; of a diff every head, of anything else its first 4 KiB.
 * Never throws for what is wrong with the file: that is `problem`.
 */
export async function inspectFile(path: string, context: InspectContext): Promise<FileInspection> {
  const unknown: FileInspection = {
    path,
    name: basename(path),
    fileBytes: 0,
    kind: 'raw',
    what: null,
    from: null,
    to: null,
    sizeBytes: null,
    records: null,
    dataBytes: null,
    zeroBytes: null,
    complete: null,
    findings: [],
    problem: null,
  }
  let file: FileSource
  try {
    file = await openFileSource(path, { meter: context.meter })
  } catch (error) {
    return { ...unknown, problem: toWire(error) }
  }
  try {
    const head = new Uint8Array(DETECT_BYTES)
    const have = file.readAtSync(0, head)
    const detected = detect(head.subarray(0, have), file.sizeBytes)
    const known = { ...unknown, fileBytes: file.sizeBytes, ...kindOf(detected) }
    if (detected.kind === 'diff-v1') return { ...known, ...(await inspectDiff(file, context)) }
    rawOrRefuse(detected, known.name)
    return { ...known, sizeBytes: file.sizeBytes }
  } catch (error) {
    if (!isAppError(error)) throw error
    return { ...unknown, fileBytes: file.sizeBytes, ...kindOf(detectAgain(file)), problem: toWire(error) }
  } finally {
    await file.close()
  }
}

function detectAgain(file: FileSource): Detected {
  const head = new Uint8Array(DETECT_BYTES)
  return detect(head.subarray(0, file.readAtSync(0, head)), file.sizeBytes)
}

function kindOf(detected: Detected): Pick<FileInspection, 'kind' | 'what'> {
  if (detected.kind !== 'foreign') return { kind: detected.kind, what: null }
  return { kind: detected.compressed ? 'compressed' : 'other-image', what: detected.format }
}

async function inspectDiff(file: FileSource, context: InspectContext): Promise<Partial<FileInspection>> {
  try {
    const { header, records, findings } = await scanDiffV1(file, { signal: context.signal })
    return {
      from: header.from === null ? null : nameFromBytes(header.from),
      to: header.to === null ? null : nameFromBytes(header.to),
      sizeBytes: header.sizeBytes,
      records: records.count,
      dataBytes: records.dataBytes,
      zeroBytes: records.zeroBytes,
      complete: true,
      findings: findings.map(findingSentence),
    }
  } catch (error) {
    if (!isAppError(error)) throw error
    return { complete: isAppError(error, 'E_STREAM_TRUNCATED') ? false : null, problem: toWire(error) }
  }
}

function findingSentence(finding: Finding): string {
  return `${finding.code.replaceAll('-', ' ')} at byte ${finding.offset}`
}
