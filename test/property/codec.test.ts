import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeDiffV1 } from '../../electron/engine/codec/diffV1Decode.ts'
import { encodeDiffV1 } from '../../electron/engine/codec/diffV1Encode.ts'
import { scanDiffV1 } from '../../electron/engine/codec/diffV1Scan.ts'
import { decodeRaw, encodeRaw, scanRaw } from '../../electron/engine/codec/raw.ts'
import type { ByteStream } from '../../electron/engine/delta.ts'
import { chunked, collect, streamOf } from '../support/byteStreams.ts'
import { arbitraryDelta, drain, drainHeads, encodeModel, type ModelDelta } from '../support/deltas.ts'
import { fixtureBytes } from '../support/fixtures.ts'
import { MemoryFile } from '../support/memoryFile.ts'
import { arbitraryMutations, codeOf, mutated, truncatedAt } from '../support/mutate.ts'
import { runs, seed } from '../support/propertyRuns.ts'

const signal = new AbortController().signal
const chunkSizes = fc.array(fc.oneof(fc.nat({ max: 30 }), fc.nat({ max: 400 })), { minLength: 1, maxLength: 8 })

const decodeAll = async (stream: ByteStream, maxBytes?: number): Promise<ModelDelta> =>
  drain(await decodeDiffV1(stream), maxBytes)

describe('diff v1', () => {
  it('gives the same delta whatever the chunks and slices', async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryDelta(),
        chunkSizes,
        fc.boolean(),
        fc.integer({ min: 1, max: 50 }),
        async (delta, sizes, isAsync, maxBytes) => {
          const stream = streamOf(chunked(encodeModel(delta), sizes), { isAsync })
          expect(await decodeAll(stream, maxBytes)).toEqual(delta)
        },
      ),
      { numRuns: runs(3000), seed },
    )
  })

  it('encodes what it decoded to the same bytes, whatever the buffer', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryDelta(), fc.integer({ min: 1, max: 300 }), async (delta, bufferBytes) => {
        const bytes = encodeModel(delta)
        expect(await collect(encodeDiffV1(await decodeDiffV1(streamOf([bytes])), { bufferBytes }))).toEqual(bytes)
      }),
      { numRuns: runs(1000), seed },
    )
  })

  it('scans the same records the decoder gives', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryDelta(), async (delta) => {
        const bytes = encodeModel(delta)
        const { header, records } = await scanDiffV1(new MemoryFile(bytes), { signal })
        expect(header).toEqual(delta.header)
        const scanned = Array.from({ length: records.count }, (_, i) => {
          const [offset, length, position] = [records.offset(i), records.length(i), records.position(i)]
          return { offset, length, bytes: records.isData(i) ? bytes.slice(position, position + length) : null }
        })
        expect(scanned).toEqual(delta.records)
      }),
      { numRuns: runs(1000), seed },
    )
  })

  it('calls every strict prefix truncated, at its end', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryDelta(80), chunkSizes, fc.boolean(), async (delta, sizes, isAsync) => {
        const bytes = encodeModel(delta)
        // One expectation for all: the test runner holds on to each that waits for a promise.
        const places: unknown[] = []
        for (let length = 0; length < bytes.length; length++) {
          const prefix = bytes.subarray(0, length)
          places.push(await truncatedAt(() => decodeAll(streamOf(chunked(prefix, sizes), { isAsync }))))
          places.push(await truncatedAt(() => scanDiffV1(new MemoryFile(prefix), { signal })))
        }
        expect(places).toEqual(Array.from({ length: 2 * bytes.length }, (_, i) => i >> 1))
      }),
      { numRuns: runs(200), seed },
    )
  })

  it('calls prefixes of real files truncated, heads only and whole', async () => {
    const bytes = fixtureBytes('small.a-e.diff')
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: bytes.length - 1 }), async (length) => {
        const prefix = bytes.subarray(0, length)
        const open = (): ByteStream => streamOf(chunked(prefix, [4096]))
        expect(await codeOf(() => decodeAll(open()))).toBe('E_STREAM_TRUNCATED')
        expect(await codeOf(async () => drainHeads(await decodeDiffV1(open())))).toBe('E_STREAM_TRUNCATED')
        expect(await codeOf(() => scanDiffV1(new MemoryFile(prefix), { signal }))).toBe('E_STREAM_TRUNCATED')
      }),
      { numRuns: runs(1000), seed },
    )
  })

  it('answers a mutated stream by typed errors only, decoder and scan alike', async () => {
    let damaged = 0
    await fc.assert(
      fc.asyncProperty(arbitraryDelta(), arbitraryMutations, chunkSizes, async (delta, mutations, sizes) => {
        const bytes = mutated(encodeModel(delta), mutations)
        const decoded = await codeOf(() => decodeAll(streamOf(chunked(bytes, sizes))))
        if (decoded !== null) damaged++
        expect(await codeOf(async () => drainHeads(await decodeDiffV1(streamOf([bytes]))))).toBe(decoded)
        expect(await codeOf(() => scanDiffV1(new MemoryFile(bytes), { signal }))).toBe(decoded)
      }),
      { numRuns: runs(10_000), seed },
    )
    expect(damaged).toBeGreaterThan(0)
  })

  it('hands on the failure of a source at every read', async () => {
    const bytes = encodeModel({
      header: { from: Uint8Array.of(1), to: null, sizeBytes: 50 },
      records: [{ offset: 0, length: 20, bytes: new Uint8Array(20) }],
    })
    for (let failAt = 0; failAt < bytes.length; failAt++) {
      for (const isAsync of [false, true]) {
        let reads = 0
        const fail = (): Uint8Array | null => {
          if (reads === failAt) throw new Error('the disk is gone')
          return bytes.subarray(reads, ++reads)
        }
        const stream: ByteStream = { read: () => (isAsync ? Promise.resolve().then(fail) : fail()) }
        await expect(decodeAll(stream)).rejects.toThrow('the disk is gone')
      }
    }
  })
})

describe('raw', () => {
  it('keeps every byte and gives the same runs from any chunks, blocks of any size', async () => {
    const image = fc.array(fc.tuple(fc.boolean(), fc.uint8Array({ maxLength: 40 }), fc.nat({ max: 60 })), {
      maxLength: 12,
    })
    await fc.assert(
      fc.asyncProperty(image, chunkSizes, fc.integer({ min: 1, max: 50 }), async (parts, sizes, blockBytes) => {
        const bytes = Uint8Array.from(
          parts.flatMap(([isZero, data, count]) => (isZero ? Array<number>(count).fill(0) : [...data])),
        )
        const open = (): ReturnType<typeof decodeRaw> => decodeRaw(streamOf(chunked(bytes, sizes)), { blockBytes })
        expect(await collect(encodeRaw(open(), bytes.length))).toEqual(bytes)
        const heads = await drainHeads(open())
        const table = await scanRaw(new MemoryFile(bytes), { signal, blockBytes })
        expect(heads.map(({ offset, length }) => [offset, length])).toEqual(
          Array.from({ length: table.count }, (_, i) => [table.offset(i), table.length(i)]),
        )
        for (const { offset, length } of heads) {
          for (let at = offset; at < offset + length; at += blockBytes) {
            expect(bytes.subarray(at, Math.min(at + blockBytes, offset + length)).some((byte) => byte !== 0)).toBe(true)
          }
        }
      }),
      { numRuns: runs(1000), seed },
    )
  })
})
