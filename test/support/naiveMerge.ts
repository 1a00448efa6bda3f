import type { ModelDelta, ModelRecord } from './deltas.ts'

interface Item extends ModelRecord {
  /** The second's virtual last extent: swallows, writes nothing. */
  readonly isNothing?: boolean
}

/**
 * merge-diff of two, written down step by step from FORMATS §7.2 and from nothing else: slow, and independent of the code it
 * is held against.
 */
export function naiveMerge(first: ModelDelta, second: ModelDelta): ModelDelta {
  const fs = first.header.sizeBytes ?? 0
  const ss = second.header.sizeBytes ?? 0
  const firsts: Item[] = [...first.records]
  const seconds: Item[] = [...second.records]
  if (ss > fs) firsts.push({ offset: fs, length: ss - fs, bytes: null })
  if (ss < fs) seconds.push({ offset: ss, length: fs - ss, bytes: null, isNothing: true })
  const records: ModelRecord[] = []
  while (firsts.length > 0 || seconds.length > 0) {
    const f = firsts.shift()
    const s = seconds[0]
    if (f === undefined) {
      seconds.shift()
      if (s !== undefined && s.isNothing !== true) records.push(s)
      continue
    }
    if (s === undefined) {
      records.push(f)
      continue
    }
    if (f.offset < s.offset) {
      // 1. The part of f before s.start is copied out as its own record.
      const length = Math.min(f.length, s.offset - f.offset)
      records.push(part(f, 0, length))
      if (length < f.length) firsts.unshift(part(f, length, f.length))
      continue
    }
    const end = s.offset + s.length
    if (f.offset < end) {
      // 2. The part of f inside s is dropped.
      const inside = Math.min(f.length, end - f.offset)
      if (inside < f.length) firsts.unshift(part(f, inside, f.length))
      continue
    }
    // 3. f no longer overlaps s: s is copied out whole; "nothing" writes nothing.
    firsts.unshift(f)
    seconds.shift()
    if (s.isNothing !== true) records.push(s)
  }
  const named = (name: Uint8Array | null): Uint8Array | null => (name === null || name.length === 0 ? null : name)
  return { header: { from: named(first.header.from), to: named(second.header.to), sizeBytes: ss }, records }
}

function part(record: ModelRecord, start: number, stop: number): ModelRecord {
  return { offset: record.offset + start, length: stop - start, bytes: record.bytes?.subarray(start, stop) ?? null }
}
