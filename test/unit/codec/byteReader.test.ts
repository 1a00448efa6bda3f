import { describe, expect, it } from 'vitest'
import { ByteReader, PIECE_MAX_BYTES } from '../../../electron/engine/codec/byteReader.ts'
import { chunked, streamOf } from '../../support/byteStreams.ts'

const bytes = Uint8Array.from({ length: 300 }, (_, i) => i & 0xff)

describe('ByteReader', () => {
  for (const isAsync of [false, true]) {
    for (const sizes of [[300], [1], [7], [3, 0, 11], [0, 0, 16]]) {
      it(`gives the same fields from chunks of ${sizes.join(',')}, ${isAsync ? 'waited for' : 'at hand'}`, async () => {
        const reader = new ByteReader(streamOf(chunked(bytes, sizes), { isAsync }))
        expect(await reader.u8('tag')).toBe(0)
        expect(await reader.u32('from')).toBe(0x04030201)
        expect(await reader.u8('tag')).toBe(5)
        const small = new ByteReader(streamOf(chunked(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 0), sizes), { isAsync }))
        expect(await small.u64('size')).toBe(0x07060504030201)
        expect(small.pos).toBe(8)
      })
    }
  }

  it('reads u64 up to 2^53-1 and refuses more at its place', async () => {
    const most = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x1f, 0)
    expect(await new ByteReader(streamOf([most])).u64('size')).toBe(Number.MAX_SAFE_INTEGER)
    const more = Uint8Array.of(9, 0, 0, 0, 0, 0, 0, 0x20, 0)
    const reader = new ByteReader(streamOf([more]))
    await reader.skip(1, 'tag')
    expect(() => reader.u64('size')).toThrowError(
      expect.objectContaining({ code: 'E_STREAM_TOO_LARGE', detail: { offset: 1, part: 'banner', field: 'size' } }),
    )
  })

  it('answers at once when the bytes are at hand, and gives views then', () => {
    const chunk = bytes.slice()
    const reader = new ByteReader({ read: () => chunk })
    expect(reader.u8('tag')).toBe(0)
    const view = reader.exactly(10, 'from') as Uint8Array
    expect(view.buffer).toBe(chunk.buffer)
    const slice = reader.some(1000) as Uint8Array
    expect(slice.buffer).toBe(chunk.buffer)
    expect(slice.length).toBe(289)
    expect(reader.pos).toBe(300)
  })

  it('puts a piece together over many chunks and goes on after it', async () => {
    for (const isAsync of [false, true]) {
      const reader = new ByteReader(streamOf(chunked(bytes, [9, 1, 0, 30]), { isAsync }))
      await reader.skip(5, 'data')
      expect([...(await reader.exactly(60, 'from'))]).toEqual([...bytes.subarray(5, 65)])
      expect([...(await reader.exactly(1, 'from'))]).toEqual([65])
      const rest: number[] = []
      for (;;) {
        const slice = await reader.some(8)
        if (slice === null) break
        expect(slice.length).toBeLessThanOrEqual(8)
        rest.push(...slice)
      }
      expect(rest).toEqual([...bytes.subarray(66)])
      expect(reader.pos).toBe(300)
      expect(await reader.atEnd()).toBe(true)
    }
  })

  it('never pulls more than it needs', async () => {
    const stream = streamOf(chunked(bytes, [10]))
    const reader = new ByteReader(stream)
    await reader.exactly(10, 'banner')
    expect(stream.pulls).toBe(1)
    await reader.buffer(1)
    expect(stream.pulls).toBe(2)
  })

  it('says where a stream breaks off: the end of its bytes', async () => {
    for (const isAsync of [false, true]) {
      const open = (): ByteReader => new ByteReader(streamOf(chunked(bytes, [128]), { isAsync }))
      const located = { code: 'E_STREAM_TRUNCATED', detail: { offset: 300, part: 'record', field: 'data' } }
      const late = open()
      late.part = 'record'
      await late.skip(296, 'data')
      await expect((async () => late.u64('data'))()).rejects.toMatchObject(located)
      const skip = open()
      skip.part = 'record'
      await expect((async () => skip.skip(301, 'data'))()).rejects.toMatchObject(located)
      const exact = open()
      exact.part = 'record'
      await expect((async () => exact.exactly(301, 'data'))()).rejects.toMatchObject(located)
    }
  })

  it('refuses to bring a payload to hand in one piece', () => {
    expect(() => new ByteReader(streamOf([])).buffer(PIECE_MAX_BYTES + 1)).toThrow(RangeError)
  })
})
