const KIB = 1024
/** A discard below this is none to librbd (RBD-BEHAVIOUR); objects are of this size. */
const OBJECT = 64 * KIB

/** What changes between two points of an image: its size, where it becomes another, and extents written or discarded, in units of 4 KiB. */
export interface Change {
  /** In objects of 64 KiB. */
  readonly size?: number
  readonly write?: readonly (readonly [offset: number, length: number])[]
  /** Whole objects: their first, and how many. */
  readonly discard?: readonly (readonly [first: number, count: number])[]
}

/** One case: the size at the start, in objects, and two changes one after the other. */
export type MergeCase = readonly [name: string, size: number, first: Change, second: Change]

const comb = (from: number, step: number, length: number, count: number) =>
  Array.from({ length: count }, (_, at) => [from + at * step, length] as const)

/**
 * Pairs of increments in the manner of Ceph's own test of merge-diff: extents that are apart, touch, overlap on either side, lie inside one another or
 * cover each other, combs, discards, and images that grow and shrink (FORMATS §7).
 */
export const MERGE_CASES: readonly MergeCase[] = [
  ['nothing, then nothing', 8, {}, {}],
  ['an extent, then nothing', 8, { write: [[0, 5]] }, {}],
  ['nothing, then an extent', 8, {}, { write: [[3, 5]] }],
  ['apart, the first before', 8, { write: [[0, 4]] }, { write: [[8, 4]] }],
  ['apart, the first behind', 8, { write: [[40, 4]] }, { write: [[2, 4]] }],
  ['touching', 8, { write: [[0, 4]] }, { write: [[4, 4]] }],
  ['the same extent twice', 8, { write: [[7, 9]] }, { write: [[7, 9]] }],
  ['overlapping at the end', 8, { write: [[0, 8]] }, { write: [[4, 8]] }],
  ['overlapping at the beginning', 8, { write: [[8, 8]] }, { write: [[4, 8]] }],
  ['the second inside the first', 8, { write: [[0, 15]] }, { write: [[5, 3]] }],
  ['the second covers the first', 8, { write: [[5, 3]] }, { write: [[0, 15]] }],
  ['the second covers many', 8, { write: comb(1, 3, 1, 20) }, { write: [[0, 64]] }],
  ['many inside the first', 8, { write: [[0, 64]] }, { write: comb(1, 3, 1, 20) }],
  ['combs between one another', 8, { write: comb(0, 4, 2, 30) }, { write: comb(2, 4, 2, 30) }],
  ['combs that overlap', 8, { write: comb(0, 4, 2, 30) }, { write: comb(1, 4, 2, 30) }],
  ['combs of other steps', 8, { write: comb(0, 3, 1, 40) }, { write: comb(0, 5, 2, 24) }],
  ['written, then discarded', 8, { write: [[0, 128]] }, { discard: [[2, 3]] }],
  ['discarded, then written', 8, { discard: [[1, 4]] }, { write: [[30, 20]] }],
  ['discards that overlap', 8, { discard: [[0, 4]] }, { discard: [[2, 4]] }],
  [
    'a comb of discards over extents',
    8,
    { write: comb(0, 8, 5, 16) },
    {
      discard: [
        [0, 1],
        [2, 1],
        [4, 1],
        [6, 1],
      ],
    },
  ],
  ['grown first, written second', 4, { size: 8 }, { write: [[60, 20]] }],
  ['written first, grown second', 4, { write: [[50, 14]] }, { size: 9, write: [[120, 4]] }],
  ['grown twice', 2, { size: 5, write: [[30, 30]] }, { size: 9, write: [[70, 9]] }],
  ['shrunk first', 8, { size: 3, write: [[40, 8]] }, { write: [[0, 6]] }],
  ['shrunk second, over an extent', 8, { write: [[40, 60]] }, { size: 4 }],
  ['shrunk, then grown again', 8, { size: 2, write: [[20, 12]] }, { size: 8, write: [[100, 4]] }],
]

/** A case as diffs that make its points one after the other, and its content at the last. */
export function caseAsDiffs([name, size, first, second]: MergeCase) {
  let content = Buffer.alloc(size * OBJECT)
  const begin = { write: [[0, size * 16]] } as const
  const diffs = (
    [
      [null, 'a', begin],
      ['a', 'b', first],
      ['b', 'c', second],
    ] as const
  ).map(([from, to, change], at) => {
    const next = applied(content, change, name, at)
    content = next.content
    return diffOf(from, to, content.length, next.records)
  })
  return { diffs, content, sizeAtStart: size * OBJECT }
}

function applied(before: Buffer, { size, write = [], discard = [] }: Change, name: string, step: number) {
  const content = Buffer.alloc(size === undefined ? before.length : size * OBJECT)
  before.copy(content)
  const written = write.map(([offset, length], at) => {
    // Told apart from all others, and not zero anywhere.
    const text = `${name} ${step} ${at} `
    const data = Buffer.alloc(length * 4 * KIB, text)
    data.copy(content, offset * 4 * KIB)
    return { tag: 'w', offset: offset * 4 * KIB, length: data.length, data }
  })
  const discarded = discard.map(([object, count]) => {
    content.fill(0, object * OBJECT, (object + count) * OBJECT)
    return { tag: 'z', offset: object * OBJECT, length: count * OBJECT, data: Buffer.alloc(0) }
  })
  return { content, records: [...written, ...discarded].sort((one, other) => one.offset - other.offset) }
}

interface DiffRecord {
  readonly tag: string
  readonly offset: number
  readonly length: number
  readonly data: Buffer
}

function diffOf(from: string | null, to: string, sizeBytes: number, records: readonly DiffRecord[]): Buffer {
  const named = (tag: string, text: string): Buffer => {
    const head = Buffer.alloc(5)
    head.write(tag)
    head.writeUInt32LE(text.length, 1)
    return Buffer.concat([head, Buffer.from(text)])
  }
  const numbers = (tag: string, ...all: readonly number[]): Buffer => {
    const head = Buffer.alloc(1 + 8 * all.length)
    head.write(tag)
    for (const [at, number] of all.entries()) head.writeBigUInt64LE(BigInt(number), 1 + 8 * at)
    return head
  }
  return Buffer.concat([
    Buffer.from('rbd diff v1\n'),
    ...(from === null ? [] : [named('f', from)]),
    named('t', to),
    numbers('s', sizeBytes),
    ...records.flatMap(({ tag, offset, length, data }) => [numbers(tag, offset, length), data]),
    Buffer.from('e'),
  ])
}
