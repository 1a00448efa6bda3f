/**
 * A second decoder, written from FORMATS §3 to §5 and §13 alone; it shares no code with the engine and is what the engine is held against.
 * It knows whole byte strings only and reads them the plainest way.
 */

/** What a byte string is taken for. */
export type StreamKind = 'raw' | 'diff-v1' | 'image-v2'

/** The structure of a stream: everything but its payload. Names and metadata in hex, records as [tag, offset, length, place of the payload]. */
export interface Structure {
  readonly image: Readonly<Record<string, unknown>> | null
  readonly diffs: readonly {
    readonly from: string | null
    readonly to: string | null
    readonly sizeBytes: number | null
    readonly isProtected: boolean | null
    readonly records: readonly (readonly [string, number, number, number])[]
  }[]
  readonly endAt: number
}

type Diff = Structure['diffs'][number]

class Broken extends Error {}

function must(holds: boolean): asserts holds {
  if (!holds) throw new Broken()
}

class Cursor {
  at = 0
  readonly bytes: Buffer
  constructor(bytes: Uint8Array) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  }
  take(count: number): Buffer {
    must(this.at + count <= this.bytes.length)
    this.at += count
    return this.bytes.subarray(this.at - count, this.at)
  }
  tag = (): string => this.take(1).toString('latin1')
  u32 = (): number => this.take(4).readUInt32LE()
  u64(): number {
    const value = this.take(8).readBigUInt64LE()
    must(value <= BigInt(Number.MAX_SAFE_INTEGER))
    return Number(value)
  }
  text(expected: string): void {
    must(this.take(expected.length).toString('latin1') === expected)
  }
  string(maxBytes: number): string {
    const length = this.u32()
    must(length <= maxBytes)
    return this.take(length).toString('hex')
  }
}

/** The structure of a byte string, or null when it is broken: what a strict reader must refuse. */
export function structureOf(kind: StreamKind, bytes: Uint8Array): Structure | null {
  try {
    const cursor = new Cursor(bytes)
    if (kind === 'image-v2') return imageOf(cursor)
    if (kind === 'diff-v1') return { image: null, diffs: [diffOf(cursor, false).diff], endAt: cursor.at }
    must(bytes.length > 0)
    return { image: null, diffs: [], endAt: bytes.length }
  } catch (error) {
    if (error instanceof Broken) return null
    throw error
  }
}

function imageOf(cursor: Cursor): Structure {
  cursor.text('rbd image v2\n')
  const facts: Record<string, number> = {}
  const meta: Record<string, string> = {}
  for (let tag = cursor.tag(); tag !== 'E'; tag = cursor.tag()) {
    const said = cursor.u64()
    const start = cursor.at
    if ('OTUC'.includes(tag)) {
      const value = cursor.u64()
      facts[tag] ??= value
    } else if (tag === 'M') {
      const key = cursor.string(4096)
      meta[key] = cursor.string(1 << 20)
    } else cursor.take(said)
    must(cursor.at - start === said)
  }
  cursor.text('rbd image diffs v2\n')
  const count = cursor.u64()
  must(count > 0)
  const diffs: Diff[] = []
  const dialects: number[] = []
  for (let i = 0; i < count; i++) {
    const { diff, dialect } = diffOf(cursor, true)
    must((diff.from ?? '') === (diffs.at(-1)?.to ?? ''))
    must(diff.to === null || diffs.every(({ to }) => to !== diff.to))
    diffs.push(diff)
    if (dialect !== null) dialects.push(dialect)
  }
  must(cursor.bytes.toString('latin1', cursor.at, cursor.at + 12) !== 'rbd diff v2\n')
  return { image: { ...facts, meta, dialect: dialects[0] ?? null }, diffs, endAt: cursor.at }
}

function diffOf(cursor: Cursor, isV2: boolean): { diff: Diff; dialect: number | null } {
  cursor.text(isV2 ? 'rbd diff v2\n' : 'rbd diff v1\n')
  let from: string | null = null
  let to: string | null = null
  let sizeBytes: number | null = null
  let isProtected: boolean | null = null
  let dialect: number | null = null
  const records: [string, number, number, number][] = []
  let end = 0
  for (let tag = cursor.tag(); tag !== 'e'; tag = cursor.tag()) {
    const said = isV2 ? cursor.u64() : 0
    const start = cursor.at
    let body = (): number => cursor.at - start
    if (tag === 'w' || tag === 'z') {
      const [offset, length] = [cursor.u64(), cursor.u64()]
      must(length > 0 && offset >= end && offset + length <= (sizeBytes ?? Number.MAX_SAFE_INTEGER))
      records.push([tag, offset, length, tag === 'w' ? cursor.at : -1])
      if (tag === 'w') cursor.take(length)
      end = offset + length
    } else if ('fts'.includes(tag) || (isV2 && tag === 'p')) {
      must(records.length === 0)
      if (tag === 'f') from = cursor.string(4096)
      if (tag === 't') to = cursor.string(4096) || null
      if (tag === 's') sizeBytes = cursor.u64()
      if (tag === 'p') {
        isProtected = cursor.take(1)[0] !== 0
        dialect = said === 8 ? 8 : 1
        body = () => dialect ?? 1
      }
    } else {
      must(isV2)
      cursor.take(said)
    }
    must(!isV2 || body() === said)
  }
  return { diff: { from, to, sizeBytes, isProtected, records }, dialect }
}
