import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { apply } from '../../electron/engine/algebra/apply.ts'
import { composePieces } from '../../electron/engine/algebra/compose.ts'
import { locatedReader } from '../../electron/engine/algebra/locatedReader.ts'
import { restrictPieces } from '../../electron/engine/algebra/restrict.ts'
import { subtract } from '../../electron/engine/algebra/subtract.ts'
import { wholeObjects } from '../../electron/engine/algebra/wholeObjects.ts'
import type { DeltaHeader } from '../../electron/engine/delta.ts'
import { ByteModel } from '../support/byteModel.ts'
import { bytesOfModels, contentOfModels } from '../support/contents.ts'
import { arbitraryChain, drain } from '../support/deltas.ts'
import { runs, seed } from '../support/propertyRuns.ts'

/** Six readers a run. */
const SLOW_MS = 1_200_000

const signal = new AbortController().signal
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const header = (sizeBytes: number): DeltaHeader => ({ from: null, to: null, sizeBytes })
/** Large enough for records to fall into several blocks, for a small part of the runs. */
const chain = fc.oneof(
  { weight: 19, arbitrary: arbitraryChain(1, 5) },
  { weight: 1, arbitrary: arbitraryChain(1, 5, 12_000) },
)

describe('subtract', () => {
  it(
    'applied to the first content gives the second, with growth, shrink, zeros and shared files',
    async () => {
      await fc.assert(
        fc.asyncProperty(chain, chain, fc.boolean(), async (a, b, isShared) => {
          const second = isShared ? [...a, ...b] : b
          const before = await contentOfModels(a, 'shared')
          const after = await contentOfModels(second, isShared ? 'shared' : 'other')
          const image = new ByteModel(bytesOfModels(a))
          await apply(subtract(header(0), before, after, { signal }), image, { signal })
          expect(hex(image.bytes)).toBe(hex(bytesOfModels(second)))
          const back = new ByteModel(bytesOfModels(second))
          await apply(subtract(header(0), after, before, { signal }), back, { signal })
          expect(hex(back.bytes)).toBe(hex(bytesOfModels(a)))
          const same = await drain(subtract(header(0), after, await contentOfModels(second, 'copy'), { signal }))
          expect(same.records).toEqual([])
        }),
        { numRuns: runs(10_000), seed },
      )
    },
    SLOW_MS,
  )
})

describe('restrict', () => {
  it('changes the bytes of the range as the whole delta does, and no other', async () => {
    await fc.assert(
      fc.asyncProperty(chain, fc.nat({ max: 220 }), fc.nat({ max: 220 }), async (links, start, length) => {
        const { layers, files, sizeBytes } = await contentOfModels(links, 'a')
        const end = Math.min(start + length, sizeBytes)
        const image = new ByteModel()
        const pieces = restrictPieces(composePieces(layers), start, end)
        await apply(locatedReader(header(sizeBytes), pieces, files), image, { signal })
        const expected = new Uint8Array(sizeBytes)
        if (start < end) expected.set(bytesOfModels(links).subarray(start, end), start)
        expect(hex(image.bytes)).toBe(hex(expected))
      }),
      { numRuns: runs(5000), seed },
    )
  })
})

describe('wholeObjects', () => {
  it('gives each touched object whole, as the content has it', async () => {
    await fc.assert(
      fc.asyncProperty(
        chain,
        chain,
        fc.constantFrom(16, 64, 4096),
        fc.nat({ max: 40 }),
        async (a, b, objectBytes, maxBytes) => {
          const content = await contentOfModels([...a, ...b], 'a')
          const bytes = bytesOfModels([...a, ...b])
          const later = await contentOfModels(b, 'b')
          const touched = Array.from(composePieces(later.layers), (piece) => ({ ...piece }))
          const objects = new Set<number>()
          for (const { offset, length } of touched)
            for (let at = offset; at < Math.min(offset + length, content.sizeBytes); at++)
              objects.add(Math.floor(at / objectBytes))
          const reader = wholeObjects(header(content.sizeBytes), touched, content, objectBytes)
          const { records } = await drain(reader, maxBytes + 1)
          expect(records.map(({ offset }) => offset / objectBytes)).toEqual([...objects].sort((x, y) => x - y))
          for (const record of records) {
            const object = bytes.slice(record.offset, record.offset + objectBytes)
            expect(record.length).toBe(object.length)
            expect(hex(record.bytes ?? new Uint8Array(record.length))).toBe(hex(object))
            expect(record.bytes === null).toBe(object.every((byte) => byte === 0))
          }
        },
      ),
      { numRuns: runs(3000), seed },
    )
  })
})
