import { basename } from 'node:path'
import type { FileInspection } from '../../../shared/inspection.ts'
import { isAppError, toWire } from '../../../shared/errors.ts'
import { nameFromBytes } from '../../../shared/names.ts'
import { detect, type Detected } from '../codec/detect.ts'
import { decodeDiffV1 } from '../codec/diffV1Decode.ts'
import { scanDiffV1 } from '../codec/diffV1Scan.ts'
import type { Finding } from '../codec/finding.ts'
import type { ByteStream, DeltaHeader } from '../delta.ts'
import { type FileSource, openFileSource } from '../io/fileSource.ts'
import type { IoMeter } from '../io/meter.ts'
import { type Counted, counting } from './counting.ts'
import { headOf, openContentFile } from './inputFile.ts'
import { rawOrRefuse } from './kinds.ts'
import { packingOf } from './packing.ts'

/** What reading a file's headers needs. */
export interface InspectContext {
  readonly meter: IoMeter
  readonly signal: AbortSignal
}

/**
 * Reads what a file is from its content: kind, points, sizes, counts; of a diff every head, of anything else its first 4 KiB.
 * What is packed is unpacked on the way and held nowhere.
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
  let known = { ...unknown, fileBytes: file.sizeBytes }
  try {
    const head = headOf(file)
    const detected = detect(head, file.sizeBytes)
    known = { ...known, ...kindOf(detected) }
    if (packingOf(head, file.sizeBytes, known.name) !== null) return await inspectPacked(path, known, context)
    if (detected.kind === 'diff-v1') return { ...known, ...(await inspectDiff(file, context)) }
    rawOrRefuse(detected, known.name)
    return { ...known, sizeBytes: file.sizeBytes }
  } catch (error) {
    if (!isAppError(error)) throw error
    return { ...known, problem: toWire(error) }
  } finally {
    await file.close()
  }
}

/** What is packed is read as it is unpacked, once, and held nowhere. */
async function inspectPacked(path: string, packed: FileInspection, context: InspectContext): Promise<FileInspection> {
  const content = await openContentFile(path, context)
  let known = packed
  try {
    if (content.packing === 'none') throw new Error('a file was packed and is not any more')
    const detected = detect(content.head, null)
    known = { ...packed, ...kindOf(detected), packing: content.packing }
    if (detected.kind === 'diff-v1') return { ...known, ...(await inspectDiffStream(content)) }
    rawOrRefuse(detected, known.name)
    return { ...known, sizeBytes: await lengthOf(content) }
  } catch (error) {
    if (!isAppError(error)) throw error
    return { ...known, problem: toWire(error) }
  } finally {
    await content.close()
  }
}

async function lengthOf(content: ByteStream): Promise<number> {
  for (let length = 0; ; ) {
    const chunk = await content.read()
    if (chunk === null) return length
    length += chunk.length
  }
}

function kindOf(detected: Detected): Pick<FileInspection, 'kind' | 'what'> {
  if (detected.kind !== 'foreign') return { kind: detected.kind, what: null }
  return { kind: detected.compressed ? 'compressed' : 'other-image', what: detected.format }
}

async function inspectDiff(file: FileSource, context: InspectContext): Promise<Partial<FileInspection>> {
  return diffFacts(async () => {
    const { header, records, findings } = await scanDiffV1(file, { signal: context.signal })
    const { count, dataBytes, zeroBytes } = records
    return { header, findings, counted: { records: count, dataBytes, zeroBytes } }
  })
}

async function inspectDiffStream(content: ByteStream): Promise<Partial<FileInspection>> {
  return diffFacts(async () => {
    const reader = counting(await decodeDiffV1(content))
    while ((await reader.next()) !== null);
    return { header: reader.header, findings: reader.inner.findings, counted: reader.counted }
  })
}

interface ReadDiff {
  readonly header: DeltaHeader
  readonly findings: readonly Finding[]
  readonly counted: Counted
}

async function diffFacts(read: () => Promise<ReadDiff>): Promise<Partial<FileInspection>> {
  try {
    const { header, findings, counted } = await read()
    return {
      from: header.from === null ? null : nameFromBytes(header.from),
      to: header.to === null ? null : nameFromBytes(header.to),
      sizeBytes: header.sizeBytes,
      ...counted,
      complete: true,
      findings: findings.map(findingSentence),
    }
  } catch (error) {
    if (!isAppError(error)) throw error
    return {
      complete: isAppError(error, 'E_STREAM_TRUNCATED', 'E_FORMAT_PACKING_DAMAGED') ? false : null,
      problem: toWire(error),
    }
  }
}

function findingSentence(finding: Finding): string {
  return `${finding.code.replaceAll('-', ' ')} at byte ${finding.offset}`
}
