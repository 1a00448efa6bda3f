import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeImageV2 } from '../../electron/engine/codec/imageV2Decode.ts'
import { encodedImageV2SizeBytes, encodeImageV2 } from '../../electron/engine/codec/imageV2Encode.ts'
import { scanImageV2 } from '../../electron/engine/codec/imageV2Scan.ts'
import type { ByteStream } from '../../electron/engine/delta.ts'
import { chunked, collect, streamOf } from '../support/byteStreams.ts'
import { fixtureBytes } from '../support/fixtures.ts'
import {
  arbitraryImage,
  drainImage,
  drainImageHeads,
  encodeModelImage,
  inTurn,
  type ModelImage,
  readerOf,
} from '../support/images.ts'
import { MemoryFile } from '../support/memoryFile.ts'
import { arbitraryMutations, codeOf, mutated, truncatedAt } from '../support/mutate.ts'
import { runs, seed } from '../support/propertyRuns.ts'

const signal = new AbortController().signal
const chunkSizes = fc.array(fc.oneof(fc.nat({ max: 30 }), fc.nat({ max: 400 })), { minLength: 1, maxLength: 8 })

const decodeAll = async (stream: ByteStream, maxBytes?: number): Promise<ModelImage> =>
  drainImage(await decodeImageV2(stream), maxBytes)

const decodeHeads = async (stream: ByteStream): Promise<void> => drainImageHeads(await decodeImageV2(stream))

const protectionBytesOf = ({ header }: ModelImage): 1 | 8 => header.protectionBytes ?? 1

describe('format 2', () => {
  it('gives the same image whatever the chunks and slices', async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryImage(),
        chunkSizes,
        fc.boolean(),
        fc.integer({ min: 1, max: 50 }),
        async (image, sizes, isAsync, maxBytes) => {
          const stream = streamOf(chunked(encodeModelImage(image), sizes), { isAsync })
          expect(await decodeAll(stream, maxBytes)).toEqual(image)
        },
      ),
      { numRuns: runs(10_000), seed },
    )
  })

  it('encodes what it decoded to the same bytes, streamed and located, of the size told beforehand', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryImage(), fc.integer({ min: 1, max: 300 }), async (image, bufferBytes) => {
        const bytes = encodeModelImage(image)
        const options = { protectionBytes: protectionBytesOf(image), bufferBytes }
        const stream = await decodeImageV2(streamOf([bytes]))
        const streamed = { count: stream.diffCount, next: () => stream.nextDiff() }
        expect(await collect(encodeImageV2(stream.header, streamed, options))).toEqual(bytes)
        const file = new MemoryFile(bytes)
        const { header, diffs, findings } = await scanImageV2(file, { signal })
        const located = inTurn(diffs.map((diff) => readerOf(diff, file)))
        expect(await collect(encodeImageV2(header, located, options))).toEqual(bytes)
        expect(encodedImageV2SizeBytes(header, diffs, options)).toBe(bytes.length)
        expect(findings).toEqual([])
      }),
      { numRuns: runs(10_000), seed },
    )
  })

  it('scans the same diffs the decoder gives', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryImage(), async (image) => {
        const bytes = encodeModelImage(image)
        const { header, diffs, endPosition } = await scanImageV2(new MemoryFile(bytes), { signal })
        const scanned = diffs.map((diff) => ({
          header: diff.header,
          records: Array.from({ length: diff.records.count }, (_, i) => {
            const [offset, length] = [diff.records.offset(i), diff.records.length(i)]
            const position = diff.records.position(i)
            return { offset, length, bytes: position < 0 ? null : bytes.slice(position, position + length) }
          }),
        }))
        expect({ header, diffs: scanned }).toEqual(image)
        expect(endPosition).toBe(bytes.length)
      }),
      { numRuns: runs(10_000), seed },
    )
  })

  it('calls every strict prefix truncated, at its end', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryImage(3, 40), chunkSizes, fc.boolean(), async (image, sizes, isAsync) => {
        const bytes = encodeModelImage(image)
        // One expectation for all: the test runner holds on to each that waits for a promise.
        const places: unknown[] = []
        for (let length = 0; length < bytes.length; length++) {
          const prefix = bytes.subarray(0, length)
          places.push(await truncatedAt(() => decodeAll(streamOf(chunked(prefix, sizes), { isAsync }))))
          places.push(await truncatedAt(() => scanImageV2(new MemoryFile(prefix), { signal })))
        }
        expect(places).toEqual(Array.from({ length: 2 * bytes.length }, (_, i) => i >> 1))
      }),
      { numRuns: runs(200), seed },
    )
  })

  it('calls prefixes of real files truncated, heads only and whole', async () => {
    const bytes = fixtureBytes('odd.v2')
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: bytes.length - 1 }), async (length) => {
        const prefix = bytes.subarray(0, length)
        const open = (): ByteStream => streamOf(chunked(prefix, [4096]))
        expect(await codeOf(() => decodeAll(open()))).toBe('E_STREAM_TRUNCATED')
        expect(await codeOf(() => decodeHeads(open()))).toBe('E_STREAM_TRUNCATED')
        expect(await codeOf(() => scanImageV2(new MemoryFile(prefix), { signal }))).toBe('E_STREAM_TRUNCATED')
      }),
      { numRuns: runs(1000), seed },
    )
  })

  it('answers a mutated stream by typed errors only, decoder and scan alike', async () => {
    let damaged = 0
    await fc.assert(
      fc.asyncProperty(arbitraryImage(), arbitraryMutations, chunkSizes, async (image, mutations, sizes) => {
        const bytes = mutated(encodeModelImage(image), mutations)
        const decoded = await codeOf(() => decodeAll(streamOf(chunked(bytes, sizes))))
        if (decoded !== null) damaged++
        expect(await codeOf(() => decodeHeads(streamOf([bytes])))).toBe(decoded)
        expect(await codeOf(() => scanImageV2(new MemoryFile(bytes), { signal }))).toBe(decoded)
      }),
      { numRuns: runs(10_000), seed },
    )
    expect(damaged).toBeGreaterThan(0)
  })

  it('hands on the failure of a source at every read', async () => {
    const point = { header: { from: null, to: Uint8Array.of(1), sizeBytes: 9, isProtected: true }, records: [] }
    const head = { header: { from: Uint8Array.of(1), to: null, sizeBytes: 9 }, records: [] }
    const header = { order: 22, features: null, stripeUnit: null, stripeCount: null, protectionBytes: 1 } as const
    const meta = [{ key: Uint8Array.of(2), value: Uint8Array.of(3) }]
    const bytes = encodeModelImage({ header: { ...header, meta }, diffs: [point, head] })
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
