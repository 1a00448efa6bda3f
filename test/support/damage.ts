import fc from 'fast-check'

/** One thing done to the bytes of a stream. `at` and `value` are taken modulo what is there. */
export type Damage = (bytes: Uint8Array, records: readonly number[]) => Uint8Array

const NUMBERS = [0n, 1n, 4096n, 2n ** 31n, 2n ** 32n - 1n, 2n ** 33n, 2n ** 53n, 2n ** 62n, 2n ** 63n, 2n ** 64n - 1n]

function setU64(bytes: Uint8Array, at: number, value: bigint): Uint8Array {
  const copy = bytes.slice()
  if (at + 8 <= copy.length) new DataView(copy.buffer).setBigUint64(at, value, true)
  return copy
}

/** The bytes with `[from, to)` replaced. */
function splice(bytes: Uint8Array, from: number, to: number, put: Uint8Array): Uint8Array {
  const out = new Uint8Array(from + put.length + (bytes.length - to))
  out.set(bytes.subarray(0, from))
  out.set(put, from)
  out.set(bytes.subarray(to), from + put.length)
  return out
}

const flip = fc.tuple(fc.nat(), fc.integer({ min: 0, max: 7 })).map<Damage>(([at, bit]) => (bytes) => {
  const copy = bytes.slice()
  const place = at % Math.max(1, copy.length)
  copy[place] = (copy[place] ?? 0) ^ (1 << bit)
  return copy
})

const cut = fc.nat().map<Damage>((at) => (bytes) => bytes.slice(0, at % (bytes.length + 1)))

const tag = fc
  .tuple(fc.nat(), fc.constantFrom('w', 'z', 'e', 'f', 't', 's', 'p', 'X', '\0'))
  .map<Damage>(([which, letter]) => (bytes, records) => {
    const copy = bytes.slice()
    const at = records[which % Math.max(1, records.length)]
    if (at !== undefined) copy[at] = letter.charCodeAt(0)
    return copy
  })

/** An offset or a length gets another value: one that means something, or one near what was there. */
const number = fc
  .tuple(fc.nat(), fc.boolean(), fc.oneof(fc.constantFrom(...NUMBERS), fc.bigInt({ min: -40n, max: 40n })))
  .map<Damage>(([which, isLength, value]) => (bytes, records) => {
    const record = records[which % Math.max(1, records.length)]
    if (record === undefined || record + 17 > bytes.length) return bytes
    const at = record + (isLength ? 9 : 1)
    const now = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(at, true)
    const next = value < 4096n ? now + value : value
    return setU64(bytes, at, next < 0n ? 0n : next)
  })

/** The size, whose record stands right in front of the first data record. */
const size = fc
  .oneof(fc.constantFrom(...NUMBERS), fc.bigInt({ min: 0n, max: 300n }))
  .map<Damage>((value) => (bytes, records) => {
    const first = records[0] ?? bytes.length
    return first >= 9 && bytes[first - 9] === 0x73 ? setU64(bytes, first - 8, value) : bytes
  })

const swap = fc.nat().map<Damage>((which) => (bytes, records) => {
  if (records.length < 3) return bytes
  const at = which % (records.length - 2)
  const [a, b, c] = [records[at] ?? 0, records[at + 1] ?? 0, records[at + 2] ?? 0]
  return splice(bytes, a, c, Uint8Array.from([...bytes.subarray(b, c), ...bytes.subarray(a, b)]))
})

/** One letter of a name: the byte behind the length of the first `f` or `t`. */
const name = fc.nat({ max: 255 }).map<Damage>((value) => (bytes) => {
  const copy = bytes.slice()
  const at = copy.findIndex((byte, index) => index >= 12 && (byte === 0x66 || byte === 0x74))
  if (at >= 12 && at + 5 < copy.length) copy[at + 5] = value
  return copy
})

const trailing = fc
  .uint8Array({ minLength: 1, maxLength: 20 })
  .map<Damage>((more) => (bytes) => Uint8Array.from([...bytes, ...more]))

const repeated = fc.nat().map<Damage>((which) => (bytes, records) => {
  const at = which % Math.max(1, records.length)
  const [from, to] = [records[at], records[at + 1]]
  if (from === undefined || to === undefined) return bytes
  return splice(bytes, to, to, bytes.subarray(from, to))
})

const nothing = fc.constant<Damage>(() => new Uint8Array(0))

/** Something that goes wrong with a stream: flips, cuts, tags, lengths, names, order, sizes. */
export const arbitraryDamage: fc.Arbitrary<Damage> = fc.oneof(
  { weight: 3, arbitrary: flip },
  { weight: 3, arbitrary: cut },
  { weight: 2, arbitrary: tag },
  { weight: 4, arbitrary: number },
  { weight: 2, arbitrary: size },
  { weight: 2, arbitrary: swap },
  { weight: 1, arbitrary: name },
  { weight: 1, arbitrary: trailing },
  { weight: 1, arbitrary: repeated },
  { weight: 1, arbitrary: nothing },
)

/** Where the data records and the end mark of a well-formed v1 diff stand. */
export function recordPlaces(bytes: Uint8Array): readonly number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const places: number[] = []
  for (let at = 12; at < bytes.length; ) {
    const letter = String.fromCharCode(bytes[at] ?? 0)
    if (letter === 'f' || letter === 't') at += 5 + view.getUint32(at + 1, true)
    else if (letter === 's') at += 9
    else {
      places.push(at)
      if (letter === 'e') break
      at += 17 + (letter === 'w' ? Number(view.getBigUint64(at + 9, true)) : 0)
    }
  }
  return places
}
