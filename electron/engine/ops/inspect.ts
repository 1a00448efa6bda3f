import { basename } from 'node:path'
import type { FileInspection } from '../../../shared/inspection.ts'
import { isAppError, toWire } from '../../../shared/errors.ts'
import { detect, type Detected } from '../codec/detect.ts'
import type { ByteStream } from '../delta.ts'
import { type FileSource, openFileSource } from '../io/fileSource.ts'
import type { IoMeter } from '../io/meter.ts'
import { headOf, openContentFile } from './inputFile.ts'
import { inspectLocated, inspectStreamed } from './inspectContent.ts'
import { inspectManifest } from './inspectManifest.ts'
import { rawOrRefuse } from './kinds.ts'
import { packingOf } from './packing.ts'

/** What reading a file's headers needs. */
export interface InspectContext {
  readonly meter: IoMeter
  readonly signal: AbortSignal
}

/**
 * Reads what a file is from its content: kind, points, sizes, counts; of a diff or an export of format 2 every head, of
 * anything else its first 4 KiB.
 * What is packed is unpacked on the way and held nowhere.
 * Its manifest is read too, and held against that. Never throws for what is wrong with the file: that is `problem`.
 */
export async function inspectFile(path: string, context: InspectContext): Promise<FileInspection> {
  const found = await inspectContent(path, context)
  const manifest = await inspectManifest(found)
  return manifest === undefined ? found : { ...found, manifest }
}

/** What the file itself says. */
async function inspectContent(path: string, context: InspectContext): Promise<FileInspection> {
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
    if (detected.kind === 'diff-v1' || detected.kind === 'image-v2') {
      return { ...known, ...(await inspectLocated(detected.kind, file, context)) }
    }
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
    if (detected.kind === 'diff-v1' || detected.kind === 'image-v2') {
      return { ...known, ...(await inspectStreamed(detected.kind, content)) }
    }
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
