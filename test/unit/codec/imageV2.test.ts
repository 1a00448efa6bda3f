import { describe, expect, it } from 'vitest'
import { decodeImageV2 } from '../../../electron/engine/codec/imageV2Decode.ts'
import { encodedImageV2SizeBytes, encodeImageV2 } from '../../../electron/engine/codec/imageV2Encode.ts'
import type { ImageV2Header } from '../../../electron/engine/codec/imageV2Header.ts'
import { scanImageV2 } from '../../../electron/engine/codec/imageV2Scan.ts'
import type { DeltaReader } from '../../../electron/engine/delta.ts'
import { nameFromText, nameToBytes } from '../../../shared/names.ts'
import { chunked, collect, streamOf } from '../../support/byteStreams.ts'
import { drain } from '../../support/deltas.ts'
import { drainImage, encodeModelImage, inTurn, type ModelImage, readerOf, recordV2 } from '../../support/images.ts'
import { MemoryFile } from '../../support/memoryFile.ts'

const signal = new AbortController().signal
const name = (text: string): Uint8Array => nameToBytes(nameFromText(text))
const text = (value: string): number[] => [...name(value)]
const hex = (digits: string): number[] =>
  Array.from(digits.match(/[0-9a-f]{2}/g) ?? [], (byte) => Number.parseInt(byte, 16))
const u64 = (value: number): number[] =>
  Array.from({ length: 8 }, (_, i) => Number((BigInt(value) >> BigInt(8 * i)) & 0xffn))
const string = (value: string): number[] => [...u64(value.length).slice(0, 4), ...text(value)]

const EMPTY: ImageV2Header = {
  order: null,
  features: null,
  stripeUnit: null,
  stripeCount: null,
  meta: [],
  protectionBytes: null,
}

/** A stream of one empty head: header records, and diffs behind the count. */
const imageOf = (records: readonly number[], diffs: readonly number[] = HEAD, count = 1): Uint8Array =>
  Uint8Array.from([...text('rbd image v2\n'), ...records, ...text('Erbd image diffs v2\n'), ...u64(count), ...diffs])
const diffOf = (...records: readonly (readonly number[])[]): number[] => [
  ...text('rbd diff v2\n'),
  ...records.flat(),
  ...text('e'),
]
const SIZE = recordV2('s', u64(100))
const HEAD = diffOf(SIZE)
const zero = (offset: number, length: number): number[] => recordV2('z', [...u64(offset), ...u64(length)])

const sample: ModelImage = {
  header: {
    order: 20,
    features: 61,
    stripeUnit: 1_048_576,
    stripeCount: 1,
    meta: [
      { key: name('akey'), value: name('aval') },
      { key: name('zkey'), value: name('zval') },
    ],
    protectionBytes: 1,
  },
  diffs: [
    {
      header: { from: null, to: name('a'), sizeBytes: 20_971_520, isProtected: true },
      records: [{ offset: 0, length: 4096, bytes: new Uint8Array(4096).fill(7) }],
    },
    { header: { from: name('a'), to: name('b'), sizeBytes: 20_971_520, isProtected: false }, records: [] },
    {
      header: { from: name('b'), to: null, sizeBytes: 20_971_520 },
      records: [{ offset: 4096, length: 100, bytes: null }],
    },
  ],
}

async function readBoth(bytes: Uint8Array, strict = true): Promise<{ header: ImageV2Header; codes: string[] }> {
  const scanned = await scanImageV2(new MemoryFile(bytes), { signal, strict })
  const image = await decodeImageV2(streamOf(chunked(bytes, [7])), { strict })
  const drained = await drainImage(image)
  expect(image.header).toEqual(scanned.header)
  expect(drained.diffs.map(({ header }) => header)).toEqual(scanned.diffs.map(({ header }) => header))
  const found = (list: typeof scanned.findings): unknown[] => list.map(({ code, offset }) => [code, offset])
  expect(found(image.findings)).toEqual(found(scanned.findings))
  return { header: scanned.header, codes: scanned.findings.map(({ code }) => code) }
}

