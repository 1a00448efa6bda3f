import { encodeDiffV1Header, putRecordHead } from '../../electron/engine/codec/diffV1Encode.ts'
import { RECORD_HEAD_BYTES, TAG_END } from '../../electron/engine/codec/diffFormat.ts'
import type { LibraryRef } from '../../electron/engine/library/types.ts'

const encoder = new TextEncoder()

/** The bytes of a name. */
export const bytesOf = (text: string): Uint8Array => encoder.encode(text)

/** An image of pool `rbd`. */
export function ref(image: string | Uint8Array, namespace = ''): LibraryRef {
  return { pool: bytesOf('rbd'), namespace, image: typeof image === 'string' ? bytesOf(image) : image }
}

/** A v1 diff of single data records, each an offset and its bytes. */
export function makeDiff(
  header: { readonly from?: string; readonly to?: string; readonly sizeBytes: number | null },
  records: readonly (readonly [number, Uint8Array])[] = [],
): Uint8Array {
  const name = (text: string | undefined): Uint8Array | null => (text === undefined ? null : bytesOf(text))
  const parts = [encodeDiffV1Header({ from: name(header.from), to: name(header.to), sizeBytes: header.sizeBytes })]
  for (const [offset, data] of records) {
    const head = new Uint8Array(RECORD_HEAD_BYTES)
    putRecordHead(head, 0, { kind: 'data', offset, length: data.length })
    parts.push(head, data)
  }
  return new Uint8Array(Buffer.concat([...parts, Uint8Array.of(TAG_END)]))
}
