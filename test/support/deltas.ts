import fc from 'fast-check'
import type { DeltaHeader, DeltaReader, DeltaRecord } from '../../electron/engine/delta.ts'
import { joined } from './byteStreams.ts'

/** A record of a delta in memory; `bytes` null: zeros. */
export interface ModelRecord {
  readonly offset: number
  readonly length: number
  readonly bytes: Uint8Array | null
}

/** A whole delta in memory. */
export interface ModelDelta {
  readonly header: DeltaHeader
  readonly records: readonly ModelRecord[]
}

/** Encodes by hand, straight from FORMATS §3: what the encoder under test is held against. */
export function encodeModel({ header, records }: ModelDelta): Uint8Array {
  const out: number[] = []
  const number = (value: number, width: number): void => {
    for (let i = 0, rest = BigInt(value); i < width; i++, rest >>= 8n) out.push(Number(rest & 0xffn))
  }
  const text = (value: string): void => {
    for (const character of value) out.push(character.charCodeAt(0))
  }
  text('rbd diff v1\n')
  for (const [tag, name] of [
    ['f', header.from],
    ['t', header.to],
  ] as const) {
    if (name === null) continue
    text(tag)
    number(name.length, 4)
    out.push(...name)
  }
  if (header.sizeBytes !== null) {
    text('s')
    number(header.sizeBytes, 8)
  }
  for (const { offset, length, bytes } of records) {
    text(bytes === null ? 'z' : 'w')
    number(offset, 8)
    number(length, 8)
    if (bytes !== null) for (const byte of bytes) out.push(byte)
  }
  text('e')
  return Uint8Array.from(out)
}

/** Reads a delta to its end into memory, copying every slice. */
export async function drain(reader: DeltaReader, maxBytes = 4 * 1024 * 1024): Promise<ModelDelta> {
  const records: ModelRecord[] = []
  for (;;) {
    const record: DeltaRecord | null = await reader.next()
    if (record === null) return { header: reader.header, records }
    let bytes: Uint8Array | null = null
    if (record.kind === 'data') {
      // Gathered as it comes: a damaged stream may promise any length.
      const slices: Uint8Array[] = []
      for (let slice = await reader.payload(maxBytes); slice !== null; slice = await reader.payload(maxBytes)) {
        if (slice.length === 0 || slice.length > maxBytes) throw new Error(`a slice of ${slice.length} bytes`)
        slices.push(slice.slice())
      }
      bytes = joined(slices)
      if (bytes.length !== record.length) {
        throw new Error(`${bytes.length} bytes of payload for a record of ${record.length}`)
      }
    } else if ((await reader.payload(maxBytes)) !== null) {
      throw new Error('a zero record has payload')
    }
    records.push({ offset: record.offset, length: record.length, bytes })
  }
}

/** Reads a delta's heads alone, never asking for payload. */
export async function drainHeads(reader: DeltaReader): Promise<DeltaRecord[]> {
  const records: DeltaRecord[] = []
  for (;;) {
    const record = await reader.next()
    if (record === null) return records
    records.push({ kind: record.kind, offset: record.offset, length: record.length })
  }
}

const name = fc.oneof(fc.constant(null), fc.uint8Array({ minLength: 1, maxLength: 9 }))

/** Records of an image of `sizeBytes`: ascending, disjoint, not empty, touching one another often. */
export function arbitraryRecords(sizeBytes: number, maxCount = 12): fc.Arbitrary<ModelRecord[]> {
  const step = fc.tuple(fc.nat({ max: 12 }), fc.integer({ min: 1, max: 24 }), fc.boolean(), fc.nat())
  return fc.array(step, { maxLength: maxCount }).map((steps) => {
    const records: ModelRecord[] = []
    let at = 0
    for (const [gap, want, isData, seed] of steps) {
      const offset = at + (gap < 4 ? 0 : gap)
      const length = Math.min(want, sizeBytes - offset)
      if (length <= 0) break
      // Every byte tells its record; some are zero, as real data are.
      const bytes = isData ? Uint8Array.from({ length }, (_, i) => (seed + i * 7) & 0xff) : null
      records.push({ offset, length, bytes })
      at = offset + length
    }
    return records
  })
}

/** A delta as the real exporter writes one, names free. */
export function arbitraryDelta(maxSizeBytes = 200): fc.Arbitrary<ModelDelta> {
  return fc
    .nat({ max: maxSizeBytes })
    .chain((sizeBytes) =>
      fc.tuple(fc.record({ from: name, to: name, sizeBytes: fc.constant(sizeBytes) }), arbitraryRecords(sizeBytes)),
    )
    .map(([header, records]) => ({ header, records }))
}

/** A chain whose links follow each other by name; sizes grow and shrink freely. */
export function arbitraryChain(minLinks: number, maxLinks: number, maxSizeBytes = 200): fc.Arbitrary<ModelDelta[]> {
  return fc.array(arbitraryDelta(maxSizeBytes), { minLength: minLinks, maxLength: maxLinks }).map((links) =>
    links.map((link, i) => ({
      records: link.records,
      header: { ...link.header, from: i === 0 ? link.header.from : (links[i - 1]?.header.to ?? null) },
    })),
  )
}