describe('format 2', () => {
  it('reads the worked bytes of FORMATS §14', async () => {
    const worked = hex(
      '4f 0800000000000000 1400000000000000 54 0800000000000000 3d00000000000000 55 0800000000000000 0000100000000000 ' +
        '43 0800000000000000 0100000000000000 4d 1000000000000000 04000000 616b6579 04000000 6176616c ' +
        '4d 1000000000000000 04000000 7a6b6579 04000000 7a76616c 45',
    )
    const bytes = encodeModelImage(sample)
    expect([...bytes.subarray(0, 13 + worked.length)]).toEqual([...text('rbd image v2\n'), ...worked])
    const first = hex(
      '74 0500000000000000 01000000 61 70 0100000000000000 01 73 0800000000000000 0000400100000000 ' +
        '77 1010000000000000 0000000000000000 0010000000000000',
    )
    const at = 13 + worked.length + 19 + 8 + 12
    expect([...bytes.subarray(at, at + first.length)]).toEqual(first)
    expect(await drainImage(await decodeImageV2(streamOf([bytes])))).toEqual(sample)
    const encoded = encodeImageV2(sample.header, inTurn(await readersOf(bytes)), { protectionBytes: 1 })
    expect(await collect(encoded)).toEqual(bytes)
  })

  it('takes header records in any order, unknown ones and none at all', async () => {
    expect(await readBoth(imageOf([]))).toEqual({ header: EMPTY, codes: [] })
    const odd = [
      ...recordV2('M', [...string('b'), ...string('1')]),
      ...recordV2('C', u64(4)),
      ...recordV2('F', u64(2)),
      ...recordV2('M', [...string('a'), ...string('2')]),
      ...recordV2('O', u64(22)),
      ...recordV2('O', u64(23)),
      ...recordV2('M', [...string('b'), ...string('3')]),
    ]
    const meta = [
      { key: name('b'), value: name('3') },
      { key: name('a'), value: name('2') },
    ]
    expect(await readBoth(imageOf(odd))).toEqual({
      header: { ...EMPTY, order: 22, stripeCount: 4, meta },
      codes: ['unknown-tag', 'repeated-header', 'repeated-header'],
    })
  })

  it('keeps the length of p of either release, and says where both occur', async () => {
    const point = (from: string | null, to: string, length: number): number[] =>
      diffOf(
        from === null ? [] : recordV2('f', string(from)),
        recordV2('t', string(to)),
        recordV2('p', [2], length),
        SIZE,
      )
    const head = diffOf(recordV2('f', string('b')), SIZE)
    for (const [first, second, codes] of [
      [8, 8, []],
      [1, 1, []],
      [8, 1, ['mixed-protection']],
    ] as const) {
      const bytes = imageOf([], [...point(null, 'a', first), ...point('a', 'b', second), ...head], 3)
      expect(await readBoth(bytes)).toEqual({ header: { ...EMPTY, protectionBytes: first }, codes })
      const { diffs } = await drainImage(await decodeImageV2(streamOf([bytes])))
      expect(diffs.map(({ header }) => header.isProtected)).toEqual([true, true, undefined])
    }
  })

  it('passes over unknown records of a diff by their length, in its header and among its data', async () => {
    const unknown = recordV2('n', [1, 2, 3])
    const bytes = imageOf([], diffOf(unknown, SIZE, unknown, unknown, zero(0, 10), unknown, zero(10, 10), unknown))
    expect((await readBoth(bytes)).codes).toEqual(Array(5).fill('unknown-tag'))
    const { diffs } = await drainImage(await decodeImageV2(streamOf(chunked(bytes, [1]), { isAsync: true })))
    expect(diffs[0]?.records.length).toBe(2)
    // However many there are in a row, and however many of them are at hand at once.
    const many = imageOf([], diffOf(SIZE, Array.from({ length: 50_000 }, () => recordV2('n', [])).flat()))
    expect((await drainImage(await decodeImageV2(streamOf([many])))).diffs[0]?.records).toEqual([])
  })

  it('lists what a tolerant reader lets pass', async () => {
    const bytes = imageOf(
      recordV2('O', u64(22), 9),
      [
        ...diffOf(recordV2('f', string('x')), recordV2('t', string('a')), recordV2('p', [1], 3), SIZE),
        ...diffOf(
          recordV2('f', string('a')),
          recordV2('t', string('a')),
          SIZE,
          recordV2('z', [...u64(0), ...u64(9)], 20),
        ),
        ...diffOf(recordV2('f', string('b')), SIZE, zero(200, 10)),
      ],
      3,
    )
    expect((await readBoth(bytes, false)).codes).toEqual([
      'wrong-length',
      'wrong-length',
      'not-continuous',
      'name-twice',
      'wrong-length',
      'not-continuous',
      'past-size',
    ])
  })

  it('says which points have no name, and when the last has one', async () => {
    const bytes = imageOf([], [...diffOf(SIZE), ...diffOf(recordV2('t', string('a')))], 2)
    expect((await readBoth(bytes)).codes).toEqual(['unnamed-point', 'no-size', 'no-head'])
  })

  it('reports bytes behind the last diff, and need not wait for them', async () => {
    const bytes = imageOf([])
    expect((await readBoth(Uint8Array.from([...bytes, 1, 2, 3]))).codes).toEqual(['trailing-bytes'])
    expect((await readBoth(Uint8Array.from([...bytes, ...text('rbd diff v')]))).codes).toEqual(['trailing-bytes'])
    let given = false
    const open = {
      read(): Uint8Array {
        if (given) throw new Error('pulled beyond the end mark')
        given = true
        return bytes
      },
    }
    expect((await drainImage(await decodeImageV2(open, { toEnd: false }))).diffs.length).toBe(1)
  })

  it('reads on from a diff that was left in the middle or closed', async () => {
    const image = await decodeImageV2(streamOf(chunked(encodeModelImage(sample), [100]), { isAsync: true }))
    const first = await image.nextDiff()
    await first?.next()
    expect((await first?.payload(10))?.length).toBe(10)
    await first?.close()
    expect(await first?.payload(10)).toBeNull()
    expect(await first?.next()).toBeNull()
    expect((await image.nextDiff())?.header.to).toEqual(name('b'))
    const head = await image.nextDiff()
    if (head === null) throw new Error('no head')
    expect(await drain(head)).toEqual(sample.diffs[2])
    expect(await image.nextDiff()).toBeNull()
    expect(await image.nextDiff()).toBeNull()
  })

  it('closes once, at any moment, and gives nothing after', async () => {
    let closed = 0
    const close = async (): Promise<void> => void closed++
    const image = await decodeImageV2(streamOf([encodeModelImage(sample)]), { close })
    const first = await image.nextDiff()
    await image.close()
    await image.close()
    expect(closed).toBe(1)
    expect(await first?.next()).toBeNull()
    expect(await image.nextDiff()).toBeNull()
  })

  it('encodes into buffers of any size, sorted by key, and knows the size beforehand', async () => {
    const bytes = encodeModelImage(sample)
    const header = { ...sample.header, meta: sample.header.meta.toReversed() }
    const { diffs } = await scanImageV2(new MemoryFile(bytes), { signal })
    expect(encodedImageV2SizeBytes(header, diffs, { protectionBytes: 1 })).toBe(bytes.length)
    expect(encodedImageV2SizeBytes(header, diffs, { protectionBytes: 8 })).toBe(bytes.length)
    for (const bufferBytes of [1, 25, 26, 100, 4096, 1 << 20]) {
      const options = { protectionBytes: 1, bufferBytes } as const
      expect(await collect(encodeImageV2(header, inTurn(await readersOf(bytes)), options))).toEqual(bytes)
    }
  })

  it('does not encode another number of diffs than it wrote in front', async () => {
    const readers = await readersOf(encodeModelImage(sample))
    for (const count of [2, 4]) {
      const encoding = collect(encodeImageV2(sample.header, { ...inTurn(readers), count }, { protectionBytes: 1 }))
      await expect(encoding).rejects.toThrow('were promised')
    }
  })

  it('refuses headers of more records, metadata or diffs than it can hold', async () => {
    const many = Array.from({ length: 65_537 }, () => recordV2('F', [])).flat()
    const bytes = [imageOf(many), imageOf([], diffOf(many, SIZE))]
    const fault = { code: 'E_STREAM_BAD_RECORD', detail: { fault: 'header-too-long' } }
    for (const one of bytes) {
      await expect(scanImageV2(new MemoryFile(one), { signal })).rejects.toMatchObject(fault)
      await expect(decodeImageV2(streamOf([one])).then(drainImage)).rejects.toMatchObject(fault)
    }
    const diffs = imageOf([], Array.from({ length: 65_537 }, () => HEAD).flat(), 65_537)
    const tooMany = { code: 'E_STREAM_COUNT', message: expect.stringContaining('more than 65536') as string }
    await expect(scanImageV2(new MemoryFile(diffs), { signal })).rejects.toMatchObject(tooMany)
    const value = new Uint8Array(2 ** 20)
    const longest = (index: number): Uint8Array =>
      Uint8Array.from([...text('M'), ...u64(2 ** 20 + 12), 4, 0, 0, 0, ...u64(index).slice(0, 4), 0, 0, 16, 0])
    let given = 0
    const stream = {
      read(): Uint8Array {
        given++
        return given === 1 ? Uint8Array.from(text('rbd image v2\n')) : given % 2 === 0 ? longest(given) : value
      },
    }
    await expect(decodeImageV2(stream)).rejects.toMatchObject(fault)
    expect(given).toBeLessThan(140)
  })

  it('hears a cancel between the diffs of a scan', async () => {
    const point = (from: number, to: number): number[] =>
      diffOf(from === 0 ? [] : recordV2('f', string(`${from}`)), recordV2('t', string(`${to}`)), SIZE)
    const points = Array.from({ length: 500 }, (_, i) => point(i, i + 1))
    const controller = new AbortController()
    const yieldNow = async (): Promise<void> => controller.abort(new Error('enough'))
    const file = new MemoryFile(imageOf([], points.flat(), 500))
    await expect(scanImageV2(file, { signal: controller.signal, yieldNow })).rejects.toThrow('enough')
    expect((await scanImageV2(file, { signal })).diffs.length).toBe(500)
  })
})

async function readersOf(bytes: Uint8Array): Promise<DeltaReader[]> {
  const file = new MemoryFile(bytes)
  return (await scanImageV2(file, { signal })).diffs.map((diff) => readerOf(diff, file))
}
