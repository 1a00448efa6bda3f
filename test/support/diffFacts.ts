/** What the bytes of a v1 diff say, damaged or not, as far as they can be followed; numbers as they stand, without a bound. */
export interface DiffFacts {
  readonly sizeBytes: bigint
  readonly records: readonly { readonly tag: 'w' | 'z'; readonly offset: bigint; readonly length: bigint }[]
  /** Every number that is a size, an offset, a length or the end of a record. */
  readonly numbers: readonly bigint[]
  /** Whether the byte behind the header, where a tag should stand, is 0. */
  readonly endsInZeroByte: boolean
}

const BANNER = 'rbd diff v1\n'

/** Reads a diff by FORMATS §3, sharing nothing with the engine. */
export function diffFacts(bytes: Uint8Array): DiffFacts {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const records: { tag: 'w' | 'z'; offset: bigint; length: bigint }[] = []
  const numbers: bigint[] = []
  let sizeBytes = 0n
  let endsInZeroByte = false
  let at = BANNER.length
  const has = (count: number): boolean => at + count <= bytes.length
  while (has(1)) {
    const tag = String.fromCharCode(bytes[at] ?? 0)
    at++
    if (tag === 'f' || tag === 't') {
      if (!has(4)) break
      at += 4 + view.getUint32(at, true)
    } else if (tag === 's') {
      if (!has(8)) break
      sizeBytes = view.getBigUint64(at, true)
      numbers.push(sizeBytes)
      at += 8
    } else if (tag === 'w' || tag === 'z') {
      if (has(8)) numbers.push(view.getBigUint64(at, true))
      if (!has(16)) break
      const [offset, length] = [view.getBigUint64(at, true), view.getBigUint64(at + 8, true)]
      records.push({ tag, offset, length })
      numbers.push(length, offset + length)
      at += 16
      if (tag === 'w') {
        if (length > BigInt(bytes.length)) break
        at += Number(length)
      }
    } else {
      endsInZeroByte = tag === '\0' && records.length === 0
      break
    }
  }
  return { sizeBytes, records, numbers, endsInZeroByte }
}

/** Whether a record of a diff reaches beyond the size it says. */
export function reachesBeyondSize({ sizeBytes, records }: DiffFacts): boolean {
  return records.some(({ offset, length }) => offset + length > sizeBytes)
}

/** Whether a diff has a number that no JavaScript number holds exactly. */
export function hasHugeNumber({ numbers }: DiffFacts): boolean {
  return numbers.some((number) => number > BigInt(Number.MAX_SAFE_INTEGER))
}
