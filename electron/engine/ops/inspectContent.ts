import { isAppError, toWire } from '../../../shared/errors.ts'
import type { FileInspection } from '../../../shared/inspection.ts'
import { nameFromBytes } from '../../../shared/names.ts'
import { decodeDiffV1 } from '../codec/diffV1Decode.ts'
import { scanDiffV1 } from '../codec/diffV1Scan.ts'
import type { Finding } from '../codec/finding.ts'
import { decodeImageV2 } from '../codec/imageV2Decode.ts'
import type { ImageMeta, ImageV2Header } from '../codec/imageV2Header.ts'
import { scanImageV2 } from '../codec/imageV2Scan.ts'
import type { RecordTable } from '../codec/recordTable.ts'
import type { ByteStream, DeltaHeader, RandomAccess } from '../delta.ts'
import { type Counted, counting } from './counting.ts'

/** A value of the image's metadata may be 1 MiB long; nobody reads more of it than this. */
const SHOWN_VALUE_BYTES = 4096

/** The formats whose content has facts beside its length. */
export type InspectedFormat = 'diff-v1' | 'image-v2'

/** What is known of a diff from its heads. */
interface ReadDiff {
  readonly header: DeltaHeader
  readonly counted: Readonly<Counted>
}

/**
 * The facts of a diff, or of an export of format 2, in a seekable file: only heads are read.
 * What is wrong with it is a fact too (`problem`).
 */
export function inspectLocated(
  format: InspectedFormat,
  file: RandomAccess,
  { signal }: { readonly signal: AbortSignal },
): Promise<Partial<FileInspection>> {
  return unlessProblem(async () => {
    if (format === 'diff-v1') {
      const { header, records, findings } = await scanDiffV1(file, { signal })
      return diffFacts({ header, counted: countedOf(records) }, findings)
    }
    const { header, diffs, findings } = await scanImageV2(file, { signal })
    const read = diffs.map((diff) => ({ header: diff.header, counted: countedOf(diff.records) }))
    return imageFacts(header, read, findings)
  })
}

/** The same of a stream, which is read to its end and held nowhere. */
export function inspectStreamed(format: InspectedFormat, content: ByteStream): Promise<Partial<FileInspection>> {
  return unlessProblem(async () => {
    if (format === 'diff-v1') {
      const reader = await decodeDiffV1(content)
      return diffFacts(await passOver(reader), reader.findings)
    }
    const image = await decodeImageV2(content)
    const read: ReadDiff[] = []
    for (let diff = await image.nextDiff(); diff !== null; diff = await image.nextDiff()) {
      read.push(await passOver(diff))
    }
    return imageFacts(image.header, read, image.findings)
  })
}

async function passOver(diff: Parameters<typeof counting>[0]): Promise<ReadDiff> {
  const reader = counting(diff)
  while ((await reader.next()) !== null);
  return { header: reader.header, counted: reader.counted }
}

function countedOf({ count, dataBytes, zeroBytes }: RecordTable): Counted {
  return { records: count, dataBytes, zeroBytes }
}

async function unlessProblem(read: () => Promise<Partial<FileInspection>>): Promise<Partial<FileInspection>> {
  try {
    return await read()
  } catch (error) {
    if (!isAppError(error)) throw error
    return {
      complete: isAppError(error, 'E_STREAM_TRUNCATED', 'E_FORMAT_PACKING_DAMAGED') ? false : null,
      problem: toWire(error),
    }
  }
}

function diffFacts({ header, counted }: ReadDiff, findings: readonly Finding[]): Partial<FileInspection> {
  return {
    from: header.from === null ? null : nameFromBytes(header.from),
    to: header.to === null ? null : nameFromBytes(header.to),
    sizeBytes: header.sizeBytes,
    ...counted,
    complete: true,
    findings: findings.map(findingSentence),
  }
}

function imageFacts(
  { order, features, stripeUnit, stripeCount, meta }: ImageV2Header,
  diffs: readonly ReadDiff[],
  findings: readonly Finding[],
): Partial<FileInspection> {
  const points = pointsOf(diffs)
  const sum = (count: (counted: Readonly<Counted>) => number): number =>
    diffs.reduce((all, { counted }) => all + count(counted), 0)
  return {
    sizeBytes: points.at(-1)?.sizeBytes ?? null,
    records: sum(({ records }) => records),
    dataBytes: sum(({ dataBytes }) => dataBytes),
    zeroBytes: sum(({ zeroBytes }) => zeroBytes),
    complete: true,
    findings: [...findings.map(findingSentence), ...meta.flatMap(cutSentence)],
    points,
    image: {
      order,
      features,
      stripeUnit,
      stripeCount,
      meta: meta.map(({ key, value }) => ({ key: nameFromBytes(key), value: nameFromBytes(shown(value)) })),
    },
  }
}

function pointsOf(diffs: readonly ReadDiff[]): NonNullable<FileInspection['points']> {
  // A diff without a size leaves the image as long as it is (FORMATS §6.4).
  let sizeBytes = 0
  return diffs.map(({ header, counted }) => {
    sizeBytes = header.sizeBytes ?? sizeBytes
    return {
      name: header.to === null ? null : nameFromBytes(header.to),
      sizeBytes,
      protected: header.isProtected === true,
      records: counted.records,
      dataBytes: counted.dataBytes,
    }
  })
}

/** As much of a value as crosses the contract, cut between two characters. */
function shown(value: Uint8Array): Uint8Array {
  let end = Math.min(value.length, SHOWN_VALUE_BYTES)
  if (end < value.length) while (end > SHOWN_VALUE_BYTES - 4 && ((value[end] ?? 0) & 0xc0) === 0x80) end--
  return value.subarray(0, end)
}

function cutSentence({ key, value }: ImageMeta): readonly string[] {
  if (value.length <= SHOWN_VALUE_BYTES) return []
  return [
    `metadata ${nameFromBytes(key).text} has ${value.length} bytes, of which the first ${SHOWN_VALUE_BYTES} are shown`,
  ]
}

function findingSentence(finding: Finding): string {
  return `${finding.code.replaceAll('-', ' ')} at byte ${finding.offset}`
}
