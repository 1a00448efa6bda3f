import type { Random } from './random.ts'

/** No input grows beyond this: large ones are slow and find nothing more. */
export const INPUT_MAX_BYTES = 32 * 1024

/** Numbers at the borders of what formats and readers can hold. */
const BORDERS = [
  0n,
  1n,
  8n,
  16n,
  4096n,
  4097n,
  0x7fff_ffffn,
  0xffff_ffffn,
  2n ** 32n,
  2n ** 53n - 1n,
  2n ** 53n,
  2n ** 63n,
  2n ** 64n - 1n,
]

/** A changed copy of an input: a few changes of bytes, numbers and pieces, some taken from another input. */
export function mutateBytes(
  input: Uint8Array,
  other: Uint8Array,
  words: readonly Uint8Array[],
  random: Random,
): Uint8Array {
  let bytes: Buffer = Buffer.from(input)
  for (let left = 1 + random.below(4); left > 0; left--) bytes = changed(bytes, other, words, random)
  return new Uint8Array(bytes.subarray(0, INPUT_MAX_BYTES))
}

function changed(bytes: Buffer, other: Uint8Array, words: readonly Uint8Array[], random: Random): Buffer {
  const at = random.below(bytes.length + 1)
  const length = random.below(random.of([2, 10, 30, 200]))
  switch (random.below(10)) {
    case 0:
      return setAt(bytes, at, (bytes[at] ?? 0) ^ (1 << random.below(8)))
    case 1:
      return setAt(bytes, at, random.of([0, 1, 0x7f, 0x80, 0xff, random.below(256)]))
    case 2:
      return number(bytes, at, random.of(BORDERS), random.of([1, 4, 8]))
    case 3:
      // A number near the one that stands there: lengths that are one too long.
      return at + 4 > bytes.length
        ? bytes
        : number(bytes, at, BigInt(Math.max(0, bytes.readUInt32LE(at) + random.below(9) - 4)), 4)
    case 4:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)])
    case 5:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at, at + length), bytes.subarray(at)])
    case 6:
      return Buffer.concat([
        bytes.subarray(0, at),
        words.length === 0 ? other.subarray(0, length) : random.of(words),
        bytes.subarray(at),
      ])
    case 7: {
      const from = random.below(other.length + 1)
      return Buffer.concat([bytes.subarray(0, at), other.subarray(from, from + length), bytes.subarray(at)])
    }
    case 8:
      return Buffer.concat([bytes.subarray(0, at), other.subarray(random.below(other.length + 1))])
    default:
      return random.below(4) === 0 ? bytes.subarray(0, at) : setAt(bytes, at, random.below(256))
  }
}

function setAt(bytes: Buffer, at: number, value: number): Buffer {
  const copy = Buffer.from(bytes)
  if (at < copy.length) copy[at] = value
  return copy
}

function number(bytes: Buffer, at: number, value: bigint, width: number): Buffer {
  const copy = Buffer.from(bytes)
  for (let i = 0; i < width && at + i < copy.length; i++) copy[at + i] = Number((value >> BigInt(8 * i)) & 0xffn)
  return copy
}

const VALUES: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  0.5,
  1e308,
  2 ** 53,
  '',
  'x',
  '\u0000',
  'ä',
  '//79',
  [],
  {},
  [null],
  1,
]

/** A JSON text with one value in it changed, left out, or put in; null when it is no JSON. */
export function mutateJson(text: string, random: Random): string | null {
  let root: unknown
  try {
    root = JSON.parse(text)
  } catch {
    return null
  }
  const places: [Record<string, unknown>, string][] = []
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    for (const key of Object.keys(value)) {
      places.push([value as Record<string, unknown>, key])
      visit((value as Record<string, unknown>)[key])
    }
  }
  visit(root)
  if (places.length === 0) return null
  const [holder, key] = random.of(places)
  const [other, otherKey] = random.of(places)
  switch (random.below(5)) {
    case 0:
      if (Array.isArray(holder)) holder.splice(Number(key), 1)
      else delete holder[key]
      break
    case 1:
      holder[key] = structuredClone(other[otherKey])
      break
    case 2:
      if (Array.isArray(holder)) holder.push(structuredClone(holder[Number(key)]))
      else holder[random.of([otherKey, '__proto__', 'constructor', 'toString'])] = random.of(VALUES)
      break
    case 3:
      holder[key] = typeof holder[key] === 'number' ? holder[key] + random.below(5) - 2 : random.of(VALUES)
      break
    default:
      holder[key] = random.of(VALUES)
  }
  return JSON.stringify(root, null, 1)
}
