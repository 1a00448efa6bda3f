import { describe, expect, it } from 'vitest'
import { decodeDiffV1 } from '../../../electron/engine/codec/diffV1Decode.ts'
import { decodeImageV2 } from '../../../electron/engine/codec/imageV2Decode.ts'
import { decodeRaw } from '../../../electron/engine/codec/raw.ts'
import type { ByteStream, DeltaReader } from '../../../electron/engine/delta.ts'
import { unpack } from '../../../electron/engine/io/unpack.ts'
import { chunked } from '../../support/byteStreams.ts'
import { fixtureBytes } from '../../support/fixtures.ts'
import { mixedBytes, packed } from '../../support/packed.ts'
import { neverAborted } from '../../support/signal.ts'

const failure = new Error('the source failed')

/** Gives chunks, and fails at the n-th read, counted from 1. */
function failingAt(n: number, chunks: readonly Uint8Array[]): ByteStream & { readonly reads: () => number } {
  let reads = 0
  return {
    reads: () => reads,
    read() {
      if (++reads === n) return Promise.reject(failure)
      return chunks[reads - 1] ?? null
    },
  }
}

async function drainDelta(reader: DeltaReader, pull: 'heads' | 'payload'): Promise<void> {
  while ((await reader.next()) !== null) {
    if (pull === 'payload') while ((await reader.payload(1000)) !== null);
  }
}

async function drainUnpacked(stream: ByteStream, packing: 'gzip' | 'zstd'): Promise<void> {
  const content = unpack(stream, packing, { signal: neverAborted, name: 'FILE' })
  try {
    while ((await content.read()) !== null);
  } finally {
    await content.close()
  }
}

const small = mixedBytes(20_000)

const DECODERS: readonly (readonly [string, Uint8Array, number, (stream: ByteStream) => Promise<void>])[] = [
  ['diff v1', fixtureBytes('img.s1-s2.diff'), 700, async (stream) => drainDelta(await decodeDiffV1(stream), 'payload')],
  ['diff v1, heads', fixtureBytes('img.s1-s2.diff'), 700, async (s) => drainDelta(await decodeDiffV1(s), 'heads')],
  [
    'diff v1 of one byte a read',
    fixtureBytes('empty.e1-e2.diff'),
    1,
    async (s) => drainDelta(await decodeDiffV1(s), 'payload'),
  ],
  [
    'export of format 2',
    fixtureBytes('small.v2'),
    500,
    async (stream) => {
      const image = await decodeImageV2(stream)
      for (let diff = await image.nextDiff(); diff !== null; diff = await image.nextDiff())
        await drainDelta(diff, 'payload')
    },
  ],
  ['raw', small, 900, (stream) => drainDelta(decodeRaw(stream), 'payload')],
  ['raw of known size', small, 900, (stream) => drainDelta(decodeRaw(stream, { sizeBytes: small.length }), 'payload')],
  ['gzip', packed('gzip', small), 300, (stream) => drainUnpacked(stream, 'gzip')],
  ['zstd', packed('zstd', small), 300, (stream) => drainUnpacked(stream, 'zstd')],
]

describe('a source that fails at its n-th read', () => {
  it.each(DECODERS)('is heard by the decoder of %s, for every n', async (_, bytes, chunkBytes, decode) => {
    const chunks = chunked(bytes, [chunkBytes])
    const whole = failingAt(0, chunks)
    await decode(whole)
    const reads = whole.reads()
    expect(reads).toBeGreaterThanOrEqual(chunks.length)
    for (let n = 1; n <= reads; n++) await expect(decode(failingAt(n, chunks)), `read ${n}`).rejects.toBe(failure)
  })
})
