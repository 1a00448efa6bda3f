import { describe, expect, it } from 'vitest'
import { apply } from '../../../electron/engine/algebra/apply.ts'
import { subtract } from '../../../electron/engine/algebra/subtract.ts'
import type { DeltaHeader } from '../../../electron/engine/delta.ts'
import { ByteModel } from '../../support/byteModel.ts'
import { bytesOfModels, contentOfModels } from '../../support/contents.ts'
import { drain, type ModelDelta, type ModelRecord } from '../../support/deltas.ts'

const signal = new AbortController().signal
const KIB = 1024
const MIB = 1024 * KIB
const header: DeltaHeader = { from: Uint8Array.of(97), to: Uint8Array.of(98), sizeBytes: null }
const data = (offset: number, length: number, byte = 1): ModelRecord => ({
  offset,
  length,
  bytes: new Uint8Array(length).fill(byte),
})
const zero = (offset: number, length: number): ModelRecord => ({ offset, length, bytes: null })
const delta = (sizeBytes: number, ...records: readonly ModelRecord[]): ModelDelta => ({
  header: { from: null, to: null, sizeBytes },
  records,
})

async function difference(a: readonly ModelDelta[], b: readonly ModelDelta[]) {
  const [before, after] = [await contentOfModels(a, 'a'), await contentOfModels(b, 'b')]
  const image = new ByteModel(bytesOfModels(a))
  await apply(subtract(header, before, after, { signal }), image, { signal })
  expect(Buffer.compare(image.bytes, bytesOfModels(b))).toBe(0)
  const { records } = await drain(subtract(header, before, after, { signal }), 1000)
  return records.map(({ offset, length, bytes }) => [bytes === null ? 'zero' : 'data', offset, length])
}

describe('subtract', () => {
  it('gives blocks of 4 KiB that differ, zero where the second is zero, joined', async () => {
    const a = [delta(100 * KIB, data(0, 20 * KIB), data(50 * KIB, 1))]
    const b = [delta(100 * KIB, data(0, 4 * KIB), data(4 * KIB, 1, 9), data(8 * KIB, 4 * KIB), data(90 * KIB, 3))]
    expect(await difference(a, b)).toEqual([
      ['data', 4 * KIB, 4 * KIB],
      ['zero', 12 * KIB, 8 * KIB],
      ['zero', 48 * KIB, 4 * KIB],
      ['data', 88 * KIB, 4 * KIB],
    ])
  })

  it('says nothing of equal contents, whatever records they are made of', async () => {
    const a = [delta(3 * MIB, data(0, 10_000), zero(20_000, 5))]
    const b = [
      delta(3 * MIB, data(0, 3000, 5), data(3000, 7000)),
      delta(3 * MIB, data(0, 3000), data(2 * MIB, 5000, 0)),
    ]
    expect(await difference(a, b)).toEqual([])
  })

  it('leaves growth and shrink to the size, and compares beyond the end of the first with zeros', async () => {
    const small = [delta(10_000, data(0, 10_000))]
    const large = [delta(30_000, data(0, 10_000), data(15_000, 1000, 0), data(29_000, 1000))]
    expect(await difference(small, large)).toEqual([['data', 28_672, 1328]])
    expect(await difference(large, small)).toEqual([])
    expect(await difference(large, [])).toEqual([])
    expect(await difference([], small)).toEqual([['data', 0, 10_000]])
  })

  it('sees that a shrink between took what was there', async () => {
    const base = delta(40_000, data(20_000, 10_000))
    const back = [base, delta(5000), delta(40_000)]
    expect(await difference([base], back)).toEqual([['zero', 16_384, 16_384]])
  })

  it('does not read what both sides have from the same place of the same file', async () => {
    const base = delta(8 * MIB, data(0, 8 * MIB, 3))
    const change = delta(8 * MIB, data(5 * MIB, 10))
    const a = await contentOfModels([base], 'image')
    const b = await contentOfModels([base, change], 'image')
    const { records } = await drain(subtract(header, a, b, { signal }))
    expect(records.map(({ offset, length }) => [offset, length])).toEqual([[5 * MIB, 4096]])
    for (const file of [...a.files, ...b.files]) expect(file.readBytes).toBeLessThanOrEqual(128 * KIB)
  })

  it('cuts records at every MiB of the image and can be left half way', async () => {
    const a = await contentOfModels([delta(5 * MIB)], 'a')
    const b = await contentOfModels([delta(5 * MIB, data(MIB + 5000, 3 * MIB))], 'b')
    const reader = subtract(header, a, b, { signal })
    expect(reader.header.sizeBytes).toBe(5 * MIB)
    expect(await reader.next()).toEqual({ kind: 'data', offset: MIB + 4096, length: MIB - 4096 })
    expect((await reader.payload(3))?.length).toBe(3)
    expect(await reader.next()).toEqual({ kind: 'data', offset: 2 * MIB, length: MIB })
    await reader.close()
    expect([await reader.next(), await reader.payload(1)]).toEqual([null, null])
  })

  it('stops when it is told to', async () => {
    const content = await contentOfModels([delta(MIB, data(0, MIB))], 'a')
    const reader = subtract(header, await contentOfModels([], 'b'), content, { signal: AbortSignal.abort() })
    await expect(reader.next()).rejects.toThrow('abort')
  })
})
