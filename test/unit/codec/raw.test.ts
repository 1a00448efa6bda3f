import { describe, expect, it } from 'vitest'
import { decodeRaw, encodeRaw, scanRaw } from '../../../electron/engine/codec/raw.ts'
import { isZero, runEnd } from '../../../electron/engine/codec/zeroBlocks.ts'
import { SLICE_BYTES } from '../../../electron/engine/delta.ts'
import { chunked, collect, streamOf } from '../../support/byteStreams.ts'
import { drain, drainHeads } from '../../support/deltas.ts'
import { MemoryFile } from '../../support/memoryFile.ts'

const signal = new AbortController().signal

/** Blocks of 4 KiB: x has one byte set, . is zero; the last may be cut short. */
function image(pattern: string, sizeBytes = pattern.length * 4096): Uint8Array {
  const bytes = new Uint8Array(sizeBytes)
  for (let i = 0; i < pattern.length; i++)
    if (pattern[i] === 'x') bytes[Math.min(i * 4096 + (i % 4096), sizeBytes - 1)] = 1
  return bytes
}

describe('raw', () => {
  it('gives the runs of blocks that are not zero, cut at no matter what chunks', async () => {
    const bytes = image('..xx.x...x', 9 * 4096 + 5)
    const runs = [
      [2 * 4096, 2 * 4096],
      [5 * 4096, 4096],
      [9 * 4096, 5],
    ]
    for (const sizes of [[bytes.length], [1000], [4096, 0, 77]]) {
      for (const sizeBytes of [undefined, bytes.length]) {
        const options = sizeBytes === undefined ? {} : { sizeBytes }
        const reader = decodeRaw(streamOf(chunked(bytes, sizes), { isAsync: true }), options)
        expect(reader.header).toEqual({ from: null, to: null, sizeBytes: sizeBytes ?? null })
        const { records } = await drain(reader, 3000)
        expect(records.map(({ offset, length }) => [offset, length])).toEqual(runs)
        for (const { offset, length, bytes: payload } of records) {
          expect(payload).toEqual(bytes.subarray(offset, offset + length))
        }
        expect(reader.totalBytes).toBe(bytes.length)
        expect(await reader.next()).toBeNull()
      }
    }
    const table = await scanRaw(new MemoryFile(bytes), { signal })
    expect(
      Array.from({ length: table.count }, (_, i) => [table.offset(i), table.length(i), table.position(i)]),
    ).toEqual(runs.map(([offset, length]) => [offset, length, offset]))
  })

  it('cuts a run at every slice, in stream and file alike', async () => {
    const bytes = new Uint8Array(2 * SLICE_BYTES + 4096).fill(1, SLICE_BYTES - 4096)
    const runs = [
      [SLICE_BYTES - 4096, 4096],
      [SLICE_BYTES, SLICE_BYTES],
      [2 * SLICE_BYTES, 4096],
    ]
    const heads = await drainHeads(decodeRaw(streamOf(chunked(bytes, [65_536]))))
    expect(heads.map(({ offset, length }) => [offset, length])).toEqual(runs)
    const table = await scanRaw(new MemoryFile(bytes), { signal })
    expect(Array.from({ length: table.count }, (_, i) => [table.offset(i), table.length(i)])).toEqual(runs)
  })

  it('knows the size of an empty stream and of one that ends with a slice', async () => {
    const empty = decodeRaw(streamOf([]))
    expect(await empty.next()).toBeNull()
    expect(empty.totalBytes).toBe(0)
    const none = decodeRaw(streamOf([]), { sizeBytes: 0 })
    expect([await none.next(), none.totalBytes, none.findings]).toEqual([null, 0, []])
    const full = decodeRaw(streamOf(chunked(new Uint8Array(SLICE_BYTES), [SLICE_BYTES])))
    expect(await full.next()).toBeNull()
    expect(full.totalBytes).toBe(SLICE_BYTES)
  })

  it('holds a stream against a size known beforehand', async () => {
    const bytes = image('x.')
    await expect(drain(decodeRaw(streamOf([bytes]), { sizeBytes: bytes.length + 1 }))).rejects.toMatchObject({
      code: 'E_STREAM_TRUNCATED',
      detail: { offset: bytes.length, part: 'payload', field: 'data' },
    })
    for (const chunks of [[bytes], chunked(bytes, [4096])]) {
      const longer = decodeRaw(streamOf(chunks), { sizeBytes: 4096 })
      expect((await drain(longer)).records.length).toBe(1)
      expect(longer.findings).toEqual([{ code: 'trailing-bytes', offset: 4096 }])
    }
    const shrunk = new MemoryFile(bytes)
    Object.defineProperty(shrunk, 'sizeBytes', { value: 3 * 4096 })
    await expect(scanRaw(shrunk, { signal })).rejects.toMatchObject({ code: 'E_STREAM_TRUNCATED' })
  })

  it('writes every byte, zeros too', async () => {
    const bytes = image('.x..xx', 6 * 4096 - 9)
    for (const blockBytes of [1, 512, 4096, 1 << 20]) {
      const reader = decodeRaw(streamOf([bytes]), { blockBytes })
      expect(await collect(encodeRaw(reader, bytes.length))).toEqual(bytes)
    }
    const long = 5 * 1024 * 1024 + 3
    expect(isZero(await collect(encodeRaw(decodeRaw(streamOf([])), long)), 0, long)).toBe(true)
    expect((await collect(encodeRaw(decodeRaw(streamOf([])), long))).length).toBe(long)
  })

  it('refuses a record beyond the size', async () => {
    await expect(collect(encodeRaw(decodeRaw(streamOf([image('x')])), 4095))).rejects.toMatchObject({
      code: 'E_STREAM_BAD_RECORD',
    })
  })

  it('stops a scan that is aborted', async () => {
    await expect(scanRaw(new MemoryFile(image('x')), { signal: AbortSignal.abort(new Error('no')) })).rejects.toThrow(
      'no',
    )
  })
})

describe('isZero', () => {
  it('sees a single bit at every place, aligned or not', () => {
    const whole = new Uint8Array(80)
    for (let start = 0; start < 9; start++) {
      const view = whole.subarray(3)
      for (let end = start; end < 70; end++) {
        expect(isZero(view, start, end)).toBe(true)
        for (let at = 0; at < 77; at++) {
          view[at] = 128
          expect(isZero(view, start, end)).toBe(at < start || at >= end)
          view[at] = 0
        }
      }
    }
  })

  it('ends a run where its kind changes', () => {
    const bytes = image('..xx.', 4 * 4096 + 7)
    expect(runEnd(bytes, 0, bytes.length, 4096)).toEqual({ end: 2 * 4096, zero: true })
    expect(runEnd(bytes, 2 * 4096, bytes.length, 4096)).toEqual({ end: 4 * 4096, zero: false })
    expect(runEnd(bytes, 4 * 4096, bytes.length, 4096)).toEqual({ end: bytes.length, zero: true })
  })
})
