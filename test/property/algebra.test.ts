import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { apply } from '../../electron/engine/algebra/apply.ts'
import { decodeDiffV1 } from '../../electron/engine/codec/diffV1Decode.ts'
import { ByteModel } from '../support/byteModel.ts'
import { streamOf } from '../support/byteStreams.ts'
import { arbitraryChain, encodeModel } from '../support/deltas.ts'
import { mergeLocated, mergeStreamed } from '../support/layers.ts'
import { naiveMerge } from '../support/naiveMerge.ts'
import { runs, seed } from '../support/propertyRuns.ts'

const signal = new AbortController().signal
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

async function applied(image: ByteModel, diff: Uint8Array): Promise<void> {
  await apply(await decodeDiffV1(streamOf([diff])), image, { signal })
}

describe('compose', () => {
  it('applied once is as the two applied in turn, whatever the image: growth, shrink and zeros', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryChain(2, 2), fc.uint8Array({ maxLength: 250 }), async (chain, base) => {
        const [first, second] = chain.map(encodeModel) as [Uint8Array, Uint8Array]
        const inTurn = new ByteModel(base)
        await applied(inTurn, first)
        await applied(inTurn, second)
        for (const merged of [await mergeLocated([first, second]), await mergeStreamed(first, second)]) {
          const atOnce = new ByteModel(base)
          await applied(atOnce, merged)
          expect(hex(atOnce.bytes)).toBe(hex(inTurn.bytes))
        }
      }),
      { numRuns: runs(10_000), seed },
    )
  })

  it('of two has the bytes of merge-diff written down from the specification', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryChain(2, 2), fc.boolean(), async (chain, isAsync) => {
        const [a, b] = chain as [(typeof chain)[0], (typeof chain)[0]]
        const expected = hex(encodeModel(naiveMerge(a, b)))
        expect(hex(await mergeLocated([encodeModel(a), encodeModel(b)]))).toBe(expected)
        expect(hex(await mergeStreamed(encodeModel(a), encodeModel(b), isAsync))).toBe(expected)
      }),
      { numRuns: runs(5000), seed },
    )
  })

  it('of N in one pass has the bytes of the left fold of pairs, and its effect', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryChain(1, 9), fc.uint8Array({ maxLength: 250 }), async (chain, base) => {
        const folded = chain.reduce(naiveMerge)
        const merged = await mergeLocated(chain.map(encodeModel))
        expect(hex(merged)).toBe(hex(encodeModel(folded)))
        const inTurn = new ByteModel(base)
        for (const link of chain) await applied(inTurn, encodeModel(link))
        const atOnce = new ByteModel(base)
        await applied(atOnce, merged)
        expect(hex(atOnce.bytes)).toBe(hex(inTurn.bytes))
      }),
      { numRuns: runs(5000), seed },
    )
  })
})
