import fc from 'fast-check'
import { locatedReader } from '../../electron/engine/algebra/locatedReader.ts'
import type { Piece } from '../../electron/engine/algebra/piece.ts'
import type { ScannedDiff } from '../../electron/engine/codec/headScan.ts'
import type { ImageV2Reader } from '../../electron/engine/codec/imageV2Decode.ts'
import type { ImageV2Header } from '../../electron/engine/codec/imageV2Header.ts'
import type { DeltaReader, RandomAccess } from '../../electron/engine/delta.ts'
import { arbitraryRecords, drain, drainHeads, type ModelDelta } from './deltas.ts'

/** A whole export of format 2 in memory. */
export interface ModelImage {
  readonly header: ImageV2Header
  readonly diffs: readonly ModelDelta[]
}

/** A v2 record by hand: tag, length, body. `length` tells a lie where the two differ. */
export function recordV2(tag: string, body: readonly number[], length = body.length): number[] {
  return [...ascii(tag), ...le(length, 8), ...body]
}

/** Encodes by hand, straight from FORMATS §4 and §5: what the encoder under test is held against. */
export function encodeModelImage({ header, diffs }: ModelImage): Uint8Array {
  const out = [...ascii('rbd image v2\n')]
  for (const [tag, value] of [
    ['O', header.order],
    ['T', header.features],
    ['U', header.stripeUnit],
    ['C', header.stripeCount],
  ] as const) {
    if (value !== null) out.push(...recordV2(tag, le(value, 8)))
  }
  for (const { key, value } of header.meta) out.push(...recordV2('M', [...string(key), ...string(value)]))
  out.push(...ascii('Erbd image diffs v2\n'), ...le(diffs.length, 8))
  for (const diff of diffs) out.push(...encodeModelDiffV2(diff, header.protectionBytes ?? 1))
  return Uint8Array.from(out)
}

/** One v2 diff by hand. */
export function encodeModelDiffV2({ header, records }: ModelDelta, protectionBytes: number): number[] {
  const out = [...ascii('rbd diff v2\n')]
  if (header.from !== null) out.push(...recordV2('f', string(header.from)))
  if (header.to !== null) {
    out.push(...recordV2('t', string(header.to)))
    out.push(...recordV2('p', [header.isProtected === true ? 1 : 0], protectionBytes))
  }
  if (header.sizeBytes !== null) out.push(...recordV2('s', le(header.sizeBytes, 8)))
  for (const { offset, length, bytes } of records) {
    const head = [...le(offset, 8), ...le(length, 8)]
    out.push(...recordV2(bytes === null ? 'z' : 'w', bytes === null ? head : [...head, ...bytes]))
  }
  out.push(...ascii('e'))
  return out
}

const ascii = (text: string): number[] => Array.from(text, (character) => character.charCodeAt(0))
const le = (value: number, width: number): number[] =>
  Array.from({ length: width }, (_, i) => Number((BigInt(value) >> BigInt(8 * i)) & 0xffn))
const string = (bytes: Uint8Array): number[] => [...le(bytes.length, 4), ...bytes]

/** Reads an image to its end into memory, every diff whole. */
export async function drainImage(image: ImageV2Reader, maxBytes?: number): Promise<ModelImage> {
  const diffs: ModelDelta[] = []
  for (let diff = await image.nextDiff(); diff !== null; diff = await image.nextDiff()) {
    diffs.push(await drain(diff, maxBytes))
  }
  return { header: image.header, diffs }
}

/** Reads the heads of every diff alone, never asking for payload. */
export async function drainImageHeads(image: ImageV2Reader): Promise<void> {
  for (let diff = await image.nextDiff(); diff !== null; diff = await image.nextDiff()) await drainHeads(diff)
}

/** A diff of a scanned file as it is read late, by the positions of its payload. */
export function readerOf({ header, records }: ScannedDiff, file: RandomAccess): DeltaReader {
  function* pieces(): Generator<Piece, void, undefined> {
    for (let i = 0; i < records.count; i++) {
      const extent = { offset: records.offset(i), length: records.length(i), position: records.position(i) }
      yield { ...extent, kind: records.kind(i), layer: 0, virtual: false }
    }
  }
  return locatedReader(header, pieces(), [file])
}

/** Readers given one after another, as an encoder takes them. */
export function inTurn(readers: readonly DeltaReader[]): { count: number; next: () => DeltaReader | null } {
  let index = 0
  return { count: readers.length, next: () => readers[index++] ?? null }
}

const fact = fc.oneof(fc.constant(null), fc.nat({ max: 2 ** 31 }), fc.constant(Number.MAX_SAFE_INTEGER))
const bytes = (maxLength: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ maxLength })

/** An export of format 2 as the real tool writes one, names and facts free, sizes growing and shrinking. */
export function arbitraryImage(maxPoints = 4, maxSizeBytes = 150): fc.Arbitrary<ModelImage> {
  const meta = fc.uniqueArray(fc.record({ key: bytes(5), value: bytes(9) }), {
    maxLength: 4,
    selector: ({ key }) => key.join(),
  })
  const facts = { order: fact, features: fact, stripeUnit: fact, stripeCount: fact, meta }
  const names = fc.uniqueArray(fc.uint8Array({ minLength: 1, maxLength: 9 }), {
    maxLength: maxPoints - 1,
    selector: (name) => name.join(),
  })
  const content = fc
    .nat({ max: maxSizeBytes })
    .chain((sizeBytes) => fc.tuple(fc.constant(sizeBytes), fc.boolean(), arbitraryRecords(sizeBytes, 6)))
  return fc
    .tuple(fc.record(facts), names, fc.array(content, { minLength: maxPoints, maxLength: maxPoints }), fc.boolean())
    .map(([image, snapshots, contents, is16]) => ({
      header: {
        ...image,
        meta: image.meta.toSorted((a, b) => Buffer.compare(a.key, b.key)),
        protectionBytes: snapshots.length === 0 ? null : is16 ? 8 : 1,
      },
      diffs: contents.slice(0, snapshots.length + 1).map(([sizeBytes, isProtected, records], i) => {
        const [from, to] = [snapshots[i - 1] ?? null, snapshots[i] ?? null]
        return { header: { from, to, sizeBytes, ...(to === null ? {} : { isProtected }) }, records }
      }),
    }))
}
