import { describe, expect, it } from 'vitest'
import { decodeDiffV1 } from '../../../electron/engine/codec/diffV1Decode.ts'
import { encodeDiffV1, encodedSizeBytes } from '../../../electron/engine/codec/diffV1Encode.ts'
import { scanDiffV1 } from '../../../electron/engine/codec/diffV1Scan.ts'
import { nameFromText, nameToBytes } from '../../../shared/names.ts'
import { chunked, collect, streamOf } from '../../support/byteStreams.ts'
import { drain, drainHeads, encodeModel, type ModelDelta } from '../../support/deltas.ts'
import { MemoryFile } from '../../support/memoryFile.ts'

const name = (text: string): Uint8Array => nameToBytes(nameFromText(text))
const signal = new AbortController().signal
const hex = (text: string): Uint8Array =>
  Uint8Array.from(text.match(/[0-9a-f]{2}/g) ?? [], (byte) => Number.parseInt(byte, 16))

const sample: ModelDelta = {
  header: { from: name('a'), to: name('b'), sizeBytes: 20_971_520 },
  records: [
    { offset: 0, length: 4096, bytes: null },
    { offset: 16_777_216, length: 4096, bytes: new Uint8Array(4096).fill(7) },
  ],
}

describe('diff v1', () => {
  it('reads the worked bytes of FORMATS §14', async () => {
    const empty = hex('72626420646966662076310a 730000400100000000 65')
    expect(empty.length).toBe(22)
    const reader = await decodeDiffV1(streamOf([empty]))
    expect(reader.header).toEqual({ from: null, to: null, sizeBytes: 20_971_520 })
    expect(await reader.next()).toBeNull()
    expect(await reader.next()).toBeNull()
    expect(reader.findings).toEqual([])
    expect(encodeModel(sample).length).toBe(4164)
    expect(await drain(await decodeDiffV1(streamOf([encodeModel(sample)])))).toEqual(sample)
  })

  it('takes header records in any order, the last of a repeated one, and says so', async () => {
    const bytes = hex(
      '72626420646966662076310a 73 0100000000000000 74 01000000 61 66 01000000 62 73 0500000000000000 74 00000000 65',
    )
    const reader = await decodeDiffV1(streamOf([bytes]))
    expect(reader.header).toEqual({ from: name('b'), to: null, sizeBytes: 5 })
    expect(reader.findings.map(({ code, offset }) => [code, offset])).toEqual([
      ['repeated-header', 33],
      ['repeated-header', 42],
      ['empty-name', 42],
    ])
  })

  it('takes a stream without a size, with any extents', async () => {
    const bytes = encodeModel({ ...sample, header: { from: null, to: null, sizeBytes: null } })
    const reader = await decodeDiffV1(streamOf([bytes]))
    expect((await drainHeads(reader)).length).toBe(2)
    expect(reader.findings.map(({ code }) => code)).toEqual(['no-size'])
    expect((await scanDiffV1(new MemoryFile(bytes), { signal })).findings.map(({ code }) => code)).toEqual(['no-size'])
  })

  it('reports bytes after the end mark, and need not wait for them', async () => {
    const bytes = encodeModel(sample)
    const longer = new Uint8Array(bytes.length + 3)
    longer.set(bytes)
    const reader = await decodeDiffV1(streamOf(chunked(longer, [bytes.length])))
    await drainHeads(reader)
    expect(reader.findings).toEqual([{ code: 'trailing-bytes', offset: bytes.length }])
    const scanned = await scanDiffV1(new MemoryFile(longer), { signal })
    expect(scanned.trailingBytes).toBe(3)
    expect(scanned.endPosition).toBe(bytes.length)
    expect(scanned.findings).toEqual([{ code: 'trailing-bytes', offset: bytes.length, detail: { trailingBytes: 3 } }])
    // An open pipe: it has given its end mark and neither more bytes nor its end.
    let given = false
    const open = {
      read(): Uint8Array {
        if (given) throw new Error('pulled beyond the end mark')
        given = true
        return bytes
      },
    }
    const patient = await decodeDiffV1(open, { toEnd: false })
    expect((await drainHeads(patient)).length).toBe(2)
  })

  it('lists what a tolerant reader lets pass', async () => {
    const record = { bytes: null, length: 10 }
    const offsets = [100, 105, 50, 95]
    const bytes = encodeModel({
      header: { from: null, to: null, sizeBytes: 100 },
      records: [...offsets.map((offset) => ({ ...record, offset })), { bytes: null, offset: 200, length: 0 }],
    })
    const codes = ['past-size', 'overlap', 'past-size', 'out-of-order', 'past-size', 'zero-length', 'past-size']
    const reader = await decodeDiffV1(streamOf([bytes]), { strict: false })
    await drainHeads(reader)
    expect(reader.findings.map(({ code }) => code)).toEqual(codes)
    const scanned = await scanDiffV1(new MemoryFile(bytes), { signal, strict: false })
    expect(scanned.findings.map(({ code }) => code)).toEqual(codes)
  })

  it('warns of data records the real importer cannot take', async () => {
    const records = [{ offset: 0, length: 2 ** 31 + 1, bytes: new Uint8Array(0) }]
    const bytes = encodeModel({ header: { from: null, to: null, sizeBytes: null }, records })
    const reader = await decodeDiffV1(streamOf([bytes]))
    await reader.next()
    expect(reader.findings.map(({ code }) => code)).toEqual(['no-size', 'long-data'])
  })

  it('gives payload in slices of at most what is asked for, as views', async () => {
    const chunk = encodeModel(sample)
    const reader = await decodeDiffV1({ read: () => chunk })
    await reader.next()
    await reader.next()
    const slice = (await reader.payload(1000)) as Uint8Array
    expect(slice.length).toBe(1000)
    expect(slice.buffer).toBe(chunk.buffer)
  })

  it('skips payload that is not asked for, all or the rest', async () => {
    const records = Array.from({ length: 5 }, (_, i) => ({
      offset: i * 100,
      length: 50,
      bytes: new Uint8Array(50).fill(i),
    }))
    const bytes = encodeModel({ header: { from: null, to: null, sizeBytes: 500 }, records })
    const reader = await decodeDiffV1(streamOf(chunked(bytes, [13]), { isAsync: true }))
    for (let i = 0; i < 5; i++) {
      expect((await reader.next())?.offset).toBe(i * 100)
      if (i % 2 === 1) expect((await reader.payload(7))?.[0]).toBe(i)
    }
    expect(await reader.next()).toBeNull()
  })

  it('closes once, at any moment, and gives nothing after', async () => {
    let closed = 0
    const reader = await decodeDiffV1(streamOf([encodeModel(sample)]), {
      close: async () => {
        closed++
      },
    })
    await reader.next()
    await reader.next()
    await reader.close()
    await reader.close()
    expect(closed).toBe(1)
    expect(await reader.payload(10)).toBeNull()
    expect(await reader.next()).toBeNull()
  })

  it('encodes into buffers of any size, chunks valid until the second next pull', async () => {
    const bytes = encodeModel(sample)
    for (const bufferBytes of [17, 18, 100, 4096, 1 << 20]) {
      const held: { chunk: Uint8Array; copy: Uint8Array }[] = []
      const parts: Uint8Array[] = []
      for await (const chunk of encodeDiffV1(await decodeDiffV1(streamOf([bytes])), { bufferBytes })) {
        const before = held.at(-1)
        if (before !== undefined) expect(before.chunk).toEqual(before.copy)
        const copy = chunk.slice()
        held.push({ chunk, copy })
        parts.push(copy)
        expect(chunk.length).toBeLessThanOrEqual(bufferBytes)
      }
      expect(await collect(asyncOf(parts))).toEqual(bytes)
    }
  })

  it('knows the encoded size beforehand', async () => {
    const bytes = encodeModel(sample)
    const { header, records } = await scanDiffV1(new MemoryFile(bytes), { signal })
    expect(encodedSizeBytes(header, records)).toBe(bytes.length)
    expect(encodedSizeBytes({ from: null, to: null, sizeBytes: null }, { count: 0, dataBytes: 0 })).toBe(13)
  })
})

async function* asyncOf(parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts
}
