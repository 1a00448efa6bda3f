import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changesNothing, firstDifference } from '../../../electron/engine/algebra/sameContent.ts'
import { decodeDiffV1 } from '../../../electron/engine/codec/diffV1Decode.ts'
import type { DeltaReader } from '../../../electron/engine/delta.ts'
import { streamOf } from '../../support/byteStreams.ts'
import { arbitraryRecords, encodeModel, type ModelRecord } from '../../support/deltas.ts'
import { runs } from '../../support/propertyRuns.ts'

const SIZE = 120

function readerOf(records: readonly ModelRecord[]): Promise<DeltaReader> {
  return decodeDiffV1(streamOf([encodeModel({ header: { from: null, to: null, sizeBytes: SIZE }, records })]))
}

/** What an image holds when records are laid over `before`. */
function contentOf(records: readonly ModelRecord[], before: Uint8Array = new Uint8Array(SIZE)): Uint8Array {
  const content = before.slice()
  for (const { offset, length, bytes } of records) content.set(bytes ?? new Uint8Array(length), offset)
  return content
}

const options = { numRuns: runs(2000) }

describe('two deltas from nothing', () => {
  it('differ first where their bytes do, whatever their records are', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryRecords(SIZE), arbitraryRecords(SIZE), async (a, b) => {
        const [ofA, ofB] = [contentOf(a), contentOf(b)]
        const at = ofA.findIndex((byte, index) => byte !== ofB[index])
        expect(await firstDifference(await readerOf(a), await readerOf(b), SIZE * 2)).toBe(at < 0 ? null : at)
      }),
      options,
    )
  })

  it('are the same as themselves written in other records', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryRecords(SIZE), async (records) => {
        const whole = [{ offset: 0, length: SIZE, bytes: contentOf(records) }]
        expect(await firstDifference(await readerOf(records), await readerOf(whole), SIZE)).toBeNull()
      }),
      options,
    )
  })

  it('are looked at only as far as asked', async () => {
    const data = (offset: number, byte: number) => ({ offset, length: 10, bytes: new Uint8Array(10).fill(byte) })
    const [a, b] = [await readerOf([data(0, 1), data(50, 2)]), await readerOf([data(0, 1), data(50, 3)])]
    expect(await firstDifference(a, b, 10)).toBeNull()
  })
})

describe('a delta over content', () => {
  it('changes nothing when laying it over changes no byte', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryRecords(SIZE), arbitraryRecords(SIZE), async (changes, full) => {
        const before = contentOf(full)
        const isSame = Buffer.from(contentOf(changes, before)).equals(before)
        expect(await changesNothing(await readerOf(changes), await readerOf(full))).toBe(isSame)
      }),
      options,
    )
  })

  it('changes nothing when it brings what is there already', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryRecords(SIZE), arbitraryRecords(SIZE), async (shape, full) => {
        const before = contentOf(full)
        const same = shape.map(({ offset, length }) => ({
          offset,
          length,
          bytes: before.slice(offset, offset + length),
        }))
        expect(await changesNothing(await readerOf(same), await readerOf(full))).toBe(true)
      }),
      options,
    )
  })
})
