import { describe, expect, it } from 'vitest'
import { FIXTURES, fixtureBytes } from '../support/fixtures.ts'
import { encodeModelImage } from '../support/images.ts'
import { Random } from '../fuzz/random.ts'
import { type StreamKind, structureOf } from '../support/oracle.ts'
import { runs, seed } from '../support/propertyRuns.ts'
import { scannedStructure, textOf } from '../support/structures.ts'

interface Subject {
  readonly name: string
  readonly kind: StreamKind
  readonly bytes: Uint8Array
  readonly text: string
  /** Bytes that are no payload, by their place. */
  readonly heads: readonly number[]
}

function subject(name: string, kind: StreamKind, bytes: Uint8Array): Subject {
  const structure = structureOf(kind, bytes)
  if (structure === null) throw new Error(`${name} is broken`)
  const isPayload = new Uint8Array(bytes.length)
  if (kind === 'raw') isPayload.fill(1)
  for (const { records } of structure.diffs) {
    for (const [tag, , length, position] of records) if (tag === 'w') isPayload.fill(1, position, position + length)
  }
  const heads = [...isPayload.keys()].filter((at) => isPayload[at] === 0)
  return { name, kind, bytes, text: textOf(structure), heads }
}

/** A format-2 stream as 18.2 writes it, with metadata and protection, which the fixtures of 16.2 do not have. */
function imageOf18(): Uint8Array {
  const name = (text: string): Uint8Array => new TextEncoder().encode(text)
  const meta = ['one', 'two'].map((key) => ({ key: name(key), value: name(`${key} of two`) }))
  const zero = { offset: 500, length: 100, bytes: null }
  const data = { offset: 600, length: 300, bytes: new Uint8Array(300).fill(7) }
  return encodeModelImage({
    header: { order: 22, features: 61, stripeUnit: 4_194_304, stripeCount: 1, meta, protectionBytes: 1 },
    diffs: [
      { header: { from: null, to: name('a'), sizeBytes: 4000, isProtected: true }, records: [zero, data] },
      { header: { from: name('a'), to: name('b'), sizeBytes: 900, isProtected: false }, records: [data] },
      { header: { from: name('b'), to: null, sizeBytes: 9000 }, records: [] },
    ],
  })
}

const KINDS = { diff: 'diff-v1', merged: 'diff-v1', export1: 'raw', export2: 'image-v2' } as const
const subjects = [
  ...FIXTURES.filter(({ kept }) => kept !== false).map(({ file, kind }) =>
    subject(file, KINDS[kind], fixtureBytes(file)),
  ),
  subject('18.2', 'image-v2', imageOf18()),
]

describe('the engine and a second decoder', () => {
  it('see the same structure in every file of the real tool', async () => {
    for (const { name, kind, bytes, text } of subjects) {
      expect(textOf(await scannedStructure(kind, bytes)), name).toBe(text)
    }
  })

  it('agree on every bit flip: which are refused, and which change the structure', async () => {
    const random = new Random(seed)
    let changed = 0
    let unseen = 0
    for (let i = 0; i < runs(50_000); i++) {
      const { name, kind, bytes, text, heads } = random.of(subjects)
      // Half of the flips anywhere, half outside payload, where almost every one matters.
      const at = heads.length > 0 && random.below(2) === 0 ? random.of(heads) : random.below(bytes.length)
      const bit = random.below(8)
      const flipped = bytes.slice()
      flipped[at] = (flipped[at] ?? 0) ^ (1 << bit)
      const truth = textOf(structureOf(kind, flipped))
      expect(textOf(await scannedStructure(kind, flipped)), `${name}, bit ${bit} of byte ${at}`).toBe(truth)
      if (truth === text) unseen++
      else changed++
    }
    expect(Math.min(changed, unseen)).toBeGreaterThan(runs(50_000) / 10)
  })

  it('find every cut', async () => {
    const random = new Random(seed + 1)
    for (let i = 0; i < runs(50_000); i++) {
      const { name, kind, bytes, text, heads } = random.of(subjects)
      const length = heads.length > 0 && random.below(2) === 0 ? random.of(heads) : random.below(bytes.length)
      const cut = bytes.subarray(0, length)
      const truth = textOf(structureOf(kind, cut))
      const where = `${name}, cut to ${length} bytes`
      expect(truth, where).not.toBe(text)
      // A raw image has no end mark: all that tells is its length. Everything else is refused.
      if (kind !== 'raw') expect(truth, where).toBe('null')
      expect(textOf(await scannedStructure(kind, cut)), where).toBe(truth)
    }
  })
})
