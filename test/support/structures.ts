import { detect } from '../../electron/engine/codec/detect.ts'
import { scanDiffV1 } from '../../electron/engine/codec/diffV1Scan.ts'
import type { ScannedDiff } from '../../electron/engine/codec/headScan.ts'
import { scanImageV2 } from '../../electron/engine/codec/imageV2Scan.ts'
import { AppError } from '../../shared/errors.ts'
import { MemoryFile } from './memoryFile.ts'
import type { StreamKind, Structure } from './oracle.ts'

const signal = new AbortController().signal

/** The structure as the engine's strict scan sees it, in the oracle's words; null: refused. */
export async function scannedStructure(kind: StreamKind, bytes: Uint8Array): Promise<Structure | null> {
  const file = new MemoryFile(bytes)
  try {
    if (kind === 'diff-v1') {
      const scanned = await scanDiffV1(file, { signal })
      return { image: null, diffs: [wordsOf(scanned)], endAt: scanned.endPosition }
    }
    if (kind === 'raw') {
      return detect(bytes, bytes.length).kind === 'raw' ? { image: null, diffs: [], endAt: bytes.length } : null
    }
    const { header, diffs, endPosition } = await scanImageV2(file, { signal })
    const { order, features, stripeUnit, stripeCount, protectionBytes } = header
    const facts = { O: order, T: features, U: stripeUnit, C: stripeCount }
    const image = {
      ...Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null)),
      meta: Object.fromEntries(header.meta.map(({ key, value }) => [hex(key), hex(value)])),
      dialect: protectionBytes,
    }
    return { image, diffs: diffs.map(wordsOf), endAt: endPosition }
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}

function wordsOf({ header: { from, to, sizeBytes, isProtected }, records }: ScannedDiff): Structure['diffs'][number] {
  return {
    from: from === null ? null : hex(from),
    to: to === null ? null : hex(to),
    sizeBytes,
    isProtected: isProtected ?? null,
    records: Array.from({ length: records.count }, (_, i) => {
      const tag = records.isData(i) ? 'w' : 'z'
      return [tag, records.offset(i), records.length(i), records.position(i)]
    }),
  }
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** A structure, or another plain value, as text, its objects in one order: what is equal reads the same. */
export const textOf = (structure: unknown): string =>
  JSON.stringify(structure, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  )
